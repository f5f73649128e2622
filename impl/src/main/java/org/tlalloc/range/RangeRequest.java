package org.tlalloc.range;

/**
 * What range is wanted. Numbers are in pages of the region.
 *
 * <p>Source of the wishes: Bonwick and Adams, Magazines and vmem, USENIX 2001, section 4.
 *
 * @param pages     how many, at least 1
 * @param alignment the first page is a multiple of this, plus the phase; a power of two
 * @param phase     0 to alignment - 1
 * @param nocross   no multiple of this lies inside of the range; a power of two, not less than pages, or 0 for none
 * @param minimum   the first page is at least this
 * @param maximum   all pages are below this
 */
public record RangeRequest(int pages, int alignment, int phase, int nocross, int minimum, int maximum) {
    /** @throws RangeException if the numbers contradict themselves or each other */
    public RangeRequest {
        if (pages < 1) {
            throw RangeException.request("pages=" + pages + " is less than 1");
        }
        if (alignment < 1 || Integer.bitCount(alignment) != 1) {
            throw RangeException.request("alignment=" + alignment + " is no power of two");
        }
        if (phase < 0 || phase >= alignment) {
            throw RangeException.request("phase=" + phase + " is not within 0.." + (alignment - 1) + ", alignment=" + alignment);
        }
        if (nocross != 0 && (nocross < 0 || Integer.bitCount(nocross) != 1)) {
            throw RangeException.request("nocross=" + nocross + " is no power of two");
        }
        if (nocross != 0 && nocross < pages) {
            throw RangeException.request("nocross=" + nocross + " is less than pages=" + pages + ": any range would cross it");
        }
        if (minimum < 0) {
            throw RangeException.request("minimum=" + minimum + " is negative");
        }
        if ((long) minimum + pages > maximum) {
            throw RangeException.request("no room for pages=" + pages + " between minimum=" + minimum + " and maximum=" + maximum);
        }
    }

    /**
     * So many pages, anywhere.
     *
     * @throws RangeException if it is less than 1
     */
    public static RangeRequest of(int pages) {
        return aligned(pages, 1);
    }

    /**
     * So many pages, the first of them at a multiple of a power of two.
     *
     * @throws RangeException if it is less than 1, or no power of two
     */
    public static RangeRequest aligned(int pages, int alignment) {
        return new RangeRequest(pages, alignment, 0, 0, 0, Integer.MAX_VALUE);
    }

    /** Whether it has no wishes beside length and alignment, in a region of so many pages. */
    boolean isAlignmentOnly(int pageCount) {
        return phase == 0 && nocross == 0 && minimum == 0 && maximum >= pageCount;
    }
}
