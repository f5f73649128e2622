package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where a buddy system of ranges lies, in bytes from its base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic      int
 *   4  pageCount  int
 *   8  lastPages  a bit a page, in longs: a range in use ends here
 *      blocks     a {@link org.tlalloc.frame.BuddyLowestFirst} of the region's pages, which are its frames
 *
 *        pages      |  0 |  1 |  2 |  3 |  4 |  5 |  6 |  7 |
 *        lastPages  |  0 |  0 |  1 |  0 |  1 |  0 |  0 |  0 |     3 pages at 0, 1 page at 4
 *        blocks     |      order 2      | 0  | 0  | order 1 |     page 3 is wasted; 5, and 6 and 7, are free
 * </pre>
 *
 * <p>A range begins where its block does, and in every block that is handed out one range ends. A length a page
 * would say the same in 32 times the room, and not stay in a cache.
 *
 * <p>All of it follows from which ranges are in use: equal states are equal bytes.
 */
final class RangeBuddyLayout {
    static final int MAGIC_NUMBER = 0x7564_4252;  // "RBdu"
    static final int MAX_PAGES = 1 << 24;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int LAST_PAGES = 8;

    final int pageCount;
    final int words;
    /** Where the buddy system of the blocks begins. */
    final int blocks;

    private RangeBuddyLayout(int pageCount) {
        this.pageCount = pageCount;
        this.words = PageBits.words(pageCount);
        this.blocks = LAST_PAGES + words * Long.BYTES;
    }

    /** @throws IllegalArgumentException if there can be no such region */
    static RangeBuddyLayout of(int pageCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        return new RangeBuddyLayout(pageCount);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static RangeBuddyLayout read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, LAST_PAGES, "buddy system of ranges");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "buddy system of ranges");
        return of(memory.readInt(base + PAGE_COUNT));
    }
}
