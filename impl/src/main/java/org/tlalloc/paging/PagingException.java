package org.tlalloc.paging;

/** A call that the contract of {@link AddressSpace} does not allow: the caller's mistake. */
public final class PagingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private enum Reason { SPACE, PAGE, LEVEL, ALIGNMENT, FRAME, ZERO, WINDOW, HALVES, KERNEL, MAPPED, UNMAPPED, COUNT, NOT_RUNNING }

    /* Kept as numbers: whoever tries out what is refused throws millions of these, and reads few. */
    private final Reason reason;
    private final long value;
    private final long bound;

    private PagingException(Reason reason, long value, long bound) {
        this.reason = reason;
        this.value = value;
        this.bound = bound;
    }

    static PagingException space(int space) {
        return new PagingException(Reason.SPACE, space, 0);
    }

    static PagingException page(long page, long pages) {
        return new PagingException(Reason.PAGE, page, pages);
    }

    static PagingException level(int level, int largest) {
        return new PagingException(Reason.LEVEL, level, largest);
    }

    static PagingException alignment(long number, int level) {
        return new PagingException(Reason.ALIGNMENT, number, level);
    }

    static PagingException frame(long frame, long frames) {
        return new PagingException(Reason.FRAME, frame, frames);
    }

    static PagingException zero() {
        return new PagingException(Reason.ZERO, 0, 0);
    }

    static PagingException window(long page) {
        return new PagingException(Reason.WINDOW, page, 0);
    }

    static PagingException halves(long first, long last) {
        return new PagingException(Reason.HALVES, first, last);
    }

    static PagingException kernel(long page) {
        return new PagingException(Reason.KERNEL, page, 0);
    }

    static PagingException mapped(long page) {
        return new PagingException(Reason.MAPPED, page, 0);
    }

    static PagingException unmapped(long page) {
        return new PagingException(Reason.UNMAPPED, page, 0);
    }

    static PagingException count(long count) {
        return new PagingException(Reason.COUNT, count, 0);
    }

    static PagingException notRunning(int space) {
        return new PagingException(Reason.NOT_RUNNING, space, 0);
    }

    @Override
    public String getMessage() {
        return switch (reason) {
            case SPACE -> "space=" + value + " is no address space";
            case PAGE -> "page=" + value + " is not within 0.." + (bound - 1);
            case LEVEL -> "level=" + value + " is not within 0.." + bound;
            case ALIGNMENT -> "number=" + value + " is not at a multiple of the pages of level=" + bound;
            case FRAME -> "frame=" + value + " is not within 0.." + (bound - 1);
            case ZERO -> "page=0 is never mapped";
            case WINDOW -> "page=" + value + " belongs to the window of the tables";
            case HALVES -> "the pages first=" + value + ", last=" + bound + " are not all the kernel's, or all the user's";
            case KERNEL -> "page=" + value + " is the kernel's and cannot be the user's";
            case MAPPED -> "page=" + value + " is mapped already";
            case UNMAPPED -> "page=" + value + " is not mapped";
            case COUNT -> "count=" + value + " is not positive";
            case NOT_RUNNING -> "space=" + value + " is not the one that the processor runs in, its window shows another";
        };
    }
}
