package org.tlalloc.conformance.compare;

import java.util.BitSet;

/** Which pages of a region are gone, as follows from what was handed out; it asks no allocator. */
final class TrackedRegion {
    private final BitSet reserved = new BitSet();
    private final int pageCount;
    private int reservedPages;
    private int usedPages;

    TrackedRegion(int pageCount) {
        this.pageCount = pageCount;
    }

    /**
     * A range was handed out.
     *
     * @param pages    as asked for; from there on to {@code reserving} it is waste
     * @throws IllegalStateException if some of these pages are gone already, or are none of the region
     */
    void take(int start, int pages, int reserving) {
        int taken = reserved.nextSetBit(start);
        if (start < 0 || start + reserving > pageCount || taken >= 0 && taken < start + reserving) {
            throw new IllegalStateException("a range was handed out at start=" + start + ", pages=" + reserving + ", where page="
                    + Math.max(taken, start) + " is in use or outside of the region");
        }
        reserved.set(start, start + reserving);
        reservedPages += reserving;
        usedPages += pages;
    }

    /** It came back. */
    void giveBack(int start, int pages, int reserving) {
        reserved.clear(start, start + reserving);
        reservedPages -= reserving;
        usedPages -= pages;
    }

    int freePages() {
        return pageCount - reservedPages;
    }

    /** The share of free pages outside the longest run of them, 0 to 1; 0 where nothing is free. */
    double externalFragmentation() {
        return freePages() == 0 ? 0 : 1 - (double) longestFree() / freePages();
    }

    /** The share of the pages that are gone and were never asked for, 0 to 1. */
    double waste() {
        return reservedPages == 0 ? 0 : 1 - (double) usedPages / reservedPages;
    }

    private int longestFree() {
        int longest = 0;
        for (int begin = reserved.nextClearBit(0); begin < pageCount;) {
            int next = reserved.nextSetBit(begin);
            int end = next < 0 ? pageCount : next;
            longest = Math.max(longest, end - begin);
            begin = reserved.nextClearBit(end);
        }
        return longest;
    }
}
