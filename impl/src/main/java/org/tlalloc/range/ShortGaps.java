package org.tlalloc.range;

import org.tlalloc.machine.Window;

/**
 * The gaps of each short length: where the root of their tree is, and which of them is the lowest. It is a part of
 * {@link RangeTrees}, the top of its tree by size, that is looked up and not gone down. {@code GapsLayout} draws it.
 *
 * <p>The object holds geometry alone. {@link #from} looks at 64 lengths a step, 16 steps at most; the others take one.
 */
final class ShortGaps {
    static final int NONE = AvlTree.NONE;

    private final Window window;
    private final int bits;
    private final int words;
    private final int lengths;
    private final int count;

    ShortGaps(Window window, GapsLayout layout) {
        this.window = window;
        this.bits = GapsLayout.LENGTH_BITS;
        this.words = layout.lengthWords;
        this.lengths = layout.shortGaps;
        this.count = layout.shortCount;
    }

    /** Whether it is a short length. */
    boolean covers(int pages) {
        return pages < count;
    }

    /** Where in the window the root of the tree of these gaps is. */
    int root(int pages) {
        return lengths + pages * GapsLayout.SHORT_SIZE + GapsLayout.SHORT_ROOT;
    }

    /** The lowest gap of this length, or NONE. */
    int lowest(int pages) {
        return window.getInt(lengths + pages * GapsLayout.SHORT_SIZE + GapsLayout.SHORT_LOWEST);
    }

    /** The lowest gap of the shortest length from this one on; NONE if no short length has a gap. */
    int from(int pages) {
        int word = pages >>> 6;
        if (word >= words) {
            return NONE;
        }
        long found = window.getLong(bits + word * Long.BYTES) & -1L << pages;
        while (found == 0) {
            word++;
            if (word == words) {
                return NONE;
            }
            found = window.getLong(bits + word * Long.BYTES);
        }
        return lowest((word << 6) + Long.numberOfTrailingZeros(found));
    }

    /** @param gap the lowest gap of this length from now on, or NONE */
    void setLowest(int pages, int gap) {
        window.putInt(lengths + pages * GapsLayout.SHORT_SIZE + GapsLayout.SHORT_LOWEST, gap);
        int at = bits + (pages >>> 6) * Long.BYTES;
        long others = window.getLong(at) & ~(1L << pages);
        window.putLong(at, gap == NONE ? others : others | 1L << pages);
    }
}
