package org.tlalloc.range;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;

/**
 * The bitmap of a region's pages: one bit says that a page is in use, another that a range begins
 * there; every call hands out the lowest pages that will do. The specification {@code RangeBitmap}.
 *
 * <p>Its state is metadata in physical memory ({@code RangeBitmapLayout} draws it); the object holds
 * addresses and geometry alone, and no call makes objects. Metadata: 0.4 bytes a page.
 *
 * <p>The region is never scanned: the bits of pages in use are summed up as those of frames are, in
 * {@link FrameBitmap}, so that pages are found in a number of steps that grows with the region's
 * logarithm. A range of n pages has n/64 words of bits to be set, cleared and looked through.
 */
public final class RangeBitmap implements RangeAllocation, Resident {
    private final PageBits firstPages;
    private final FrameBitmap usedPages;
    private final RangeBitmapLayout layout;
    private final int pageCount;

    private RangeBitmap(PhysicalMemory memory, long base, RangeBitmapLayout layout, FrameBitmap usedPages) {
        this.firstPages = new PageBits(memory, base + RangeBitmapLayout.FIRST_PAGES, layout.words);
        this.usedPages = usedPages;
        this.layout = layout;
        this.pageCount = layout.pageCount;
    }

    /**
     * Makes a new region, all of it free.
     *
     * @param base      where the bitmaps go, in bytes
     * @param pageCount 1 to 2^24
     * @throws IllegalArgumentException if there can be no such region
     */
    public static RangeBitmap format(PhysicalMemory memory, long base, int pageCount) {
        RangeBitmapLayout layout = RangeBitmapLayout.of(pageCount);
        int order = 32 - Integer.numberOfLeadingZeros(pageCount - 1);
        FrameBitmap usedPages = FrameBitmap.format(memory, base + layout.usedPages, pageCount, order, new BitSet());
        memory.fill(base, layout.usedPages, (byte) 0);
        memory.writeInt(base + RangeBitmapLayout.PAGE_COUNT, pageCount);
        memory.writeInt(base + RangeBitmapLayout.MAGIC, RangeBitmapLayout.MAGIC_NUMBER);
        return new RangeBitmap(memory, base, layout, usedPages);
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static RangeBitmap attach(PhysicalMemory memory, long base) {
        RangeBitmapLayout layout = RangeBitmapLayout.read(memory, base);
        FrameBitmap usedPages = FrameBitmap.attach(memory, base + layout.usedPages);
        if (usedPages.frameCount() != layout.pageCount) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: pageCount=" + layout.pageCount
                    + ", but the bitmap has frameCount=" + usedPages.frameCount());
        }
        return new RangeBitmap(memory, base, layout, usedPages);
    }

    @Override
    public int allocate(int pages) {
        if (pages < 1 || pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        return take(pages, 1);
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        if (request.pages() > pageCount) {
            throw RangeException.length(request.pages(), pageCount);
        }
        if (!request.isAlignmentOnly(pageCount)) {
            throw RangeException.wish("RangeBitmap");
        }
        return take(request.pages(), request.alignment());
    }

    private int take(int pages, int alignment) {
        long room = (long) pages + alignment - 1;
        int lowest = room > pageCount ? NONE : usedPages.lowestRun((int) room);
        if (lowest == NONE) {
            return NONE;
        }
        int start = lowest + alignment - 1 & -alignment;
        usedPages.takeRun(start, pages);
        firstPages.set(start);
        return start;
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        if (!firstPages.get(start)) {
            throw RangeException.notUsed(start, pages, usedPages.isAllocated(start) ? -1 : 0);
        }
        if (firstPages.next(start + 1, start + pages) < start + pages || !usedPages.isAllocated(start + pages - 1)
                || isInside(start + pages)) {
            throw RangeException.notUsed(start, pages, length(start));
        }
        usedPages.freeRun(start, pages);
        firstPages.clear(start);
    }

    /** Whether a range that begins below goes on at this page; behind the region none does. */
    private boolean isInside(int page) {
        return page < pageCount && usedPages.isAllocated(page) && !firstPages.get(page);
    }

    /** The length of the range that begins at a page. */
    private int length(int start) {
        return firstPages.next(start + 1, usedPages.nextFree(start)) - start;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    /** The pages in use. */
    public BitSet usedPages() {
        return usedPages.allocatedFrames();
    }

    /** The pages at which a range in use begins. */
    public BitSet firstPages() {
        BitSet first = new BitSet();
        for (int page = firstPages.next(0, pageCount); page < pageCount; page = firstPages.next(page + 1, pageCount)) {
            first.set(page);
        }
        return first;
    }

    @Override
    public int[] used() {
        int[] used = new int[pageCount];
        for (int page = firstPages.next(0, pageCount); page < pageCount; page = firstPages.next(page + 1, pageCount)) {
            used[page] = length(page);
        }
        return used;
    }

    @Override
    public long metadataBytes() {
        return footprint().get(0).length();
    }

    /** The bytes of both bitmaps. */
    @Override
    public List<Extent> footprint() {
        Extent bits = usedPages.footprint().get(0);
        return List.of(new Extent(bits.address() - layout.usedPages, layout.usedPages + bits.length()));
    }

    /** None: every byte follows from which ranges are in use. */
    @Override
    public List<Extent> scratch() {
        return List.of();
    }
}
