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
 *  24  rotor      link   to a tag
 *  28  a gap of 4
 *  32  pool       16 bytes, {@code NodePoolLayout}
 *  48  nonEmpty   a bit a class: there is a gap in its list; in longs
 *      lists      a link a class, to the newest gap
 *      spanTags   a link a span, to the tag that begins it; none if it is not here
 *      usedTags   a link a page, to the tag of the range in use that begins there; none if none does
 *      tags       tagCount slots of 32 bytes, at a multiple of 8
 *      spans      a {@link org.tlalloc.frame.FrameBitmap}: those that are here are handed out by the parent
 *
 *   a tag, 32 bytes
 *   0  lower    link    the tag before it in its span
 *   4  higher   link    the tag after it in its span
 *   8  newer    link    of a gap: the one before it in its list; of a range: none
 *  12  older    link    of a gap: the one after it in its list; of a range: none
 *  16  start    int     first page
 *  20  pages    int
 *  24  isUsed   int     1 for a range in use, 0 for a gap
 *  28  nothing
 *
 *     region     |  2 used  | 1 |    3 used    |     4      |   5 used ...
 *     by address [ tag 1 ] <-> [ tag 4 ] <-> [ tag 2 ] <-> [ tag 7 ] <-> ...
 *     lists       1 -> tag 4       4..7 -> tag 7 -> ...
 * </pre>
 */
final class RangeArenaLayout {
    static final int MAGIC_NUMBER = 0x6E65_7241;  // "Aren"
    static final int MAX_PAGES = 1 << 24;
    static final int MAX_STEPS = 64;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int SPAN_PAGES = 8;
    static final int STEPS = 12;
    static final int POLICY = 16;
    static final int REACH = 20;
    static final int ROTOR = 24;
    static final int GAP = 28;
    static final int POOL = 32;
    static final int NON_EMPTY = 48;

    static final int LOWER = 0;
    static final int HIGHER = 4;
    static final int NEWER = 8;
    static final int OLDER = 12;
    static final int START = 16;
    static final int PAGES = 20;
    static final int IS_USED = 24;
    static final int TAG_END = 28;
    static final int TAG_SIZE = 32;

    final int pageCount;
    final int spanPages;
    final int steps;
    final int tagCount;
    /** How many spans the region has. */
    final int spanCount;
    /** How many classes of lengths there are. */
    final int classes;
    /** How many longs the bits of the classes take. */
    final int words;
    final int lists;
    final int spanTags;
    final int usedTags;
    final int tags;
    /** Where the bitmap of spans begins. */
    final int spans;

    private RangeArenaLayout(int pageCount, int spanPages, int steps, int tagCount) {
        this.pageCount = pageCount;
        this.spanPages = spanPages;
        this.steps = steps;
        this.tagCount = tagCount;
        this.spanCount = pageCount / spanPages;
        this.classes = classOf(spanPages) + 1;
        this.words = classes + Long.SIZE - 1 >>> 6;
        this.lists = NON_EMPTY + words * Long.BYTES;
        this.spanTags = lists + classes * Integer.BYTES;
        this.usedTags = spanTags + spanCount * Integer.BYTES;
        this.tags = usedTags + pageCount * Integer.BYTES + 7 & -8;
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
        Header.requireRoom(memory, base, NON_EMPTY, "range arena");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "range arena");
        return of(memory.readInt(base + PAGE_COUNT), memory.readInt(base + SPAN_PAGES), memory.readInt(base + STEPS),
                memory.readInt(base + POOL + NodePoolLayout.CAPACITY));
    }

    /**
     * The class of a length: each up to steps has one of its own; from there on there are steps of them between a power of
     * two and the next. It is a floating-point number of few digits, as an int.
     */
    int classOf(int pages) {
        int digits = Integer.numberOfTrailingZeros(steps);
        int shift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pages) - digits);
        return (shift << digits) + (pages >>> shift) - 1;
    }

    /** The first class of which every length is at least this one; it may be one too far. */
    int classFrom(int pages) {
        int digits = Integer.numberOfTrailingZeros(steps);
        int shift = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pages) - digits);
        return classOf(pages + (1 << shift) - 1);
    }
}
