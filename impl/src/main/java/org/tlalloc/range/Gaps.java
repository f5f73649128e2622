package org.tlalloc.range;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * What {@link RangeTrees} and {@link RangeAugmented} share: the free pages of a region as gaps, which are
 * cut where a range is handed out and merged where one comes back. The specification {@code Gaps}.
 *
 * <p>Each gap is a node in a tree by address. Each range in use is one in a chain, chosen by its first page,
 * by which it is found when it comes back. Nodes come from a pool that is as large as the caller made it; where
 * a call would need more it answers {@link #NONE}. Metadata grow with ranges, not with pages: 32 bytes each, and
 * 32 a gap; and for all nodes that there may be a byte.
 *
 * <p>Its state is metadata in physical memory ({@code GapsLayout} draws it); the object holds addresses
 * and geometry alone, and no call makes objects. Each call takes a number of steps that grows with the
 * logarithm of how many gaps there are, and goes through one chain: four ranges on average where all nodes are in use.
 */
public abstract sealed class Gaps implements RangeAllocation, Linked permits RangeTrees, RangeAugmented {

    /* There may be a hundred times as many ranges as gaps, since a gap attracts ranges that fill it. To find a range
       in a tree of all of them is then what a call takes longest for, at one cache line a level: hence the chains.
       The caller has no say in where ranges begin, and so cannot choose them to be in one chain. Chains are
       in order, so that equal ranges are equal chains, whatever was done before.

       Where it can be, a gap stays in its tree and its numbers are changed: a gap that is cut at its front
       still lies between the same gaps, and so does one that grows over a range at its side. So the tree by
       address is turned over only where gaps come and go: where a range fits exactly, where one comes back
       between two in use, and where one joins two gaps.

       A range that comes back needs no node: its own becomes the gap's. That is why free never fails. */

    static final int NO_NODE = AvlTree.NONE;

    final Window window;
    final GapsLayout layout;
    final AvlTree byAddress;
    private final NodePool pool;
    private final int pageCount;
    /* Where the node of link 0 would be, if there were one. */
    private final int nodes;

    Gaps(Window window, GapsLayout layout, NodePool pool, AvlTree byAddress) {
        this.window = window;
        this.layout = layout;
        this.byAddress = byAddress;
        this.pool = pool;
        this.pageCount = layout.pageCount;
        this.nodes = layout.nodes - GapsLayout.NODE_SIZE;
    }

    /** Writes the header and an empty pool, without any gap; the magic number last. */
    static NodePool write(Window window, GapsLayout layout, int magic) {
        window.putInt(GapsLayout.PAGE_COUNT, layout.pageCount);
        for (int at = GapsLayout.BY_ADDRESS; at < layout.nodes; at += Integer.BYTES) {
            window.putInt(at, NO_NODE);
        }
        NodePool pool = NodePool.format(window, GapsLayout.POOL, layout.nodes, layout.nodeCount, GapsLayout.NODE_SIZE);
        window.putInt(GapsLayout.MAGIC, magic);
        return pool;
    }

    /**
     * The pool of what was formatted there.
     *
     * @throws IllegalArgumentException if the header cannot be right
     */
    static NodePool read(Window window, GapsLayout layout) {
        NodePool pool = NodePool.attach(window, GapsLayout.POOL, layout.nodes, GapsLayout.NODE_SIZE);
        int byAddress = window.getInt(GapsLayout.BY_ADDRESS);
        int bySize = window.getInt(GapsLayout.BY_SIZE);
        if (Math.min(byAddress, bySize) < NO_NODE || Math.max(byAddress, bySize) > pool.carved() || pool.taken() == 0) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: byAddress=" + byAddress
                    + " bySize=" + bySize + " carved=" + pool.carved() + " taken=" + pool.taken());
        }
        return pool;
    }

    /** The whole region is one gap. */
    final void begin() {
        enter(node(0, pageCount), NO_NODE, false);
    }

    /** The gap that the policy takes for so many pages, or none. */
    abstract int fit(int room);

    /** A gap is new in the tree by address. */
    abstract void entered(int gap);

    /** A gap is about to leave the tree by address. */
    abstract void leaves(int gap);

    /** A gap has other numbers, and lies between the same gaps as before. */
    abstract void changed(int gap);

    final int at(int node) {
        return nodes + (node << GapsLayout.LOG2_NODE_SIZE);
    }

    final int start(int node) {
        return window.getInt(at(node) + GapsLayout.START) & GapsLayout.NUMBER_MASK;
    }

    final int pages(int node) {
        return (window.getInt(at(node) + GapsLayout.PAGES) & GapsLayout.NUMBER_MASK) + 1;
    }

    /* Beside a number there is a height. */
    private void put(int offset, int number) {
        window.putInt(offset, window.getInt(offset) & ~GapsLayout.NUMBER_MASK | number);
    }

    private void resize(int gap, int start, int pages) {
        put(at(gap) + GapsLayout.START, start);
        put(at(gap) + GapsLayout.PAGES, pages - 1);
        changed(gap);
    }

    /** A node from the pool, of which there is one left. */
    private int node(int start, int pages) {
        int node = pool.take();
        reset(node, start, pages);
        return node;
    }

    /** A node that is in no tree. */
    private void reset(int node, int start, int pages) {
        int at = at(node);
        window.putLong(at + GapsLayout.NEXT_END, 0);
        window.putInt(at + GapsLayout.START, start);
        window.putLong(at + GapsLayout.SIZE_LINKS, 0);
        window.putInt(at + GapsLayout.SIZE_LINKS + Long.BYTES, 0);
        window.putInt(at + GapsLayout.PAGES, pages - 1);
    }

    private void enter(int gap, int above, boolean toLeft) {
        byAddress.insert(gap, above, toLeft);
        entered(gap);
    }

    private void leave(int gap) {
        leaves(gap);
        byAddress.remove(gap);
    }

    @Override
    public final int allocate(int pages) {
        if (pages < 1 || pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        int gap = fit(pages);
        return gap == NO_NODE ? NONE : take(gap, start(gap), pages);
    }

    @Override
    public final int allocateWithin(RangeRequest request) {
        int pages = request.pages();
        int alignment = request.alignment();
        if (pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        if (!request.isAlignmentOnly(pageCount)) {
            throw RangeException.wish(getClass().getSimpleName());
        }
        long room = (long) pages + alignment - 1;
        int gap = room > pageCount ? NO_NODE : fit((int) room);
        return gap == NO_NODE ? NONE : take(gap, start(gap) + alignment - 1 & -alignment, pages);
    }

    /** Cuts a range out of its gap, if there are nodes for what is left. */
    private int take(int gap, int start, int pages) {
        int first = start(gap);
        int before = start - first;
        int after = pages(gap) - before - pages;
        if ((before > 0 ? 1 : 0) + (after > 0 ? 1 : 0) > pool.available()) {
            return NONE;
        }
        int range = gap;
        if (before > 0) {
            resize(gap, first, before);
            range = node(start, pages);
            if (after > 0) {
                enterAfter(gap, node(start + pages, after));
            }
        } else if (after > 0) {
            resize(gap, start + pages, after);
            range = node(start, pages);
        } else {
            leave(gap);
            reset(range, start, pages);
        }
        use(range, start);
        return start;
    }

    /** Puts a new gap right after another. */
    private void enterAfter(int gap, int fresh) {
        boolean below = byAddress.right(gap) == NO_NODE;
        enter(fresh, below ? gap : byAddress.next(gap), !below);
    }

    /** Where the link is to the first range in the chain that begins at this page or later. */
    private int place(int start) {
        int place = layout.chain(start);
        int range = window.getInt(place);
        while (range != NO_NODE && start(range) < start) {
            place = at(range) + GapsLayout.NEXT;
            range = window.getInt(place);
        }
        return place;
    }

    /** Puts a node among the ranges in use. */
    private void use(int range, int start) {
        int place = place(start);
        window.putInt(at(range) + GapsLayout.NEXT, window.getInt(place));
        window.putInt(place, range);
    }

    @Override
    public final void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        int place = place(start);
        int range = window.getInt(place);
        if (range == NO_NODE || start(range) != start) {
            throw RangeException.notUsed(start, pages, isFree(start) ? 0 : -1);
        }
        if (pages(range) != pages) {
            throw RangeException.notUsed(start, pages, pages(range));
        }
        window.putInt(place, window.getInt(at(range) + GapsLayout.NEXT));
        merge(range, start, pages);
    }

    private boolean isFree(int page) {
        int gap = byAddress.root();
        while (gap != NO_NODE && (page < start(gap) || page >= start(gap) + pages(gap))) {
            gap = page < start(gap) ? byAddress.left(gap) : byAddress.right(gap);
        }
        return gap != NO_NODE;
    }

    /** Makes a range a gap, as one with the gaps on either side of it. */
    private void merge(int range, int start, int pages) {
        int left = NO_NODE;
        int right = NO_NODE;
        int above = NO_NODE;
        for (int gap = byAddress.root(); gap != NO_NODE;) {
            above = gap;
            if (start(gap) < start) {
                left = gap;
                gap = byAddress.right(gap);
            } else {
                right = gap;
                gap = byAddress.left(gap);
            }
        }
        boolean toLeft = above == right;
        boolean joinsLeft = left != NO_NODE && start(left) + pages(left) == start;
        boolean joinsRight = right != NO_NODE && start(right) == start + pages;
        if (joinsLeft) {
            int more = pages;
            if (joinsRight) {
                more += pages(right);
                leave(right);
                pool.give(right);
            }
            resize(left, start(left), pages(left) + more);
            pool.give(range);
        } else if (joinsRight) {
            resize(right, start, pages + pages(right));
            pool.give(range);
        } else {
            enter(range, above, toLeft);
        }
    }

    @Override
    public final int pageCount() {
        return pageCount;
    }

    @Override
    public final int[] used() {
        int[] lengths = new int[pageCount];
        for (int chain = 0; chain < layout.chainCount; chain++) {
            int range = window.getInt(GapsLayout.CHAINS + chain * Integer.BYTES);
            while (range != NO_NODE) {
                lengths[start(range)] = pages(range);
                range = window.getInt(at(range) + GapsLayout.NEXT);
            }
        }
        return lengths;
    }

    /** The gaps in a tree. */
    final Set<Gap> gaps(AvlTree tree) {
        Set<Gap> gaps = new HashSet<>();
        for (int gap = tree.first(); gap != NO_NODE; gap = tree.next(gap)) {
            gaps.add(new Gap(start(gap), pages(gap)));
        }
        return gaps;
    }

    /** How many nodes the pool has. */
    public final int nodeCount() {
        return layout.nodeCount;
    }

    /** How many of them are ranges and gaps. */
    public final int nodesInUse() {
        return pool.taken();
    }

    @Override
    public final long metadataBytes() {
        return layout.size(pool.taken());
    }

    @Override
    public final List<Extent> footprint() {
        return List.of(new Extent(window.address(), window.length()));
    }

    /** What is not in use of the pool. */
    @Override
    public final List<Extent> scratch() {
        List<Extent> unused = new ArrayList<>();
        pool.addScratch(unused);
        return unused;
    }

    @Override
    public final Links links() {
        Extent roots = new Extent(window.address() + GapsLayout.BY_ADDRESS, layout.nodes - GapsLayout.BY_ADDRESS);
        return new Links(pool.extent(), GapsLayout.NODE_SIZE, linkOffsets(), List.of(roots, pool.root()));
    }

    /** Where in a node its links are, in bytes. */
    abstract List<Integer> linkOffsets();
}
