package org.tlalloc.range;

import org.tlalloc.machine.PhysicalMemory;

/** An arena of some policy, in spans of some part of the region. */
record ArenaKind(String policy, int reach, int steps, int spans) implements RangeKind {
    private static final int MOST_TAGS = 1 << 16;

    static ArenaKind whole(String policy) {
        return new ArenaKind(policy, 4, 1, 1);
    }

    /** As many spans as wanted, if that divides the region, and one otherwise. */
    private int spanPages(int pageCount) {
        return pageCount % spans == 0 ? pageCount / spans : pageCount;
    }

    @Override
    public RangeAllocation format(PhysicalMemory memory, long base, int pageCount) {
        int spanPages = pageCount < 1 ? 1 : spanPages(pageCount);
        return RangeArena.format(memory, base, pageCount, spanPages, steps, Math.min(Math.max(pageCount, 0), MOST_TAGS) + 3, policy, reach);
    }

    @Override
    public RangeAllocation attach(PhysicalMemory memory, long base) {
        return RangeArena.attach(memory, base);
    }

    @Override
    public int largestRegion() {
        return 1 << 24;
    }

    /** What is free within a span, and as wanted. */
    @Override
    public boolean promises(NaiveRanges ranges, RangeRequest request) {
        int spanPages = spanPages(ranges.pageCount);
        for (int start = 0; start + request.pages() <= ranges.pageCount; start++) {
            if (start % spanPages + request.pages() <= spanPages && ranges.isAnswer(start, request)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean looksAround() {
        return false;
    }

    @Override
    public boolean honoursWishes() {
        return true;
    }
}
