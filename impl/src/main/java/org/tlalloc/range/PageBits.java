package org.tlalloc.range;

import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/** A bit for each page of a region, in longs: a part of an allocator's metadata, which says what a set bit means. */
final class PageBits {
    private final Window window;

    /** @param words how many longs there are, {@link #words} */
    PageBits(PhysicalMemory memory, long base, int words) {
        this.window = memory.window(base, words * Long.BYTES);
    }

    /** How many longs so many pages take. */
    static int words(int pageCount) {
        return pageCount + Long.SIZE - 1 >>> 6;
    }

    boolean get(int page) {
        return (window.getLong(page >>> 6 << 3) >>> page & 1) != 0;
    }

    void set(int page) {
        int word = page >>> 6 << 3;
        window.putLong(word, window.getLong(word) | 1L << page);
    }

    void clear(int page) {
        int word = page >>> 6 << 3;
        window.putLong(word, window.getLong(word) & ~(1L << page));
    }

    /** The first page from one on, and before another, whose bit is set; the other one if there is none. It goes from word to word. */
    int next(int from, int end) {
        for (int word = from >>> 6; word << 6 < end; word++) {
            long found = window.getLong(word << 3) & (word == from >>> 6 ? -1L << from : -1L);
            if (found != 0) {
                return Math.min((word << 6) + Long.numberOfTrailingZeros(found), end);
            }
        }
        return end;
    }
}
