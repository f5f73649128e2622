package org.tlalloc.range;

import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>Each gap is a node in a tree by address, {@link GapsByAddress}. A range in use is its length, {@link RangeLengths};
 * and it has a node set aside, for the gap that it may be when it comes back. Nodes
 * come from a pool that is as large as the caller made it; where a call would need more, for gaps or to set aside, it
 * answers {@link #NONE}. Metadata: a byte a page and 32 a gap.
 *
 * <p>Its state is metadata in physical memory ({@code GapsLayout} draws it); the object holds addresses
 * and geometry alone, and no call makes objects. Each call takes a number of steps that grows with the
 * logarithm of the region.
 */
public abstract sealed class Gaps implements RangeAllocation, Linked permits RangeTrees, RangeAugmented {

    /* There may be a hundred times as many ranges as gaps, since a gap attracts ranges that fill it. As nodes they
       would crowd the gaps out of the caches, and to find one would take longer than all else that a call does: so they
       are no nodes.

       Where it can be, a gap stays in its tree and its numbers are changed: a gap that is cut at its front
       still lies between the same gaps, and so does one that grows over a range at its side. So the trees by
       address are turned over only where gaps come and go: where a range fits exactly, where one comes back
       between two in use, and where one joins two gaps; and where a gap comes to begin in another slice.

       Which node is set aside for which range makes no difference, and so only how many are is kept. That is enough:
       a range that comes back adds one gap at most, and one node less is set aside then. So free never fails. */

    static final int NO_NODE = AvlTree.NONE;

    final Window window;
    final GapsLayout layout;
    final GapsByAddress byAddress;
    private final NodePool pool;
    private final int pageCount;
    /* Where the node of link 0 would be, if there were one. */
    private final int nodes;
    private final int lengths;

    Gaps(Window window, GapsLayout layout, NodePool pool, GapsByAddress byAddress) {
        this.window = window;
        this.layout = layout;
        this.byAddress = byAddress;
        this.pool = pool;
        this.pageCount = layout.pageCount;
        this.nodes = layout.nodes - GapsLayout.NODE_SIZE;
        this.lengths = layout.lengths;
    }

    /** Writes the header and an empty pool, without any gap; the magic number last. */
    static NodePool write(Window window, GapsLayout layout, int magic) {
        window.putInt(GapsLayout.PAGE_COUNT, layout.pageCount);
        window.memory().fill(window.address() + GapsLayout.BY_SIZE, layout.nodes - GapsLayout.BY_SIZE, (byte) 0);
        NodePool pool = NodePool.format(window, GapsLayout.POOL, layout.nodes, layout.nodeCount, GapsLayout.NODE_SIZE);
        window.putInt(GapsLayout.MAGIC, magic);
        return pool;
    }

    /**
     * The pool of what was formatted there.
     *
     * @throws IllegalArgumentException if the header, or the root of a slice, cannot be right
     */
    static NodePool read(Window window, GapsLayout layout) {
        NodePool pool = NodePool.attach(window, GapsLayout.POOL, layout.nodes, GapsLayout.NODE_SIZE);
        int bySize = window.getInt(GapsLayout.BY_SIZE);
        int ranges = window.getInt(GapsLayout.RANGES);
        for (int slice = 0; slice < layout.sliceCount; slice++) {
            int root = window.getInt(layout.byAddress + slice * Integer.BYTES);
            if (root < NO_NODE || root > pool.carved()) {
                throw new IllegalArgumentException("what lies at address=" + window.address() + " cannot be right: slice=" + slice
                        + " root=" + root + " carved=" + pool.carved());
            }
        }
        if (bySize < NO_NODE || bySize > pool.carved() || ranges < 0 || pool.taken() > pool.capacity() - ranges
                || pool.taken() + ranges == 0) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: bySize=" + bySize
                    + " carved=" + pool.carved() + " taken=" + pool.taken() + " ranges=" + ranges);
        }
        return pool;
    }

    /** The whole region is one gap. */
    final void begin() {
        enter(node(0, pageCount), 0);
    }

    /** The gap that the policy takes for so many pages, or none. */
    abstract int fit(int room);

    /** A gap is new among those by address. */
    abstract void entered(int gap);

    /** A gap is about to leave those by address. */
    abstract void leaves(int gap);

    /**
     * A gap has other numbers, and lies between the same gaps as before.
     *
     * @param pagesBefore how long it was
     */
    abstract void changed(int gap, int pagesBefore);

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
        int pagesBefore = pages(gap);
        int from = byAddress.slice(start(gap));
        int to = byAddress.slice(start);
        if (from != to) {
            byAddress.remove(gap, from);
        }
        put(at(gap) + GapsLayout.START, start);
        put(at(gap) + GapsLayout.PAGES, pages - 1);
        if (from != to) {
            insert(gap, start);
        } else {
            byAddress.resized(gap, to);
        }
        changed(gap, pagesBefore);
    }

    /** A node in no tree, from the pool, of which there is one left. */
    private int node(int start, int pages) {
        int node = pool.take();
        int at = at(node);
        window.putInt(at + GapsLayout.START, start);
        window.putLong(at + GapsLayout.SIZE_LINKS, 0);
        window.putInt(at + GapsLayout.SIZE_LINKS + Long.BYTES, 0);
        window.putInt(at + GapsLayout.PAGES, pages - 1);
        return node;
    }

    private void enter(int gap, int start) {
        insert(gap, start);
        entered(gap);
    }

    /** Puts a gap into the tree of the slice that it begins in. */
    private void insert(int gap, int start) {
        int slice = byAddress.slice(start);
        int above = NO_NODE;
        boolean toLeft = false;
        for (int other = byAddress.top(slice); other != NO_NODE;) {
            above = other;
            toLeft = start < start(other);
            other = toLeft ? byAddress.left(other) : byAddress.right(other);
        }
        byAddress.insert(gap, slice, above, toLeft);
    }

    private void leave(int gap) {
        leaves(gap);
        byAddress.remove(gap, byAddress.slice(start(gap)));
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
        if ((before > 0 ? 1 : 0) + (after > 0 ? 1 : 0) > pool.available() - ranges()) {
            return NONE;
        }
        if (before > 0) {
            resize(gap, first, before);
            if (after > 0) {
                enter(node(start + pages, after), start + pages);
            }
        } else if (after > 0) {
            resize(gap, start + pages, after);
        } else {
            leave(gap);
            pool.give(gap);
        }
        RangeLengths.begin(window, lengths + start, pages);
        setRanges(ranges() + 1);
        return start;
    }

    /** How many ranges are in use: so many nodes are set aside. */
    private int ranges() {
        return window.getInt(GapsLayout.RANGES);
    }

    private void setRanges(int ranges) {
        window.putInt(GapsLayout.RANGES, ranges);
    }

    @Override
    public final void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        int length = RangeLengths.at(window, lengths + start);
        if (length != pages) {
            throw RangeException.notUsed(start, pages, length > 0 ? length : isFree(start) ? 0 : -1);
        }
        RangeLengths.end(window, lengths + start, pages);
        setRanges(ranges() - 1);
        merge(start, pages);
    }

    private boolean isFree(int page) {
        int slice = byAddress.slice(page);
        int last = NO_NODE;
        for (int gap = byAddress.top(slice); gap != NO_NODE;) {
            if (start(gap) <= page) {
                last = gap;
                gap = byAddress.right(gap);
            } else {
                gap = byAddress.left(gap);
            }
        }
        if (last == NO_NODE) {
            last = byAddress.lastBelow(slice);
        }
        return last != NO_NODE && page < start(last) + pages(last);
    }

    /** Makes a range a gap, as one with the gaps on either side of it. */
    private void merge(int start, int pages) {
        int slice = byAddress.slice(start);
        int left = NO_NODE;
        int right = NO_NODE;
        int above = NO_NODE;
        for (int gap = byAddress.top(slice); gap != NO_NODE;) {
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
        if (left == NO_NODE) {
            left = byAddress.lastBelow(slice);
        }
        int end = start + pages;
        if (right == NO_NODE && end < pageCount && byAddress.slice(end) != slice) {
            right = byAddress.first(byAddress.slice(end));
        }
        boolean joinsLeft = left != NO_NODE && start(left) + pages(left) == start;
        boolean joinsRight = right != NO_NODE && start(right) == end;
        if (joinsLeft) {
            int more = pages;
            if (joinsRight) {
                more += pages(right);
                leave(right);
                pool.give(right);
            }
            resize(left, start(left), pages(left) + more);
        } else if (joinsRight) {
            resize(right, start, pages + pages(right));
        } else {
            int gap = node(start, pages);
            byAddress.insert(gap, slice, above, toLeft);
            entered(gap);
        }
    }

    @Override
    public final int pageCount() {
        return pageCount;
    }

    @Override
    public final int[] used() {
        int[] used = new int[pageCount];
        Arrays.setAll(used, page -> RangeLengths.at(window, lengths + page));
        return used;
    }

    final Gap gap(int node) {
        return new Gap(start(node), pages(node));
    }

    /** The gaps by address. */
    final Set<Gap> gapsByAddress() {
        Set<Gap> gaps = new HashSet<>();
        for (int gap = byAddress.first(); gap != NO_NODE; gap = byAddress.next(gap, byAddress.slice(start(gap)))) {
            gaps.add(gap(gap));
        }
        return gaps;
    }

    /** How many nodes the pool has. */
    public final int nodeCount() {
        return layout.nodeCount;
    }

    /** How many of them are gaps, or set aside for ranges in use. */
    public final int nodesInUse() {
        return pool.taken() + ranges();
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
        List<Extent> roots = new ArrayList<>(List.of(pool.root(), new Extent(window.address() + GapsLayout.BY_SIZE, Integer.BYTES),
                new Extent(window.address() + layout.byAddress, (long) layout.sliceCount * Integer.BYTES)));
        if (layout.shortCount > 0) {
            roots.add(new Extent(window.address() + layout.shortGaps, (long) layout.shortCount * GapsLayout.SHORT_SIZE));
        }
        return new Links(pool.extent(), GapsLayout.NODE_SIZE, linkOffsets(), roots);
    }

    /** Where in a node its links are, in bytes. */
    abstract List<Integer> linkOffsets();
}
