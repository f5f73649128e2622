package org.tlalloc.range;

import java.util.BitSet;
import java.util.Random;

/** The ranges of a region, looked at page by page: the reference for those that do not look. */
final class NaiveRanges {
    final int pageCount;
    final int[] used;
    private final BitSet taken = new BitSet();
    private int count;

    NaiveRanges(int pageCount) {
        this.pageCount = pageCount;
        this.used = new int[pageCount];
    }

    boolean isFree(int start, int pages) {
        return start >= 0 && start + (long) pages <= pageCount && taken.get(start, start + pages).isEmpty();
    }

    /** Whether the range that begins here is as it was asked for, free or not. */
    static boolean meets(int start, RangeRequest request) {
        int last = start + request.pages() - 1;
        return start % request.alignment() == request.phase() && start >= request.minimum() && last < request.maximum()
                && (request.nocross() == 0 || start / request.nocross() == last / request.nocross());
    }

    boolean isAnswer(int start, RangeRequest request) {
        return isFree(start, request.pages()) && meets(start, request);
    }

    boolean holds(int start, int pages) {
        return start >= 0 && start < pageCount && pages > 0 && used[start] == pages;
    }

    void take(int start, int pages) {
        if (!isFree(start, pages)) {
            throw new AssertionError("start=" + start + " pages=" + pages + " is not free: " + taken);
        }
        used[start] = pages;
        taken.set(start, start + pages);
        count++;
    }

    void free(int start, int pages) {
        used[start] = 0;
        taken.clear(start, start + pages);
        count--;
    }

    /** How many ranges are in use. */
    int count() {
        return count;
    }

    /** The first page of the lowest run of so many free pages, or NONE. */
    int lowestRun(long pages) {
        int start = 0;
        while (start + pages <= pageCount) {
            int obstacle = taken.nextSetBit(start);
            if (obstacle < 0 || obstacle >= start + pages) {
                return start;
            }
            start = taken.nextClearBit(obstacle);
        }
        return RangeAllocation.NONE;
    }

    /** The first page of one of the ranges in use, of which there are some. */
    int any(Random random) {
        int which = random.nextInt(count);
        int start = 0;
        while (used[start] == 0 || which-- > 0) {
            start++;
        }
        return start;
    }

    BitSet taken() {
        return (BitSet) taken.clone();
    }
}
