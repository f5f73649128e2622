package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where an arena lies, in bytes from its base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic      int
 *   4  pageCount  int
 *   8  spanPages  int
 *  12  steps      int    classes between a power of two and the next
 *  16  policy     int    0 instant, 1 best, 2 next
 *  20  reach      int
 *  24  rotor      int    a page, or -1
 *  28  ranges     int    how many are in use
 *  32  pool       16 bytes, {@code NodePoolLayout}: its capacity is tagCount
 *  48  some       a bit a long of nonEmpty: it is not 0; in longs, 4 at most
 *      nonEmpty   a bit a class: there is a gap in its list; in longs
 *      lists      a link a class, to the newest gap
 *      trees      a link a class of more than one length, to the root of its gaps by length
 *      gapTags    a link a page: where a gap begins and where it ends, to its tag; none elsewhere
 *      lengths    a byte a page, {@code RangeLengths}, with the edges of gaps: where a range begins, this is its tag
 *      zeros up to a multiple of 16
 *      tags       tagCount slots of 32 bytes, the tags of gaps
 *      spans      a {@link org.tlalloc.frame.FrameBitmap}: those that are here are handed out by the parent
 *
 *   the tag of a gap, 32 bytes
 *   0  newer    link    the gap before it in its list
 *   4  older    link    the gap after it in its list
 *   8  start    int     first page
 *  12  pages    int
 *  16  links    12 bytes, {@code AvlTree}: in the tree of its class; zeros where the class has none
 *  28  height   byte    there; zeros up to the end
 *
 *     region     |   2 used  |1|    3 used     | 1 |       4       |    5 used ...
 *     lengths      2 |  0  | e |  3 | 0  |  0  | 1 | e | 0 | 0 | e | 5 | 0  | 0 ...       e: an edge
 *     gapTags                |                       |           |
 *                            v                       v           v
 *     lists       1 -> tag 1 (2, 1)    4..7 -> tag 2 (7, 4) -> ...
 * </pre>
 */
final class RangeArenaLayout {
    static final int MAGIC_NUMBER = 0x6E65_7241;  // "Aren"
    private static final int PAGE_BITS = 24;
    static final int MAX_PAGES = 1 << PAGE_BITS;
    static final int MAX_STEPS = 1024;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int SPAN_PAGES = 8;
    static final int STEPS = 12;
    static final int POLICY = 16;
    static final int REACH = 20;
    static final int ROTOR = 24;
    static final int RANGES = 28;
    static final int POOL = 32;
    static final int SOME = 48;

    static final int NEWER = 0;
    static final int OLDER = 4;
    static final int START = 8;
    static final int PAGES = 12;
    static final int LINKS = 16;
    static final int HEIGHT = 28;
    static final int TAG_SIZE = 32;

    final int pageCount;
    final int spanPages;
    final int steps;
    final int tagCount;
    /** How many spans the region has. */
    final int spanCount;
    /* Dividing by spanPages is multiplying by this, and shifting. */
    private final long spanReciprocal;
    private final int spanShift;
    /** The first class that has more than one length. */
    private final int firstWide;
    /** How many classes of lengths there are. */
    final int classes;
    /** How many longs the bits of the longs of the classes' bits take. */
    final int someWords;
    /** Where the classes' bits begin. */
    final int nonEmpty;
    final int lists;
    /** Where the roots of the classes' trees would begin, if each class had one. */
    final int trees;
    final int gapTags;
    final int lengths;
    final int tags;
    /** Where the bitmap of spans begins. */
    final int spans;

    private RangeArenaLayout(int pageCount, int spanPages, int steps, int tagCount) {
        this.pageCount = pageCount;
        this.spanPages = spanPages;
        this.steps = steps;
        this.tagCount = tagCount;
        this.spanCount = pageCount / spanPages;
        this.spanShift = PAGE_BITS + 1 + Integer.SIZE - Integer.numberOfLeadingZeros(spanPages - 1);
        this.spanReciprocal = (1L << spanShift) / spanPages + 1;
        this.firstWide = 2 * steps - 1;
        this.classes = classOf(spanPages) + 1;
        int words = classes + Long.SIZE - 1 >>> 6;
        this.someWords = words + Long.SIZE - 1 >>> 6;
        this.nonEmpty = SOME + someWords * Long.BYTES;
        this.lists = nonEmpty + words * Long.BYTES;
        int listsEnd = lists + classes * Integer.BYTES;
        this.trees = listsEnd - firstWide * Integer.BYTES;
        this.gapTags = listsEnd + Math.max(0, classes - firstWide) * Integer.BYTES;
        this.lengths = gapTags + pageCount * Integer.BYTES;
        this.tags = lengths + pageCount + TAG_SIZE - 1 & -TAG_SIZE;
        this.spans = tags + tagCount * TAG_SIZE;
    }

    /** @throws IllegalArgumentException if there can be no such arena */
    static RangeArenaLayout of(int pageCount, int spanPages, int steps, int tagCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        if (spanPages < 1 || spanPages > pageCount || pageCount % spanPages != 0) {
            throw new IllegalArgumentException("spanPages=" + spanPages + " does not divide pageCount=" + pageCount);
        }
        if (steps < 1 || steps > MAX_STEPS || Integer.bitCount(steps) != 1) {
            throw new IllegalArgumentException("steps=" + steps + " is no power of two within 1.." + MAX_STEPS);
        }
        if (tagCount < 0 || tagCount > NodePoolLayout.MAX_CAPACITY) {
            throw new IllegalArgumentException("tagCount=" + tagCount + " is not within 0.." + NodePoolLayout.MAX_CAPACITY);
        }
        return new RangeArenaLayout(pageCount, spanPages, steps, tagCount);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static RangeArenaLayout read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, SOME, "range arena");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "range arena");
        return of(memory.readInt(base + PAGE_COUNT), memory.readInt(base + SPAN_PAGES), memory.readInt(base + STEPS),
                memory.readInt(base + POOL + NodePoolLayout.CAPACITY));
    }

    /**
     * The class of a length: each up to steps has one of its own; from there on there are steps of them between a power of
     * two and the next. It is a floating-point number of few digits, as an int.
     */
    int classOf(int pages) {
        if (pages <= firstWide) {
            return pages - 1;
        }
        int digits = Integer.numberOfTrailingZeros(steps);
        int shift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pages) - digits);
        return (shift << digits) + (pages >>> shift) - 1;
    }

    /* The reciprocal times spanPages is 2^spanShift and spanPages more at most; that is less than 1 in 2^PAGE_BITS, too little
       to show in the quotient of any page, or of pageCount. No product has more than 51 bits. */
    /** The span that a page lies in, counted from 0; pageCount is the first page of the one behind the last. */
    int span(int page) {
        return (int) (page * spanReciprocal >>> spanShift);
    }

    /** Whether a span begins with a page. */
    boolean beginsSpan(int page) {
        return span(page) * spanPages == page;
    }

    /** Whether a class has more than one length, and so a tree. */
    boolean isWide(int sizeClass) {
        return sizeClass >= firstWide;
    }

    /** The first class of which every length is at least this one; it may be one too far. */
    int classFrom(int pages) {
        if (pages <= firstWide) {
            return pages - 1;
        }
        int digits = Integer.numberOfTrailingZeros(steps);
        int shift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pages) - digits);
        return classOf(pages + (1 << shift) - 1);
    }
}
