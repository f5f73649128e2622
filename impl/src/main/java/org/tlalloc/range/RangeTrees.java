package org.tlalloc.range;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * Two trees over the same gaps, one by address and one by size: a range is cut from the front of the
 * shortest gap that will do, the lowest among equals. The specification {@code RangeTrees}.
 *
 * <p>Both trees have a wide top, and small trees below it. That by address is {@link GapsByAddress}. By size: most lengths are
 * short, and what comes back is as long as what will be asked for; so a short length is looked up, and has a tree by address
 * of its own, of which the lowest gap is known. The best fit is found without going down, and where a gap goes by going down
 * a small tree.
 *
 * <p>{@link Gaps} says where its state lies, and what a call costs.
 *
 * <p>Source: FlashBurn's answer in "Memory Regions in virtual address Space", OSDev, December 2009.
 */
public final class RangeTrees extends Gaps {
    private final AvlTree bySize;
    private final ShortGaps shorts;

    private RangeTrees(Window window, GapsLayout layout, NodePool pool) {
        super(window, layout, pool, GapsByAddress.in(window, layout));
        this.bySize = AvlTree.at(window, GapsLayout.BY_SIZE, layout.nodes, GapsLayout.NODE_SIZE, GapsLayout.SIZE_LINKS,
                GapsLayout.SIZE_HEIGHT);
        this.shorts = new ShortGaps(window, layout);
    }

    /**
     * Makes a new region, all of it free.
     *
     * @param base      where the metadata go, in bytes
     * @param pageCount 1 to 2^24
     * @param nodeCount how many ranges and gaps there may be together, 1 to 2^24; as many as there are pages is always enough
     * @throws IllegalArgumentException if there can be no such region
     * @throws IllegalStateException    if a smaller one was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
     */
    public static RangeTrees format(PhysicalMemory memory, long base, int pageCount, int nodeCount) {
        GapsLayout layout = GapsLayout.of(memory, base, GapsLayout.TREES_MAGIC, pageCount, nodeCount);
        Window window = memory.window(base, layout.size(nodeCount));
        RangeTrees trees = new RangeTrees(window, layout, write(window, layout, GapsLayout.TREES_MAGIC));
        trees.begin();
        return trees;
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static RangeTrees attach(PhysicalMemory memory, long base) {
        GapsLayout layout = GapsLayout.read(memory, base, GapsLayout.TREES_MAGIC);
        Window window = memory.window(base, layout.size(layout.nodeCount));
        return new RangeTrees(window, layout, read(window, layout));
    }

    @Override
    int fit(int room) {
        int gap = shorts.from(room);
        return gap == NO_NODE ? longer(room) : gap;
    }

    /** The first that will do of the gaps that are not short. */
    private int longer(int room) {
        int best = NO_NODE;
        for (int gap = bySize.root(); gap != NO_NODE;) {
            if (pages(gap) >= room) {
                best = gap;
                gap = bySize.left(gap);
            } else {
                gap = bySize.right(gap);
            }
        }
        return best;
    }

    @Override
    void entered(int gap) {
        int pages = pages(gap);
        if (shorts.covers(pages)) {
            enterAmongEquals(gap, start(gap), pages);
        } else {
            enterByKey(gap);
        }
    }

    private void enterAmongEquals(int gap, int start, int pages) {
        int root = shorts.root(pages);
        int lowest = shorts.lowest(pages);
        if (lowest == NO_NODE || start < start(lowest)) {
            shorts.setLowest(pages, gap);
            bySize.insert(root, gap, lowest, true);
            return;
        }
        int above = NO_NODE;
        boolean toLeft = false;
        for (int other = window.getInt(root); other != NO_NODE;) {
            above = other;
            toLeft = start < start(other);
            other = toLeft ? bySize.left(other) : bySize.right(other);
        }
        bySize.insert(root, gap, above, toLeft);
    }

    private void enterByKey(int gap) {
        long key = key(gap);
        int above = NO_NODE;
        boolean toLeft = false;
        for (int other = bySize.root(); other != NO_NODE;) {
            above = other;
            toLeft = key < key(other);
            other = toLeft ? bySize.left(other) : bySize.right(other);
        }
        bySize.insert(gap, above, toLeft);
    }

    /** The order of the tree by size: by length, and by address among equals. */
    private long key(int gap) {
        return (long) pages(gap) << Integer.SIZE | start(gap);
    }

    @Override
    void leaves(int gap) {
        leaves(gap, pages(gap));
    }

    /** @param pages how long it was when it was put in */
    private void leaves(int gap, int pages) {
        if (!shorts.covers(pages)) {
            bySize.remove(gap);
            return;
        }
        if (shorts.lowest(pages) == gap) {
            // There is nothing on its left, and so no more than one on its right.
            int right = bySize.right(gap);
            shorts.setLowest(pages, right == NO_NODE ? bySize.parent(gap) : right);
        }
        bySize.remove(shorts.root(pages), gap);
    }

    /** Another length is another place among the lengths. */
    @Override
    void changed(int gap, int pagesBefore) {
        leaves(gap, pagesBefore);
        entered(gap);
    }

    /** The gaps in the trees by address: a copy. */
    public Set<Gap> byAddress() {
        return gapsByAddress();
    }

    /** The gaps in the tree by size: a copy. */
    public Set<Gap> bySize() {
        Set<Gap> gaps = new HashSet<>();
        addGaps(bySize.first(), gaps);
        for (int pages = 0; shorts.covers(pages); pages++) {
            addGaps(bySize.first(shorts.root(pages)), gaps);
        }
        return gaps;
    }

    /** Adds the gaps of a tree by size, from the first on. */
    private void addGaps(int first, Set<Gap> gaps) {
        for (int gap = first; gap != NO_NODE; gap = bySize.next(gap)) {
            gaps.add(gap(gap));
        }
    }

    @Override
    List<Integer> linkOffsets() {
        return List.of(GapsLayout.LINKS + AvlTree.LEFT, GapsLayout.LINKS + AvlTree.RIGHT, GapsLayout.LINKS + AvlTree.PARENT,
                GapsLayout.SIZE_LINKS + AvlTree.LEFT, GapsLayout.SIZE_LINKS + AvlTree.RIGHT, GapsLayout.SIZE_LINKS + AvlTree.PARENT);
    }
}
