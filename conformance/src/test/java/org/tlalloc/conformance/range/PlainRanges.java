package org.tlalloc.conformance.range;

import java.util.BitSet;
import org.tlalloc.range.RangeRequest;

/** The lowest pages that will do, found by looking. It is right; faults are planted in subclasses. */
public class PlainRanges {
    static final int NONE = -1;

    final int pageCount;
    final BitSet used = new BitSet();
    final BitSet first = new BitSet();

    public PlainRanges(int pageCount) {
        this.pageCount = pageCount;
    }

    boolean areFree(int start, int pages) {
        return start + pages <= pageCount && used.get(start, start + pages).isEmpty();
    }

    /** The first of the lowest pages, or NONE. */
    int find(int pages) {
        for (int start = 0; start + pages <= pageCount; start++) {
            if (areFree(start, pages)) {
                return start;
            }
        }
        return NONE;
    }

    int find(int pages, int alignment) {
        int lowest = find(pages + alignment - 1);
        return lowest == NONE ? NONE : lowest + alignment - 1 & -alignment;
    }

    private int take(int start, int pages) {
        if (start != NONE) {
            used.set(start, start + pages);
            first.set(start);
        }
        return start;
    }

    public int allocate(int pages) {
        require(pages > 0 && pages <= pageCount);
        return take(find(pages), pages);
    }

    public int allocateWithin(RangeRequest request) {
        require(request.pages() <= pageCount);
        return take(find(request.pages(), request.alignment()), request.pages());
    }

    public void free(int start, int pages) {
        require(start >= 0 && pages > 0 && pages <= pageCount - start && mayFree(start, pages));
        clear(start, pages);
    }

    void clear(int start, int pages) {
        used.clear(start, start + pages);
        first.clear(start);
    }

    boolean mayFree(int start, int pages) {
        return first.get(start) && length(start) == pages;
    }

    int length(int start) {
        int end = start + 1;
        while (used.get(end) && !first.get(end)) {
            end++;
        }
        return end - start;
    }

    static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("outside of the contract");
        }
    }

    public BitSet usedPages() {
        return used;
    }

    public BitSet firstPages() {
        return first;
    }
}
