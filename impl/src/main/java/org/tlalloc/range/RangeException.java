package org.tlalloc.range;

/** A call that the contract of {@link RangeAllocation} does not allow: the caller's mistake. */
public final class RangeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private enum Reason { REQUEST, LENGTH, WISH, OUTSIDE, FREE, INSIDE, NOT_HERE, SIZE }

    /* Kept as numbers: whoever tries out what is refused throws millions of these, and reads few. */
    private final Reason reason;
    private final String text;
    private final int start;
    private final int pages;
    private final int bound;

    private RangeException(Reason reason, String text, int start, int pages, int bound) {
        this.reason = reason;
        this.text = text;
        this.start = start;
        this.pages = pages;
        this.bound = bound;
    }

    /** A request that nobody could honour. */
    static RangeException request(String contradiction) {
        return new RangeException(Reason.REQUEST, contradiction, 0, 0, 0);
    }

    static RangeException length(int pages, int pageCount) {
        return new RangeException(Reason.LENGTH, null, 0, pages, pageCount);
    }

    /** @param allocator that knows of lengths and alignments alone */
    static RangeException wish(String allocator) {
        return new RangeException(Reason.WISH, allocator, 0, 0, 0);
    }

    static RangeException outside(int start, int pages, int pageCount) {
        return new RangeException(Reason.OUTSIDE, null, start, pages, pageCount);
    }

    /**
     * @param found the length of the range that begins at this page; 0 if the page is free, less than 0 if it lies
     *              inside of a range
     */
    static RangeException notUsed(int start, int pages, int found) {
        return new RangeException(found == 0 ? Reason.FREE : found < 0 ? Reason.INSIDE : Reason.SIZE, null, start, pages, found);
    }

    /**
     * Of those who do not look at what is around the page.
     *
     * @param found the length of the range that begins at this page, or 0
     */
    static RangeException notUsedHere(int start, int pages, int found) {
        return new RangeException(found == 0 ? Reason.NOT_HERE : Reason.SIZE, null, start, pages, found);
    }

    @Override
    public String getMessage() {
        String range = "the range at start=" + start + ", pages=" + pages;
        return switch (reason) {
            case REQUEST -> text;
            case LENGTH -> "pages=" + pages + " is not within 1.." + bound;
            case WISH -> text + " knows of pages and alignment alone: phase, nocross, minimum and maximum are for RangeArena and QuantumCaches";
            case OUTSIDE -> range + " is not within 0.." + (bound - 1);
            case FREE -> range + " is not in use: it was freed already, or never allocated";
            case INSIDE -> range + " begins inside of a range in use";
            case NOT_HERE -> range + " is not in use: no range begins there";
            case SIZE -> range + " was allocated with pages=" + bound;
        };
    }
}
