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
 * <p>Each gap is a node in a tree by address, each range in use one in a tree of its own. Nodes come from
 * a pool that is as large as the caller made it; where a call would need more it answers {@link #NONE}.
 * Metadata grow with ranges, not with pages: 32 bytes each, and 32 a gap.
 *
 * <p>Its state is metadata in physical memory ({@code GapsLayout} draws it); the object holds addresses
 * and geometry alone, and no call makes objects. Each call takes a number of steps that grows with the
 * logarithm of how many ranges and gaps there are.
 */
public abstract sealed class Gaps implements RangeAllocation, Linked permits RangeTrees, RangeAugmented {

    /* Where it can be, a node stays in its tree and its numbers are changed: a gap that is cut at its front
       still lies between the same gaps, and so does one that grows over a range at its side. So the tree by
       address is turned over only where gaps come and go: where a range fits exactly, where one comes back
       between two in use, and where one joins two gaps.

       A range that comes back needs no node: its own becomes the gap's. That is why free never fails. */

    static final int NO_NODE = AvlTree.NONE;

    final Window window;
    final AvlTree byAddress;
    private final AvlTree used;
    private final NodePool pool;
    private final int pageCount;

    Gaps(Window window, NodePool pool, AvlTree byAddress) {
        this.window = window;
        this.pool = pool;
        this.byAddress = byAddress;
        this.used = AvlTree.at(window, GapsLayout.USED, GapsLayout.SLOTS, GapsLayout.NODE_SIZE, GapsLayout.LINKS, GapsLayout.HEIGHT);
        this.pageCount = window.getInt(GapsLayout.PAGE_COUNT);
    }

    /** Writes the header and an empty pool, without any gap; the magic number last. */
    static NodePool write(Window window, int magic, int pageCount, int nodeCount) {
        window.putInt(GapsLayout.PAGE_COUNT, pageCount);
        for (int at = GapsLayout.USED; at < GapsLayout.SLOTS; at += Integer.BYTES) {
            window.putInt(at, 0);
        }
        NodePool pool = NodePool.format(window, GapsLayout.POOL, GapsLayout.SLOTS, nodeCount, GapsLayout.NODE_SIZE);
        window.putInt(GapsLayout.MAGIC, magic);
        return pool;
    }

    /** The window on what was formatted at an address, with a header that can be right. */
    static Window read(PhysicalMemory memory, long base, int magic) {
        int nodeCount = GapsLayout.read(memory, base, magic);
        Window window = memory.window(base, GapsLayout.size(nodeCount));
        NodePool pool = pool(window);
        for (int root = GapsLayout.USED; root <= GapsLayout.BY_SIZE; root += Integer.BYTES) {
            if (window.getInt(root) < NO_NODE || window.getInt(root) > pool.carved()) {
                throw new IllegalArgumentException("the header at address=" + base + " cannot be right: root=" + window.getInt(root)
                        + " of carved=" + pool.carved());
            }
        }
        if (window.getInt(GapsLayout.USED) == NO_NODE && window.getInt(GapsLayout.BY_ADDRESS) == NO_NODE) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: no page is free or in use");
        }
        return window;
    }

    static NodePool pool(Window window) {
        return NodePool.attach(window, GapsLayout.POOL, GapsLayout.SLOTS, GapsLayout.NODE_SIZE);
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

    static int at(int node) {
        return GapsLayout.SLOTS - GapsLayout.NODE_SIZE + (node << GapsLayout.LOG2_NODE_SIZE);
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

    /** Puts a node among the ranges in use. */
    private void use(int range, int start) {
        int above = NO_NODE;
        boolean toLeft = false;
        for (int node = used.root(); node != NO_NODE;) {
            above = node;
            toLeft = start < start(node);
            node = toLeft ? used.left(node) : used.right(node);
        }
        used.insert(range, above, toLeft);
    }

    @Override
    public final void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        int range = used.root();
        int lower = NO_NODE;
        while (range != NO_NODE) {
            int other = start(range);
            if (other == start) {
                break;
            }
            lower = other < start ? range : lower;
            range = other < start ? used.right(range) : used.left(range);
        }
        if (range == NO_NODE || pages(range) != pages) {
            boolean inside = range == NO_NODE && lower != NO_NODE && start < start(lower) + pages(lower);
            throw RangeException.notUsed(start, pages, range != NO_NODE ? pages(range) : inside ? -1 : 0);
        }
        used.remove(range);
        merge(range, start, pages);
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
        for (int range = used.first(); range != NO_NODE; range = used.next(range)) {
            lengths[start(range)] = pages(range);
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

    /** How many nodes are in use, and how many there are. */
    public final int nodesInUse() {
        return pool.taken();
    }

    public final int nodeCount() {
        return pool.capacity();
    }

    @Override
    public final long metadataBytes() {
        return GapsLayout.size(pool.taken());
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
        Extent roots = new Extent(window.address() + GapsLayout.USED, GapsLayout.BY_SIZE + Integer.BYTES - GapsLayout.USED);
        return new Links(pool.extent(), GapsLayout.NODE_SIZE, linkOffsets(), List.of(roots, pool.root()));
    }

    /** Where in a node its links are, in bytes. */
    abstract List<Integer> linkOffsets();
}
