package org.tlalloc.conformance.paging;

import org.tlalloc.machine.PagingLayout;

/**
 * Where a model's few slots lie among those of real tables, and its numbers of pages and frames among
 * real ones: digit by digit, to the base of the model's fanout, and of the real one.
 */
final class Slots {
    private final int levels;
    private final int fanout;
    private final int indexBits;
    /* The other way round would be an array of all slots, and fields are compared after each call. */
    private final int[] real;

    /** @throws IllegalArgumentException if there is no such machine */
    Slots(int levels, int fanout) {
        PagingLayout layout = layout(levels);
        int entries = layout.entries(1);
        int middle = levels == 2 ? entries * 3 / 4 : entries / 2;
        this.levels = levels;
        this.fanout = fanout;
        this.indexBits = layout.indexBits();
        this.real = switch (fanout) {
            case 2 -> new int[] {0, entries - 1};
            case 3 -> new int[] {0, middle, entries - 1};
            case 4 -> new int[] {0, 1, middle, entries - 1};
            default -> throw new IllegalArgumentException("fanout=" + fanout + " is not within 2..4");
        };
    }

    static PagingLayout layout(int levels) {
        return switch (levels) {
            case 2 -> PagingLayout.IA32;
            case 4 -> PagingLayout.FOUR_LEVEL;
            case 5 -> PagingLayout.FIVE_LEVEL;
            default -> throw new IllegalArgumentException("levels=" + levels + " are not those of a mode: 2, 4 or 5");
        };
    }

    /** The real slot of one of the model's. */
    int real(int slot) {
        return real[slot];
    }

    /** Whether a real slot is left out. */
    boolean isLeftOut(int slot) {
        return model(slot) < 0;
    }

    private int model(int slot) {
        int found = fanout - 1;
        while (found >= 0 && real[found] != slot) {
            found--;
        }
        return found;
    }

    /** The number of a real page or frame. What the model has not, the machine has not either. */
    long toReal(long number) {
        if (number < 0) {
            return number;
        }
        long rest = number;
        long found = 0;
        for (int level = 0; level < levels; level++) {
            found |= (long) real[(int) (rest % fanout)] << level * indexBits;
            rest /= fanout;
        }
        return found | rest << levels * indexBits;
    }

    /** The model's number of a real page or frame; -1 if it has none. */
    long toModel(long number) {
        long found = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int digit = model((int) (number >>> level * indexBits) & (1 << indexBits) - 1);
            if (digit < 0) {
                return -1;
            }
            found = found * fanout + digit;
        }
        return number >>> levels * indexBits == 0 ? found : -1;
    }

    /** How many of the model's pages a large page of this level covers. */
    long stride(int level) {
        return Math.round(Math.pow(fanout, level));
    }
}
