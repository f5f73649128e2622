package org.tlalloc.frame;

import org.tlalloc.machine.Window;

/**
 * Which words of a frame bitmap have a free frame: a bit a word in masks of 64, a bit for each of these that is not 0,
 * and so on up to one mask. The lowest free frame is a step down each level from there, and a change goes up only from a
 * mask that becomes 0, or ceases to be.
 *
 * <p>{@code FrameBitmapLayout} draws where it lies.
 */
final class FreeWords {
    private static final int NONE = FrameAllocation.NONE;

    private final Window window;
    private final int[] levels;
    private final int words;
    private final int top;

    FreeWords(Window window, FrameBitmapLayout layout) {
        this.window = window;
        this.levels = layout.masks();
        this.words = layout.words;
        this.top = levels.length - 1;
    }

    private int at(int level, int index) {
        return levels[level] + (index << FrameBitmapLayout.LONG_BITS);
    }

    private long mask(int level, int index) {
        return window.getLong(at(level, index));
    }

    private void set(int level, int index, long mask) {
        window.putLong(at(level, index), mask);
    }

    /** Notes that no word has one. */
    void clear() {
        for (int level = 0; level <= top; level++) {
            for (int index = 0; index << 6 * level + 6 < words; index++) {
                set(level, index, 0);
            }
        }
    }

    /** Notes that a word has a free frame. */
    void add(int word) {
        int child = word;
        for (int level = 0; level <= top; level++) {
            long mask = mask(level, child >>> 6);
            set(level, child >>> 6, mask | 1L << child);
            if (mask != 0) {
                return;
            }
            child >>>= 6;
        }
    }

    /** Notes that a word has none. */
    void remove(int word) {
        int child = word;
        for (int level = 0; level <= top; level++) {
            long mask = mask(level, child >>> 6) & ~(1L << child);
            set(level, child >>> 6, mask);
            if (mask != 0) {
                return;
            }
            child >>>= 6;
        }
    }

    /** All of these words have a free frame now. */
    void addAll(int firstWord, int lastWord) {
        int first = firstWord;
        int last = lastWord;
        for (int level = 0; level <= top; level++) {
            for (int index = first >>> 6; index <= last >>> 6; index++) {
                set(level, index, mask(level, index) | FrameWords.bits(index, first, last - first + 1));
            }
            first >>>= 6;
            last >>>= 6;
        }
    }

    /** None of these words has one any more; there may be none of them. */
    void removeAll(int firstWord, int lastWord) {
        int first = firstWord;
        int last = lastWord;
        for (int level = 0; level <= top && first <= last; level++) {
            for (int index = first >>> 6; index <= last >>> 6; index++) {
                set(level, index, mask(level, index) & ~FrameWords.bits(index, first, last - first + 1));
            }
            // The masks in between are 0 now; those at the ends may not be.
            first = (first >>> 6) + (mask(level, first >>> 6) == 0 ? 0 : 1);
            last = (last >>> 6) - (mask(level, last >>> 6) == 0 ? 0 : 1);
        }
    }

    /** The first word that has a free frame, or NONE. */
    int first() {
        return mask(top, 0) == 0 ? NONE : down(top, 0, mask(top, 0));
    }

    /** The first from a word on, or NONE. */
    int next(int from) {
        int child = from;
        for (int level = 0; level <= top; level++) {
            if (child << 6 * level >= words) {
                return NONE;
            }
            long mask = mask(level, child >>> 6) & -1L << child;
            if (mask != 0) {
                return down(level, child >>> 6, mask);
            }
            child = (child >>> 6) + 1;
        }
        return NONE;
    }

    private int down(int level, int index, long mask) {
        int child = index << 6 | Long.numberOfTrailingZeros(mask);
        for (int below = level - 1; below >= 0; below--) {
            child = child << 6 | Long.numberOfTrailingZeros(mask(below, child));
        }
        return child;
    }
}
