package org.tlalloc.range;

import org.tlalloc.machine.Window;

/**
 * The lowest gap of each short length, which is the first of them in the tree by size. It is a part of
 * {@link RangeTrees}: so the tree need not be gone down for a length that there is, nor for the place of a gap that
 * is the first of its length. {@code GapsLayout} draws it.
 *
 * <p>The object holds geometry alone. {@link #from} looks at 64 lengths a step, 16 steps at most; the others take one.
 */
final class LowestGaps {
    static final int NONE = AvlTree.NONE;

    private final Window window;
    private final int bits;
    private final int words;
    private final int links;
    private final int count;

    LowestGaps(Window window, GapsLayout layout) {
        this.window = window;
        this.bits = GapsLayout.LENGTH_BITS;
        this.words = layout.lengthWords;
        this.links = layout.lowest;
        this.count = layout.lowestCount;
    }

    /** Whether it is a length of which the lowest gap is known. */
    boolean covers(int pages) {
        return pages < count;
    }

    /** The lowest gap of this length, or NONE. */
    int of(int pages) {
        return window.getInt(links + pages * Integer.BYTES);
    }

    /** The lowest gap of the shortest length from this one on; NONE if no length that is covered has a gap. */
    int from(int pages) {
        int word = pages >>> 6;
        if (word >= words) {
            return NONE;
        }
        long lengths = window.getLong(bits + word * Long.BYTES) & -1L << pages;
        while (lengths == 0) {
            word++;
            if (word == words) {
                return NONE;
            }
            lengths = window.getLong(bits + word * Long.BYTES);
        }
        return of((word << 6) + Long.numberOfTrailingZeros(lengths));
    }

    /** @param gap the lowest gap of this length from now on */
    void set(int pages, int gap) {
        window.putInt(links + pages * Integer.BYTES, gap);
        int at = bits + (pages >>> 6) * Long.BYTES;
        window.putLong(at, window.getLong(at) | 1L << pages);
    }

    /** There is no gap of this length any more. */
    void clear(int pages) {
        window.putInt(links + pages * Integer.BYTES, NONE);
        int at = bits + (pages >>> 6) * Long.BYTES;
        window.putLong(at, window.getLong(at) & ~(1L << pages));
    }
}
