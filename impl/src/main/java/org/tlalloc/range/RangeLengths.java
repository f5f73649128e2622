package org.tlalloc.range;

import org.tlalloc.machine.Window;

/**
 * How long each range in use is, in a byte of its first page, or in five where it is longer than 127
 * pages; and where gaps begin and end, if the owner marks that. A part of an allocator's metadata.
 *
 * <pre>
 *   | 2 | 0 | 1 |-128| c0 | c1 | c2 | c3 | 0 | 0 | ... | 0 |-127| 0 | 0 |-127|
 *   |<2 used>| 1 |<------ 128 pages or more in use ------->|<- a gap of 4 -->|
 *
 *      0          no range begins here
 *      1 to 127   one of so many pages does
 *      -128       a longer one does, and its length less 1 follows in four digits of six bits, the lowest first
 *      0xC0 on    such a digit: no range begins here
 *      -127       the first page of a gap, or its last, or both
 * </pre>
 *
 * <p>The object holds geometry alone; each call takes one step.
 */
final class RangeLengths {
    private static final int LONGEST_SHORT = Byte.MAX_VALUE;
    static final int LONG = Byte.MIN_VALUE;
    static final int EDGE = -127;
    private static final int DIGIT_BITS = 6;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
    /* What is inside of a range: none begins there. */
    private static final int INSIDE = 0xC0C0_C0C0;

    /* A byte a page, and not an int, is a megabyte where there are four gigabytes: that still fits a processor's second
       cache. What lies beside a range is known from the bytes beside its own, most often in the same line.
       A length of more than a byte has room in the bytes of its own pages, since it has so many. */

    private final Window window;
    private final int lengths;

    /** @param lengths where in the window they begin, a byte a page, all of them 0 at first */
    RangeLengths(Window window, int lengths) {
        this.window = window;
        this.lengths = lengths;
    }

    /** How long the range is that begins at a page; 0 if none does. */
    int at(int page) {
        int code = window.getByte(lengths + page);
        if (code >= 0) {
            return code;
        }
        return code == LONG ? longLength(window.getInt(lengths + page + 1)) : 0;
    }

    /** A range begins at this page, where nothing was. */
    void begin(int start, int pages) {
        int at = lengths + start;
        if (pages <= LONGEST_SHORT) {
            window.putByte(at, (byte) pages);
        } else {
            window.putByte(at, (byte) LONG);
            window.putInt(at + 1, longCode(pages));
        }
    }

    /** The range of this length that began at this page does no more. */
    void end(int start, int pages) {
        int at = lengths + start;
        window.putByte(at, (byte) 0);
        if (pages > LONGEST_SHORT) {
            window.putInt(at + 1, 0);
        }
    }

    /** Whether a gap begins or ends with this page. */
    boolean isEdge(int page) {
        return window.getByte(lengths + page) == EDGE;
    }

    /** Whether nothing begins here, nor ends, if it is a gap. */
    boolean isInside(int page) {
        return window.getByte(lengths + page) == 0;
    }

    void setEdge(int page) {
        window.putByte(lengths + page, (byte) EDGE);
    }

    void clearEdge(int page) {
        window.putByte(lengths + page, (byte) 0);
    }

    /** A length as four digits of six bits, the lowest first; less 1, so that they are enough for all pages. */
    static int longCode(int pages) {
        int rest = pages - 1;
        return INSIDE | rest & DIGIT_MASK | (rest >>> DIGIT_BITS & DIGIT_MASK) << 8
                | (rest >>> 2 * DIGIT_BITS & DIGIT_MASK) << 16 | rest >>> 3 * DIGIT_BITS << 24;
    }

    /** The length that was written so. */
    static int longLength(int code) {
        return (code & DIGIT_MASK | (code >>> 8 & DIGIT_MASK) << DIGIT_BITS
                | (code >>> 16 & DIGIT_MASK) << 2 * DIGIT_BITS | (code >>> 24 & DIGIT_MASK) << 3 * DIGIT_BITS) + 1;
    }
}
