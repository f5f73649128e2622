package org.tlalloc.frame.bench;

import java.util.Arrays;

/** The twin of {@link org.tlalloc.frame.BuddyLowestFirst}. */
final class ArrayBuddyLowestFirst extends ArrayBuddy {
    private final long[][][] levels;

    ArrayBuddyLowestFirst(int frameCount, int maxOrder) {
        super(frameCount, maxOrder);
        this.levels = new long[maxOrder + 1][0][];
        for (int order = 0; order <= maxOrder; order++) {
            for (int bits = words[order].length; bits > 1; bits = bits + 63 >>> 6) {
                levels[order] = Arrays.copyOf(levels[order], levels[order].length + 1);
                levels[order][levels[order].length - 1] = new long[bits + 63 >>> 6];
            }
        }
        populate();
    }

    @Override
    int take(int order, long bits) {
        long[][] level = levels[order];
        int place = 0;
        for (int i = level.length - 1; i >= 0; i--) {
            place = place << 6 | Long.numberOfTrailingZeros(level[i][place]);
        }
        long word = words[order][place];
        int block = place << 5 | Integer.numberOfTrailingZeros((int) word);
        word ^= bit(bits, block);
        words[order][place] = word;
        if ((int) word == 0) {
            clear(level, place);
        }
        if (--freeCount[order] == 0) {
            emptied(order);
        }
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        if ((int) word == 0) {
            clear(levels[order], block >>> 5);
        }
        if (--freeCount[order] == 0) {
            emptied(order);
        }
    }

    @Override
    void add(int block, int order, long word) {
        if ((int) word == 0) {
            set(levels[order], block >>> 5);
        }
        if (++freeCount[order] == 1) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        int bit = block >>> 5;
        for (long[] level : levels[order]) {
            level[bit >>> 6] = 1L << bit;
            bit >>>= 6;
        }
        freeCount[order] = 1;
    }

    private static void set(long[][] level, int place) {
        int bit = place;
        for (int i = 0; i < level.length; i++) {
            long word = level[i][bit >>> 6];
            level[i][bit >>> 6] = word | 1L << bit;
            if (word != 0) {
                return;
            }
            bit >>>= 6;
        }
    }

    private static void clear(long[][] level, int place) {
        int bit = place;
        for (int i = 0; i < level.length; i++) {
            long word = level[i][bit >>> 6] & ~(1L << bit);
            level[i][bit >>> 6] = word;
            if (word != 0) {
                return;
            }
            bit >>>= 6;
        }
    }
}
