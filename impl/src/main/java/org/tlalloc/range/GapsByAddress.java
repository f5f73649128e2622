package org.tlalloc.range;

import org.tlalloc.machine.Masks;
import org.tlalloc.machine.Window;

/**
 * The gaps of a region by address, a part of {@link Gaps}: a tree with a wide top. The region is cut into slices, and each
 * has a tree of the gaps that begin in it; there are few of them, and so what is looked for by address is found in a step or
 * two. Which slices have any is known, and, if wanted, how long the longest gap is, here and below, in the top as in the
 * trees. {@code GapsLayout} draws it.
 *
 * <p>The object holds geometry alone, and no call makes objects.
 */
final class GapsByAddress {
    static final int NONE = AvlTree.NONE;

    private final Window window;
    private final AvlTree trees;
    private final int[] some;
    /* null if they are not kept. */
    private final LargestGaps largest;
    private final int roots;
    private final int sliceBits;

    private GapsByAddress(Window window, GapsLayout layout, AvlTree trees, LargestGaps largest) {
        this.window = window;
        this.trees = trees;
        this.some = layout.some();
        this.largest = largest;
        this.roots = layout.byAddress;
        this.sliceBits = layout.sliceBits;
    }

    static GapsByAddress in(Window window, GapsLayout layout) {
        return new GapsByAddress(window, layout, AvlTree.at(window, layout.byAddress, layout.nodes, GapsLayout.NODE_SIZE,
                GapsLayout.LINKS, GapsLayout.HEIGHT), null);
    }

    /** The same, and the longest gaps are kept. */
    static GapsByAddress withLargest(Window window, GapsLayout layout) {
        return new GapsByAddress(window, layout, AvlTree.withLargest(window, layout.byAddress, layout.nodes, GapsLayout.NODE_SIZE,
                GapsLayout.LINKS, GapsLayout.HEIGHT, GapsLayout.PAGES, GapsLayout.LARGEST),
                new LargestGaps(window, layout.largest, layout.sliceCount));
    }

    /** Where a gap goes that begins with this page. */
    int slice(int page) {
        return page >>> sliceBits;
    }

    private int root(int slice) {
        return roots + slice * Integer.BYTES;
    }

    /** The node on top of a slice's tree, or NONE. */
    int top(int slice) {
        return window.getInt(root(slice));
    }

    int left(int gap) {
        return trees.left(gap);
    }

    int right(int gap) {
        return trees.right(gap);
    }

    /** The first gap of a slice, or NONE. */
    int first(int slice) {
        return trees.first(root(slice));
    }

    /** The last gap that begins in a slice below this one, or NONE. */
    int lastBelow(int slice) {
        int below = Masks.below(window, some, slice);
        return below == Masks.NONE ? NONE : trees.last(root(below));
    }

    /** The first gap of all, or NONE. */
    int first() {
        int slice = Masks.first(window, some);
        return slice == Masks.NONE ? NONE : first(slice);
    }

    /** The gap after this one, which is in this slice; or NONE. */
    int next(int gap, int slice) {
        int next = trees.next(gap);
        if (next != NONE) {
            return next;
        }
        int above = Masks.above(window, some, slice);
        return above == Masks.NONE ? NONE : first(above);
    }

    /** Puts a gap in below another of its slice, where there is nothing; or alone, if that is NONE. */
    void insert(int gap, int slice, int above, boolean toLeft) {
        trees.insert(root(slice), gap, above, toLeft);
        if (above == NONE) {
            Masks.add(window, some, slice);
        }
        refreshLargest(slice);
    }

    void remove(int gap, int slice) {
        trees.remove(root(slice), gap);
        if (top(slice) == NONE) {
            Masks.remove(window, some, slice);
        }
        refreshLargest(slice);
    }

    /** A gap of the slice is longer than before, or shorter. */
    void resized(int gap, int slice) {
        if (largest != null) {
            trees.changed(gap);
            refreshLargest(slice);
        }
    }

    private void refreshLargest(int slice) {
        if (largest != null) {
            int top = top(slice);
            largest.set(slice, top == NONE ? 0 : trees.largest(top) + 1);
        }
    }

    /** How long the longest gap of all is, in pages; 0 if there is none. */
    int largest() {
        return largest.largest();
    }

    /* Where one is known to be long enough it is to the left, or else here, or else to the right. */
    /** The first gap of so many pages or more, or NONE. */
    int firstWith(int pages) {
        int slice = largest.firstWith(pages);
        if (slice == LargestGaps.NONE) {
            return NONE;
        }
        int gap = top(slice);
        while (true) {
            int left = trees.left(gap);
            if (left != NONE && trees.largest(left) >= pages - 1) {
                gap = left;
            } else if (trees.number(gap) >= pages - 1) {
                return gap;
            } else {
                gap = trees.right(gap);
            }
        }
    }
}
