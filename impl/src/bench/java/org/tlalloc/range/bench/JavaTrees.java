package org.tlalloc.range.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeRequest;

/**
 * The baseline, as one would write it without much thought: free ranges in a map by address and in
 * a set by length and address, best fit, merged with both neighbours; and the length of each range
 * in use, an int a page. Whoever changes it changes the unit of all ratios.
 */
final class JavaTrees implements RangeAllocation {
    private final int[] used;
    private final TreeMap<Integer, Integer> byAddress = new TreeMap<>();
    /* Length in the upper half, first page in the lower. */
    private final TreeSet<Long> byLength = new TreeSet<>();

    JavaTrees(int pageCount) {
        this.used = new int[pageCount];
        add(0, pageCount);
    }

    private void add(int start, int pages) {
        byAddress.put(start, pages);
        byLength.add(sizeKey(start, pages));
    }

    private static long sizeKey(int start, int pages) {
        return (long) pages << 32 | start;
    }

    @Override
    public int allocate(int pages) {
        if (pages < 1 || pages > used.length) {
            throw new IllegalArgumentException("pages=" + pages + " is not within 1.." + used.length);
        }
        Long best = byLength.ceiling(sizeKey(0, pages));
        if (best == null) {
            return NONE;
        }
        int start = best.intValue();
        int room = (int) (best >>> 32);
        byLength.remove(best);
        byAddress.remove(start);
        if (room > pages) {
            add(start + pages, room - pages);
        }
        used[start] = pages;
        return start;
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        throw new UnsupportedOperationException("no wishes in the baseline");
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || start >= used.length || pages < 1 || used[start] != pages) {
            throw new IllegalArgumentException("no range in use at start=" + start + " with pages=" + pages);
        }
        used[start] = 0;
        int from = start;
        int room = pages;
        Map.Entry<Integer, Integer> below = byAddress.lowerEntry(start);
        if (below != null && below.getKey() + below.getValue() == start) {
            from = below.getKey();
            room += below.getValue();
            byAddress.remove(from);
            byLength.remove(sizeKey(from, below.getValue()));
        }
        Integer above = byAddress.remove(start + pages);
        if (above != null) {
            byLength.remove(sizeKey(start + pages, above));
            room += above;
        }
        add(from, room);
    }

    @Override
    public int pageCount() {
        return used.length;
    }

    @Override
    public int[] used() {
        return used.clone();
    }

    /** None in simulated memory; what Java's objects take is not counted. */
    @Override
    public long metadataBytes() {
        return 0;
    }
}
