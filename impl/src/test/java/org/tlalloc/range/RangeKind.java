package org.tlalloc.range;

import org.tlalloc.machine.PhysicalMemory;

/** One of the strategies: how a region of it is made, and what it promises beyond the contract of all. */
interface RangeKind {
    /** There is no single right answer. */
    int ANY = -2;

    /** A region that is also a {@link org.tlalloc.machine.Resident}. */
    RangeAllocation format(PhysicalMemory memory, long base, int pageCount);

    RangeAllocation attach(PhysicalMemory memory, long base);

    /** The most pages that a region may have. */
    int largestRegion();

    /** Whether a range must be found for the request. */
    boolean promises(NaiveRanges ranges, RangeRequest request);

    /** The only right answer; {@link #ANY} where there is a choice. */
    default int answer(NaiveRanges ranges, RangeRequest request) {
        return ANY;
    }

    /** Whether requests may have wishes beside length and alignment. */
    default boolean honoursWishes() {
        return false;
    }

    /** Whether a refusal says if a page is free or inside of a range, which is to look around. */
    default boolean looksAround() {
        return true;
    }

    /** What {@code AnyRunFits} is in the specification: whatever is free and as wanted is found. */
    static boolean anyRunFits(NaiveRanges ranges, RangeRequest request) {
        for (int start = 0; start < ranges.pageCount; start++) {
            if (ranges.isAnswer(start, request)) {
                return true;
            }
        }
        return false;
    }

    /** What {@code RoomyRunFits} is: there is room wherever the free pages begin. */
    static boolean roomyRunFits(NaiveRanges ranges, RangeRequest request) {
        return ranges.lowestRun((long) request.pages() + request.alignment() - 1) != RangeAllocation.NONE;
    }
}
