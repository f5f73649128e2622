package org.tlalloc.range;

import java.util.List;
import java.util.Set;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * One tree of gaps by address, in which each node knows how long the longest gap is among itself and
 * those below it: a range is cut from the front of the lowest gap that will do, found on one way down.
 * The specification {@code RangeAugmented}.
 *
 * <p>{@link Gaps} says where its state lies, and what a call costs.
 *
 * <p>Source: Linux since 5.2, {@code mm/vmalloc.c}.
 */
public final class RangeAugmented extends Gaps {
    private RangeAugmented(Window window, GapsLayout layout, NodePool pool) {
        super(window, layout, pool, AvlTree.withLargest(window, GapsLayout.BY_ADDRESS, layout.nodes, GapsLayout.NODE_SIZE,
                GapsLayout.LINKS, GapsLayout.HEIGHT, GapsLayout.PAGES, GapsLayout.LARGEST));
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
    public static RangeAugmented format(PhysicalMemory memory, long base, int pageCount, int nodeCount) {
        GapsLayout layout = GapsLayout.of(memory, base, GapsLayout.AUGMENTED_MAGIC, pageCount, nodeCount);
        Window window = memory.window(base, layout.size(nodeCount));
        RangeAugmented tree = new RangeAugmented(window, layout, write(window, layout, GapsLayout.AUGMENTED_MAGIC));
        tree.begin();
        return tree;
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static RangeAugmented attach(PhysicalMemory memory, long base) {
        GapsLayout layout = GapsLayout.read(memory, base, GapsLayout.AUGMENTED_MAGIC);
        Window window = memory.window(base, layout.size(layout.nodeCount));
        return new RangeAugmented(window, layout, read(window, layout));
    }

    /* Down to the left where there is a gap long enough, else here, else to the right. That there is one
       somewhere is known at the root, and so at each node that the way comes to. */
    @Override
    int fit(int room) {
        int gap = byAddress.root();
        if (room > largest()) {
            return NO_NODE;
        }
        while (true) {
            int left = byAddress.left(gap);
            if (left != NO_NODE && byAddress.largest(left) >= room - 1) {
                gap = left;
            } else if (pages(gap) >= room) {
                return gap;
            } else {
                gap = byAddress.right(gap);
            }
        }
    }

    @Override
    void entered(int gap) {
        // The tree has done it all.
    }

    @Override
    void leaves(int gap) {
        // The tree will do it all.
    }

    @Override
    void changed(int gap, int pagesBefore) {
        byAddress.changed(gap);
    }

    /** The gaps: a copy. */
    public Set<Gap> gaps() {
        return gapsByAddress();
    }

    /** What the root knows: how long the longest gap is, in pages; 0 if there is none. */
    public int largest() {
        int root = byAddress.root();
        return root == NO_NODE ? 0 : byAddress.largest(root) + 1;
    }

    @Override
    List<Integer> linkOffsets() {
        return List.of(GapsLayout.LINKS + AvlTree.LEFT, GapsLayout.LINKS + AvlTree.RIGHT, GapsLayout.LINKS + AvlTree.PARENT);
    }
}
