package org.tlalloc.conformance.range;

import java.util.BitSet;
import org.tlalloc.range.RangeRequest;

/** A buddy system of pages, the lowest block first, in sets. It is right; faults are planted in subclasses. */
public class PlainBlocks {
    static final int NONE = -1;

    final int pageCount;
    final int[] used;
    final BitSet[] free;

    public PlainBlocks(int pageCount) {
        this.pageCount = pageCount;
        this.used = new int[pageCount];
        this.free = new BitSet[order(pageCount) + 1];
        for (int order = 0; order < free.length; order++) {
            free[order] = new BitSet();
        }
        for (int start = 0; start < pageCount;) {
            int order = Integer.numberOfTrailingZeros(Integer.highestOneBit(pageCount - start));
            free[order].set(start);
            start += 1 << order;
        }
    }

    static int order(int pages) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(pages - 1);
    }

    /** The smallest order from one on that has a free block, or NONE. */
    int from(int order) {
        for (int from = order; from < free.length; from++) {
            if (!free[from].isEmpty()) {
                return from;
            }
        }
        return NONE;
    }

    int choose(int order) {
        return free[order].nextSetBit(0);
    }

    /** The least order of the block for a request. */
    int wanted(RangeRequest request) {
        return Math.max(order(request.pages()), order(request.alignment()));
    }

    private int take(int pages, int wanted) {
        int from = from(wanted);
        if (from == NONE) {
            return NONE;
        }
        int start = choose(from);
        free[from].clear(start);
        for (int half = from - 1; half >= order(pages); half--) {
            free[half].set(start + (1 << half));
        }
        used[start] = pages;
        return start;
    }

    public int allocate(int pages) {
        require(pages > 0 && pages <= pageCount);
        return take(pages, order(pages));
    }

    public int allocateWithin(RangeRequest request) {
        require(request.pages() <= pageCount);
        return take(request.pages(), wanted(request));
    }

    public void free(int start, int pages) {
        require(start >= 0 && start < pageCount && pages > 0 && mayFree(start, pages));
        used[start] = 0;
        join(start, order(pages));
    }

    boolean mayFree(int start, int pages) {
        return used[start] == pages;
    }

    void join(int start, int order) {
        int block = start;
        int size = order;
        while (size < free.length - 1 && free[size].get(block ^ 1 << size)) {
            free[size].clear(block ^ 1 << size);
            block &= -(2 << size);
            size++;
        }
        free[size].set(block);
    }

    static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("outside of the contract");
        }
    }

    public int[] used() {
        return used;
    }

    public BitSet[] freeBlocks() {
        return free;
    }
}
