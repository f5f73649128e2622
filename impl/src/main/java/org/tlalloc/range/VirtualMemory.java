package org.tlalloc.range;

import org.tlalloc.frame.FrameAllocation;
import org.tlalloc.machine.Cpu;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.PagingException;
import org.tlalloc.paging.Permission;

/**
 * Memory at addresses of its own: a range of pages is reserved, then frames are taken, then the pages are
 * mapped to them. The frames need not be consecutive, which is the point of it. The specification {@code VirtualMemory}.
 *
 * <p>Wherever that ends half-way, because frames or tables run out, all is undone: mapping, frames and range are
 * as they were. A range may end with a guard page, which is never mapped: whoever writes past the end
 * faults instead of writing into what lies behind. Only the pages that were asked for get frames. So what
 * {@link RangeBuddy} wastes of a block is address space and no memory; but a guard page behind 2^n pages
 * takes it to the next larger block.
 *
 * <p>Its state is that of the allocators and of the tables. It knows of one address space, and of the processors
 * that may remember its pages: each of them forgets a page before the frame goes back. Here that is done
 * at once; with interrupts in between it is {@code Shootdown}, which this class does not use. One
 * thread at a time may call.
 *
 * <p><b>One region or several?</b> An allocator manages a region that begins at a page of the caller's choice.
 * So a kernel may have one of these for all of its space, or one each for its heap and its slabs. A
 * region each keeps them apart: an address tells whose it is, and what is short-lived cannot break up the room of what
 * is long. One region for all never refuses while another has room to spare, and needs no guess of how
 * large each will grow; what is left over lies wherever both have left it. Linux has one for all that is
 * mapped so, from VMALLOC_START on; the thread's author has a region each.
 *
 * <p>Source: the thread (FlashBurn: "I first alloc an address range and then map the memory"); Linux, mm/vmalloc.c,
 * for the guard page.
 */
public final class VirtualMemory {
    /** What a call answers when it finds no pages, no frames, or no tables for them. */
    public static final int NONE = -1;

    private final RangeAllocation ranges;
    private final long firstPage;
    private final FrameAllocation frames;
    private final PageTable table;
    private final int space;
    private final Permission right;
    private final Cpu[] cpus;

    /**
     * @param ranges    the region's allocator, of which nobody else takes ranges
     * @param firstPage where the region begins: a page of the address space
     * @param frames    where frames for pages come from, one by one; its numbers are those of physical memory
     * @param table     the address spaces
     * @param space     the one in which pages are mapped; any, if they are the kernel's
     * @param right     what every mapping permits
     * @param cpus      the processors that may remember pages
     * @throws PagingException if not all of the region's pages can be mapped there
     */
    public VirtualMemory(RangeAllocation ranges, long firstPage, FrameAllocation frames, PageTable table, int space,
                         Permission right, Cpu... cpus) {
        table.requireChangeable(space, firstPage, ranges.pageCount());
        this.ranges = ranges;
        this.firstPage = firstPage;
        this.frames = frames;
        this.table = table;
        this.space = space;
        this.right = right;
        this.cpus = cpus.clone();
    }

    /**
     * Reserves pages and maps each of them to a frame.
     *
     * @param pages   how many are mapped
     * @param guarded whether an unmapped page follows them
     * @return the first of them; {@link #NONE} if there are not enough pages, frames or tables: then nothing has changed
     * @throws RangeException if there cannot be so many
     */
    public long allocate(int pages, boolean guarded) {
        int length = length(pages, guarded);
        int start = ranges.allocate(length);
        if (start == RangeAllocation.NONE) {
            return NONE;
        }
        // All at once: the table counts what it needs before it changes anything.
        long[] taken = new long[pages];
        int count = 0;
        boolean mapped = false;
        try {
            while (count < pages && take(taken, count)) {
                count++;
            }
            mapped = count == pages && table.mapRun(space, firstPage + start, taken, right) == AddressSpace.DONE;
        } finally {
            // Also where somebody else has mapped one of the pages, so that the table throws.
            if (!mapped) {
                giveBack(taken, count);
                ranges.free(start, length);
            }
        }
        return mapped ? firstPage + start : NONE;
    }

    /** Takes a frame for a page of the range; false if none is left. */
    private boolean take(long[] taken, int page) {
        int frame = frames.allocate(0);
        taken[page] = frame;
        return frame != FrameAllocation.NONE;
    }

    private void giveBack(long[] taken, int count) {
        for (int i = count - 1; i >= 0; i--) {
            frames.free((int) taken[i], 0);
        }
    }

    /**
     * Unmaps pages, and gives back their frames and their range.
     *
     * @param start   the first of them, as it was answered
     * @param pages   as many as were asked for
     * @param guarded as it was asked for
     * @throws RangeException  if they were not allocated so; nothing has changed then
     * @throws PagingException if one of them is not mapped: a guard, or somebody else has unmapped it; nothing has changed then
     */
    public void free(long start, int pages, boolean guarded) {
        int length = length(pages, guarded);
        int first = offset(start);
        long[] mapped = lookUp(first, pages, length);
        // It refuses what it did not hand out, and else cannot fail.
        ranges.free(first, length);
        if (table.unmapRun(space, start, pages) != AddressSpace.DONE) {
            throw new AssertionError("a large page lies in the range that it was mapped with, so none is split");
        }
        for (int i = 0; i < pages; i++) {
            for (Cpu cpu : cpus) {
                cpu.invalidatePage(table.layout().linear(start + i));
            }
        }
        giveBack(mapped, pages);
    }

    /** The frames that the pages are mapped to; what it answers for a range that is not in use means nothing. */
    private long[] lookUp(int first, int pages, int length) {
        long[] found = new long[pages];
        if (first < 0 || length > ranges.pageCount() - first) {
            return found;
        }
        boolean whole = true;
        for (int i = 0; i < pages; i++) {
            found[i] = table.lookup(space, firstPage + first + i);
            whole &= found[i] >= 0;
        }
        // The region's allocator knows lengths alone; whether the last page is a guard is seen by the tables.
        boolean open = length > pages && table.lookup(space, firstPage + first + pages) >= 0;
        if ((open || !whole) && ranges.used()[first] == length) {
            if (open) {
                throw RangeException.notUsed(first, pages, length);
            }
            // Not ours to mend. The table says which page it is, and changes nothing.
            table.unmapRun(space, firstPage + first, pages);
            throw new AssertionError("a page of the range is not mapped, and the table did not say so");
        }
        return found;
    }

    /** A page, counted from the region's beginning; or one that no region has. */
    private int offset(long page) {
        long offset = page - firstPage;
        return offset < 0 || offset >= ranges.pageCount() ? NONE : (int) offset;
    }

    /** How many pages are reserved. */
    private int length(int pages, boolean guarded) {
        int guards = guarded ? 1 : 0;
        if (pages < 1 || pages > ranges.pageCount() - guards) {
            throw RangeException.length(pages, ranges.pageCount() - guards);
        }
        return pages + guards;
    }

    /** The page at which the region begins. */
    public long firstPage() {
        return firstPage;
    }

    /** The page behind the region. */
    public long endPage() {
        return firstPage + ranges.pageCount();
    }
}
