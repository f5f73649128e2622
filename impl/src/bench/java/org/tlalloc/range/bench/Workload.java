package org.tlalloc.range.bench;

import java.util.Arrays;
import org.tlalloc.bench.Xorshift;
import org.tlalloc.range.RangeAllocation;

/**
 * Ranges come and go at random: half of the region is in use on average. A step picks a slot, frees
 * the range in it, draws a length and allocates into the slot again.
 */
final class Workload {
    private static final int LEAST_AGE = 2_000_000;
    private static final long EMPTY = -1;

    private final RangeAllocation allocation;
    private final Mix mix;
    private final int maxOrder;
    /* A slot holds a range as one number: its first page, and its length in the lower half. */
    private final long[] slots;
    private final Xorshift random = new Xorshift();

    Workload(RangeAllocation allocation, Mix mix, int maxOrder) {
        this.allocation = allocation;
        this.mix = mix;
        this.maxOrder = maxOrder;
        this.slots = new long[(int) (allocation.pageCount() / 2 / mix.meanPages(maxOrder))];
        Arrays.fill(slots, EMPTY);
    }

    /** Fills the slots, and turns them over until the region looks as it will go on looking. */
    void age() {
        for (int slot = 0; slot < slots.length; slot++) {
            fill(slot, mix.pages(random.next(), maxOrder));
        }
        run(4 * slots.length + LEAST_AGE);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            int slot = (int) ((random.next() >>> 32) * slots.length >>> 32);
            long range = slots[slot];
            if (range != EMPTY) {
                allocation.free((int) (range >>> 32), (int) range);
            }
            fill(slot, mix.pages(random.next(), maxOrder));
        }
    }

    private void fill(int slot, int pages) {
        int start = allocation.allocate(pages);
        slots[slot] = start == RangeAllocation.NONE ? EMPTY : (long) start << 32 | pages;
    }

    /** How many slots hold no range, since there was no room. */
    int empty() {
        return (int) Arrays.stream(slots).filter(range -> range == EMPTY).count();
    }
}
