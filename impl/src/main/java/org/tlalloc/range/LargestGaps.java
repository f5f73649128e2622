package org.tlalloc.range;

import org.tlalloc.machine.Levels;
import org.tlalloc.machine.Window;

/**
 * How long the longest gap of each slice is, of each four slices, of each four of these, and so on up to one four: the first
 * slice that has one so long is a choice among four a level. It is a part of {@link RangeAugmented}, the top of its tree.
 *
 * <pre>
 *   level 1 |              7                |              9                |  0  |  0  |
 *   level 0 |   1   |   0   |   7   |   2   |   0   |   9   |   9   |   4   |        so many pages in slices 0 to 7
 * </pre>
 *
 * <p>The object holds geometry alone, and no call makes objects. Numbers are ints. All zeros are no gaps at all.
 */
final class LargestGaps {
    static final int NONE = -1;

    private static final int LOG2_FOUR = 2;
    /* In bytes. */
    private static final int LOG2_NUMBER = 2;
    private static final int NUMBER = 1 << LOG2_NUMBER;

    private final Window window;
    private final int[] levels;

    /**
     * @param offset where in the window they begin
     * @param slices how many there are, at least 1
     */
    LargestGaps(Window window, int offset, int slices) {
        this.window = window;
        this.levels = Levels.offsets(offset, slices, LOG2_FOUR, LOG2_FOUR + LOG2_NUMBER);
    }

    /** In bytes. */
    static int size(int slices) {
        return Levels.size(slices, LOG2_FOUR, LOG2_FOUR + LOG2_NUMBER);
    }

    /** How long the longest of all is, in pages; 0 if there is none. */
    int largest() {
        return largest(levels[levels.length - 1]);
    }

    private int largest(int four) {
        return Math.max(Math.max(window.getInt(four), window.getInt(four + NUMBER)),
                Math.max(window.getInt(four + 2 * NUMBER), window.getInt(four + 3 * NUMBER)));
    }

    /** @param pages how long the slice's longest is from now on, or 0 */
    void set(int slice, int pages) {
        int child = slice;
        int now = pages;
        for (int level : levels) {
            int at = level + (child << LOG2_NUMBER);
            if (window.getInt(at) == now) {
                return;
            }
            window.putInt(at, now);
            child >>>= LOG2_FOUR;
            now = largest(level + (child << LOG2_FOUR + LOG2_NUMBER));
        }
    }

    /* Which of four it is would be guessed wrong often. So it is counted how many come before it, without a branch. */
    /** The first slice that has a gap of so many pages, at least 1; NONE if none has. */
    int firstWith(int pages) {
        if (largest() < pages) {
            return NONE;
        }
        int child = 0;
        for (int level = levels.length - 1; level >= 0; level--) {
            int four = levels[level] + (child << LOG2_FOUR + LOG2_NUMBER);
            int first = isShorter(four, pages);
            int second = first & isShorter(four + NUMBER, pages);
            int third = second & isShorter(four + 2 * NUMBER, pages);
            child = (child << LOG2_FOUR) + first + second + third;
        }
        return child;
    }

    /** 1 if it is, or else 0. */
    private int isShorter(int at, int pages) {
        return window.getInt(at) - pages >>> Integer.SIZE - 1;
    }
}
