package org.tlalloc.range;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.Window;

/**
 * A buddy system over virtual pages: a range lies at the beginning of a block of the smallest sufficient power
 * of two. The pages behind it in its block are wasted as long as it is in use, but only as addresses: whoever
 * maps the range maps what was asked for, {@link VirtualMemory} for one. The specification {@code RangeBuddy}.
 *
 * <p>Its state is metadata in physical memory ({@code RangeBuddyLayout} draws it); the object holds
 * addresses and geometry alone, and no call makes objects. Metadata: 4.5 bytes a page.
 *
 * <p>The blocks are those of {@link BuddyLowestFirst}, which takes pages for frames. Beside them stands the length
 * of each range: without it a free with a wrong length would pass where the block is the same.
 */
public final class RangeBuddy implements RangeAllocation, Resident {
    private final Window used;
    private final BuddyLowestFirst blocks;
    private final RangeBuddyLayout layout;
    private final int pageCount;

    private RangeBuddy(PhysicalMemory memory, long base, RangeBuddyLayout layout, BuddyLowestFirst blocks) {
        this.used = memory.window(base + RangeBuddyLayout.USED, layout.usedBytes);
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
            used.putInt(start << 2, pages);
        }
        return start;
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        int found = used.getInt(start << 2);
        if (found != pages) {
            throw RangeException.notUsed(start, pages, found == 0 && isInside(start) ? -1 : found);
        }
        used.putInt(start << 2, 0);
        blocks.free(start, order(pages));
    }

    /** Whether the page lies in a range that begins below: then it does where a block does in which the page would be. */
    private boolean isInside(int page) {
        for (int bit = page; bit != 0; bit &= bit - 1) {
            int below = bit & bit - 1;
            if (used.getInt(below << 2) > page - below) {
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
        int[] lengths = new int[pageCount];
        for (int page = 0; page < pageCount; page++) {
            lengths[page] = used.getInt(page << 2);
        }
        return lengths;
    }

    /** The pages that lie in the blocks of ranges and in no range, so that nobody can use them; it counts them. */
    public int wastedPages() {
        int wasted = pageCount - blocks.freeFrames();
        for (int page = 0; page < pageCount; page++) {
            wasted -= used.getInt(page << 2);
        }
        return wasted;
    }

    @Override
    public long metadataBytes() {
        return footprint().get(0).length();
    }

    /** The bytes of the lengths and the blocks. */
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
