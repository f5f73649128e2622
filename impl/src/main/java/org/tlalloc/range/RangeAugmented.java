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
 * <p>The top of the tree is wide: {@link GapsByAddress}, and the longest gaps of slices.
 *
 * <p>{@link Gaps} says where its state lies, and what a call costs.
 *
 * <p>Source: Linux since 5.2, {@code mm/vmalloc.c}.
 */
public final class RangeAugmented extends Gaps {
    private RangeAugmented(Window window, GapsLayout layout, NodePool pool) {
        super(window, layout, pool, GapsByAddress.withLargest(window, layout));
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

    @Override
    int fit(int room) {
        return byAddress.firstWith(room);
    }

    @Override
    void entered(int gap) {
        // What is by address has done it all.
    }

    @Override
    void leaves(int gap) {
        // What is by address will do it all.
    }

    @Override
    void changed(int gap, int pagesBefore) {
    }

    /** The gaps: a copy. */
    public Set<Gap> gaps() {
        return gapsByAddress();
    }

    /** What the top of the tree knows: how long the longest gap is, in pages; 0 if there is none. */
    public int largest() {
        return byAddress.largest();
    }

    @Override
    List<Integer> linkOffsets() {
        return List.of(GapsLayout.LINKS + AvlTree.LEFT, GapsLayout.LINKS + AvlTree.RIGHT, GapsLayout.LINKS + AvlTree.PARENT);
    }
}
