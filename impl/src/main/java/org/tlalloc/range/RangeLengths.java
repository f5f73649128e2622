package org.tlalloc.range;

import org.tlalloc.machine.Masks;
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
 * <p>The bytes of a page are named by where in the window they are: the owner keeps both, as with {@link Masks}. All are 0
 * at first. Each call takes one step.
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


    private RangeLengths() {
    }

    /** How long the range is that begins at a page; 0 if none does. */
    static int at(Window window, int at) {
        int code = window.getByte(at);
        if (code >= 0) {
            return code;
        }
        return code == LONG ? longLength(window.getInt(at + 1)) : 0;
    }

    /** A range of so many pages begins at a page where nothing was. */
    static void begin(Window window, int at, int pages) {
        if (pages <= LONGEST_SHORT) {
            window.putByte(at, (byte) pages);
        } else {
            window.putByte(at, (byte) LONG);
            window.putInt(at + 1, longCode(pages));
        }
    }

    /** The range of this length that began at a page does no more. */
    static void end(Window window, int at, int pages) {
        window.putByte(at, (byte) 0);
        if (pages > LONGEST_SHORT) {
            window.putInt(at + 1, 0);
        }
    }

    /** Whether a gap begins or ends with a page. */
    static boolean isEdge(Window window, int at) {
        return window.getByte(at) == EDGE;
    }

    /** Whether nothing begins at a page, nor ends, if it is a gap. */
    static boolean isInside(Window window, int at) {
        return window.getByte(at) == 0;
    }

    static void setEdge(Window window, int at) {
        window.putByte(at, (byte) EDGE);
    }

    static void clearEdge(Window window, int at) {
        window.putByte(at, (byte) 0);
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
