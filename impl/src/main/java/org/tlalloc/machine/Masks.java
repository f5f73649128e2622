package org.tlalloc.machine;

/**
 * A set of numbers from 0 on: a bit each in masks of 64, a bit for each of these masks that is not 0, and so on up to one
 * mask. What is looked for is some levels up and as many down, and a change goes up only from a mask that becomes 0, or
 * ceases to be. A part of an allocator's metadata.
 *
 * <pre>
 *   level 1 |                                     ...0101 |
 *   level 0 | ...0000 1000 | ...0000 | ...0110 0000 0000  |      9, 10 and 131
 * </pre>
 *
 * <p>All zeros are the empty set, and equal sets are equal bytes. The owner keeps the window and where in it the levels are,
 * and passes both: an object with a window of its own would be another window to the compiler, with bounds to look up again.
 * That numbers are within 0 to count - 1 is the owner's business, too.
 *
 * <p>No call makes objects, but for {@link #levels}. Each looks at each level twice at most, or at each mask of the numbers
 * named.
 */
public final class Masks {
    /** What is said where there is no such number. */
    public static final int NONE = -1;

    private static final int LOG2_BITS = 6;
    private static final int LOG2_BYTES = 3;

    private Masks() {
    }

    /**
     * Where the masks of each level are, the lowest first, if one level follows another; the last is a single mask.
     *
     * @param offset where in the window they begin
     * @param count  numbers are 0 to count - 1; at least 1
     */
    public static int[] levels(int offset, int count) {
        return Levels.offsets(offset, count, LOG2_BITS, LOG2_BYTES);
    }

    /** How many bytes they take then, a multiple of 8. */
    public static int size(int count) {
        return Levels.size(count, LOG2_BITS, LOG2_BYTES);
    }

    private static int at(int[] levels, int level, int index) {
        return levels[level] + (index << LOG2_BYTES);
    }

    /** Makes the set empty, whatever the bytes are. */
    public static void clear(Window window, int[] levels, int count) {
        for (int level = 0; level < levels.length; level++) {
            for (int index = Levels.units(count, level + 1, LOG2_BITS) - 1; index >= 0; index--) {
                window.putLong(at(levels, level, index), 0);
            }
        }
    }

    /** Puts a number in, if it is not there. */
    public static void add(Window window, int[] levels, int number) {
        int child = number;
        for (int level = 0; level < levels.length; level++) {
            int at = at(levels, level, child >>> LOG2_BITS);
            long mask = window.getLong(at);
            window.putLong(at, mask | 1L << child);
            if (mask != 0) {
                return;
            }
            child >>>= LOG2_BITS;
        }
    }

    /** Takes a number out that is there. */
    public static void remove(Window window, int[] levels, int number) {
        int child = number;
        for (int level = 0; level < levels.length; level++) {
            int at = at(levels, level, child >>> LOG2_BITS);
            long mask = window.getLong(at) & ~(1L << child);
            window.putLong(at, mask);
            if (mask != 0) {
                return;
            }
            child >>>= LOG2_BITS;
        }
    }

    /**
     * Takes the lowest number out.
     *
     * @return the lowest that is left, or {@link #NONE}
     */
    public static int removeFirst(Window window, int[] levels, int number) {
        int child = number;
        for (int level = 0; level < levels.length; level++) {
            int at = at(levels, level, child >>> LOG2_BITS);
            long mask = window.getLong(at) & ~(1L << child);
            window.putLong(at, mask);
            child >>>= LOG2_BITS;
            if (mask != 0) {
                return lowest(window, levels, level, child, mask);
            }
        }
        return NONE;
    }

    /** Puts all numbers from one to another in, both included; the other is not less. */
    public static void addAll(Window window, int[] levels, int from, int to) {
        int first = from;
        int last = to;
        for (int level = 0; level < levels.length; level++) {
            for (int index = first >>> LOG2_BITS; index <= last >>> LOG2_BITS; index++) {
                int at = at(levels, level, index);
                window.putLong(at, window.getLong(at) | bits(index, first, last));
            }
            first >>>= LOG2_BITS;
            last >>>= LOG2_BITS;
        }
    }

    /** Takes all numbers from one to another out, whether they are there or not; there are none if the other is less. */
    public static void removeAll(Window window, int[] levels, int from, int to) {
        int first = from;
        int last = to;
        for (int level = 0; level < levels.length && first <= last; level++) {
            for (int index = first >>> LOG2_BITS; index <= last >>> LOG2_BITS; index++) {
                int at = at(levels, level, index);
                window.putLong(at, window.getLong(at) & ~bits(index, first, last));
            }
            // The masks in between are 0 now; those at the ends may not be.
            first = (first >>> LOG2_BITS) + (window.getLong(at(levels, level, first >>> LOG2_BITS)) == 0 ? 0 : 1);
            last = (last >>> LOG2_BITS) - (window.getLong(at(levels, level, last >>> LOG2_BITS)) == 0 ? 0 : 1);
        }
    }

    /** The bits of a mask of its level that are from one to another. */
    private static long bits(int index, int first, int last) {
        int base = index << LOG2_BITS;
        return -1L << Math.max(first - base, 0) & -1L >>> Long.SIZE - 1 - Math.min(last - base, Long.SIZE - 1);
    }

    /** The lowest number, or {@link #NONE}. */
    public static int first(Window window, int[] levels) {
        int top = levels.length - 1;
        long mask = window.getLong(levels[top]);
        return mask == 0 ? NONE : lowest(window, levels, top, 0, mask);
    }

    /** The lowest number that is not below another, or {@link #NONE}. */
    public static int atLeast(Window window, int[] levels, int number) {
        return lowest(window, levels, number, -1L << number);
    }

    /** The lowest number above another, or {@link #NONE}. */
    public static int above(Window window, int[] levels, int number) {
        return lowest(window, levels, number, -2L << number);
    }

    /** The lowest number of these bits of the number's mask, or else above that mask. */
    private static int lowest(Window window, int[] levels, int number, long bits) {
        int index = number >>> LOG2_BITS;
        long mask = window.getLong(at(levels, 0, index)) & bits;
        int level = 0;
        while (mask == 0) {
            level++;
            if (level == levels.length) {
                return NONE;
            }
            long above = -2L << index;
            index >>>= LOG2_BITS;
            mask = window.getLong(at(levels, level, index)) & above;
        }
        return lowest(window, levels, level, index, mask);
    }

    /** The lowest number below some bits of a mask, which are not 0. */
    private static int lowest(Window window, int[] levels, int level, int index, long bits) {
        int child = index << LOG2_BITS | Long.numberOfTrailingZeros(bits);
        for (int below = level - 1; below >= 0; below--) {
            child = child << LOG2_BITS | Long.numberOfTrailingZeros(window.getLong(at(levels, below, child)));
        }
        return child;
    }

    /** The highest number below another, or {@link #NONE}. */
    public static int below(Window window, int[] levels, int number) {
        int child = number;
        for (int level = 0; level < levels.length; level++) {
            long bits = window.getLong(at(levels, level, child >>> LOG2_BITS)) & (1L << child) - 1;
            child >>>= LOG2_BITS;
            if (bits != 0) {
                return highest(window, levels, level, child, bits);
            }
        }
        return NONE;
    }

    private static int highest(Window window, int[] levels, int level, int index, long bits) {
        int child = index << LOG2_BITS | Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
        for (int below = level - 1; below >= 0; below--) {
            child = child << LOG2_BITS | Long.SIZE - 1 - Long.numberOfLeadingZeros(window.getLong(at(levels, below, child)));
        }
        return child;
    }
}
