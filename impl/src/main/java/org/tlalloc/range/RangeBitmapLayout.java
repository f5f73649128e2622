package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where a bitmap of ranges lies, in bytes from its base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic       int
 *   4  pageCount   int
 *   8  firstPages  a bit a page, in longs: a range in use begins here
 *      usedPages   a {@link org.tlalloc.frame.FrameBitmap} of the region's pages, which are its frames
 *
 *        pages        |  0 |  1 |  2 |  3 |  4 |  5 |  6 |  7 |
 *        firstPages   |  1 |  0 |  0 |  1 |  0 |  0 |  1 |  0 |     3 pages at 0, 1 page at 3, 2 pages at 6
 *        usedPages    |  1 |  1 |  1 |  1 |  0 |  0 |  1 |  1 |
 * </pre>
 *
 * <p>All of it follows from which ranges are in use: equal states are equal bytes.
 */
final class RangeBitmapLayout {
    static final int MAGIC_NUMBER = 0x7469_4252;  // "RBit"
    static final int MAX_PAGES = 1 << 24;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int FIRST_PAGES = 8;

    final int pageCount;
    final int words;
    /** Where the bitmap of pages in use begins. */
    final int usedPages;

    private RangeBitmapLayout(int pageCount) {
        this.pageCount = pageCount;
        this.words = PageBits.words(pageCount);
        this.usedPages = FIRST_PAGES + words * Long.BYTES;
    }

    /** @throws IllegalArgumentException if there can be no such region */
    static RangeBitmapLayout of(int pageCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        return new RangeBitmapLayout(pageCount);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static RangeBitmapLayout read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, FIRST_PAGES, "range bitmap");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "range bitmap");
        return of(memory.readInt(base + PAGE_COUNT));
    }
}
