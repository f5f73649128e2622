package org.tlalloc.range;

import org.tlalloc.machine.Masks;
import org.tlalloc.machine.Window;

/**
 * The gaps of each short length: where the root of their tree is, and which of them is the lowest. It is a part of
 * {@link RangeTrees}, the top of its tree by size, that is looked up and not gone down. {@code GapsLayout} draws it.
 *
 * <p>The object holds geometry alone, and each call takes a few steps.
 */
final class ShortGaps {
    static final int NONE = AvlTree.NONE;

    private final Window window;
    private final int[] some;
    private final int lengths;
    private final int count;

    ShortGaps(Window window, GapsLayout layout) {
        this.window = window;
        this.some = layout.shortSome();
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
        int length = covers(pages) ? Masks.atLeast(window, some, pages) : Masks.NONE;
        return length == Masks.NONE ? NONE : lowest(length);
    }

    /** @param gap the lowest gap of this length from now on, or NONE */
    void setLowest(int pages, int gap) {
        window.putInt(lengths + pages * GapsLayout.SHORT_SIZE + GapsLayout.SHORT_LOWEST, gap);
        if (gap == NONE) {
            Masks.remove(window, some, pages);
        } else {
            Masks.add(window, some, pages);
        }
    }
}
