package org.tlalloc.range;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;

/**
 * A buddy system over virtual pages: a range lies at the beginning of a block of the smallest sufficient power
 * of two. The pages behind it in its block are wasted as long as it is in use, but only as addresses: whoever
 * maps the range maps what was asked for, {@link VirtualMemory} for one. The specification {@code RangeBuddy}.
 *
 * <p>Its state is metadata in physical memory ({@code RangeBuddyLayout} draws it); the object holds
 * addresses and geometry alone, and no call makes objects. Metadata: 0.63 bytes a page.
 *
 * <p>The blocks are those of {@link BuddyLowestFirst}, which takes pages for frames. Beside them stands where each
 * range ends: without that a free with a wrong length would pass where the block is the same. Most recent first
 * would be quicker on short ranges; but equal ranges in use would not be equal bytes, and that kind keeps an entry for
 * a block that is no longer free, which is sound only as long as no block is split where its parts' orders have
 * free blocks, as an aligned request does here.
 */
public final class RangeBuddy implements RangeAllocation, Resident {
    private final PageBits lastPages;
    private final BuddyLowestFirst blocks;
    private final RangeBuddyLayout layout;
    private final int pageCount;

    private RangeBuddy(PhysicalMemory memory, long base, RangeBuddyLayout layout, BuddyLowestFirst blocks) {
        this.lastPages = new PageBits(memory, base + RangeBuddyLayout.LAST_PAGES, layout.words);
        this.blocks = blocks;
        this.layout = layout;
        this.pageCount = layout.pageCount;
    }

    /**
     * Makes a new region, all of it free.
     *
     * @param base      where the metadata goes, in bytes
     * @param pageCount 1 to 2^24; need not be a power of two
     * @throws IllegalArgumentException if there can be no such region
     */
    public static RangeBuddy format(PhysicalMemory memory, long base, int pageCount) {
        RangeBuddyLayout layout = RangeBuddyLayout.of(pageCount);
        BuddyLowestFirst blocks = BuddyLowestFirst.format(memory, base + layout.blocks, pageCount, order(pageCount), new BitSet());
        memory.fill(base, layout.blocks, (byte) 0);
        memory.writeInt(base + RangeBuddyLayout.PAGE_COUNT, pageCount);
        memory.writeInt(base + RangeBuddyLayout.MAGIC, RangeBuddyLayout.MAGIC_NUMBER);
        return new RangeBuddy(memory, base, layout, blocks);
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static RangeBuddy attach(PhysicalMemory memory, long base) {
        RangeBuddyLayout layout = RangeBuddyLayout.read(memory, base);
        BuddyLowestFirst blocks = BuddyLowestFirst.attach(memory, base + layout.blocks);
        if (blocks.frameCount() != layout.pageCount || blocks.maxOrder() != order(layout.pageCount)) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: pageCount=" + layout.pageCount
                    + ", but the blocks have frameCount=" + blocks.frameCount() + ", maxOrder=" + blocks.maxOrder());
        }
        return new RangeBuddy(memory, base, layout, blocks);
    }

    /** The order of the smallest block that has room for so many pages. */
    private static int order(int pages) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(pages - 1);
    }

    @Override
    public int allocate(int pages) {
        if (pages < 1 || pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        return handOut(pages, blocks.allocate(order(pages)));
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        int pages = request.pages();
        if (pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        if (!request.isAlignmentOnly(pageCount)) {
            throw RangeException.wish("RangeBuddy");
        }
        return handOut(pages, blocks.allocateAligned(order(pages), order(request.alignment())));
    }

    private int handOut(int pages, int start) {
        if (start != NONE) {
            lastPages.set(start + pages - 1);
        }
        return start;
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        // In a block that is handed out one range ends: if it does here, it is this one.
        int last = start + pages - 1;
        if (!lastPages.get(last) || !blocks.release(start, order(pages))) {
            int found = length(start);
            throw RangeException.notUsed(start, pages, found == 0 && isInside(start) ? -1 : found);
        }
        lastPages.clear(last);
    }

    /** The length of the range that begins at a page; 0 if none does. */
    private int length(int start) {
        return blocks.orderAt(start) == NONE ? 0 : nextLast(start) + 1 - start;
    }

    /** From a page of a block that is handed out, where the range in it ends. */
    private int nextLast(int from) {
        return lastPages.next(from, pageCount);
    }

    /** Whether the page lies in a range that begins below: then it does where a block does in which the page would be. */
    private boolean isInside(int page) {
        for (int bits = page; bits != 0; bits &= bits - 1) {
            int below = bits & bits - 1;
            if (length(below) > page - below) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    /** For each order the first pages of its free blocks. */
    public BitSet[] freeBlocks() {
        return blocks.freeBlocks();
    }

    @Override
    public int[] used() {
        int[] lengths = blocks.allocated();
        for (int page = 0; page < pageCount; page++) {
            lengths[page] = lengths[page] == NONE ? 0 : nextLast(page) + 1 - page;
        }
        return lengths;
    }

    /** The pages that lie in the blocks of ranges and in no range, so that nobody can use them; it goes through all. */
    public int wastedPages() {
        return pageCount - blocks.freeFrames() - Arrays.stream(used()).sum();
    }

    @Override
    public long metadataBytes() {
        return footprint().get(0).length();
    }

    /** The bytes of the ranges' ends and the blocks. */
    @Override
    public List<Extent> footprint() {
        Extent rest = blocks.footprint().get(0);
        return List.of(new Extent(rest.address() - layout.blocks, layout.blocks + rest.length()));
    }

    /** None: every byte follows from which ranges are in use. */
    @Override
    public List<Extent> scratch() {
        return List.of();
    }
}
