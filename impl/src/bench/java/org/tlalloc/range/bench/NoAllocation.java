package org.tlalloc.range.bench;

import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeRequest;

/** Allocates nothing: what is left is the harness. It looks at its arguments, so that they are not optimised away. */
final class NoAllocation implements RangeAllocation {
    private final int pageCount;
    private int sum;

    NoAllocation(int pageCount) {
        this.pageCount = pageCount;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public int allocate(int pages) {
        return sum & 0xff_ffff;
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        return allocate(request.pages());
    }

    @Override
    public void free(int start, int pages) {
        sum += start + pages;
    }

    @Override
    public int[] used() {
        return new int[pageCount];
    }

    @Override
    public long metadataBytes() {
        return 0;
    }
}
