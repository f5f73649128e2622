package org.tlalloc.frame.bench;

import java.util.Arrays;

/** The twin of {@link org.tlalloc.frame.BuddyLowestFirst}. */
final class ArrayBuddyLowestFirst extends ArrayBuddy {
    private final long[][][] levels;
    private final int[] lowest;

    ArrayBuddyLowestFirst(int frameCount, int maxOrder) {
        super(frameCount, maxOrder);
        this.levels = new long[maxOrder + 1][0][];
        this.lowest = new int[maxOrder + 1];
        for (int order = 0; order <= maxOrder; order++) {
            int bits = words[order].length;
            do {
                bits = bits + 63 >>> 6;
                levels[order] = Arrays.copyOf(levels[order], levels[order].length + 1);
                levels[order][levels[order].length - 1] = new long[bits];
            } while (bits > 1);
        }
        populate();
    }

    @Override
    int take(int order, long bits) {
        int place = lowest[order];
        long word = words[order][place];
        int block = place << 5 | Integer.numberOfTrailingZeros((int) word);
        word ^= bit(bits, block);
        words[order][place] = word;
        less(order, place, word);
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        less(order, block >>> 5, word);
    }

    private void less(int order, int place, long word) {
        if ((int) word == 0) {
            if (place == lowest[order]) {
                lowest[order] = Math.max(0, removeFirst(levels[order], place));
            } else {
                remove(levels[order], place);
            }
        }
        if (--freeCount[order] == 0) {
            emptied(order);
        }
    }

    @Override
    void add(int block, int order, long word) {
        int place = block >>> 5;
        if ((int) word == 0) {
            set(levels[order], place);
        }
        int free = freeCount[order];
        freeCount[order] = free + 1;
        lowest[order] = free == 0 ? place : Math.min(place, lowest[order]);
        if (free == 0) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        set(levels[order], block >>> 5);
        freeCount[order] = 1;
        lowest[order] = block >>> 5;
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

    private static void remove(long[][] level, int place) {
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

    private static int removeFirst(long[][] level, int place) {
        int bit = place;
        for (int i = 0; i < level.length; i++) {
            long word = level[i][bit >>> 6] & ~(1L << bit);
            level[i][bit >>> 6] = word;
            bit >>>= 6;
            if (word != 0) {
                int lowest = bit << 6 | Long.numberOfTrailingZeros(word);
                for (int below = i - 1; below >= 0; below--) {
                    lowest = lowest << 6 | Long.numberOfTrailingZeros(level[below][lowest]);
                }
                return lowest;
            }
        }
        return -1;
    }
}
