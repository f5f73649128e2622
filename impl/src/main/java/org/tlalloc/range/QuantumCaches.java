package org.tlalloc.range;

import java.util.ArrayList;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * Caches of short ranges in front of a {@link RangeArena}. The specification {@code QuantumCaches}.
 *
 * <p>A short range that comes back waits in the cache of its length for the next who wants as many
 * pages. What waits is free to all: when the arena finds nothing, all caches are emptied into it,
 * and it is asked again.
 *
 * <p>Its state is metadata in physical memory ({@code QuantumCachesLayout} draws it), that of the arena
 * behind it; the object holds addresses and geometry alone, and no call makes objects. A range that
 * waits is known to do so by being in its cache, all of which is looked at when it comes back: depth numbers in a row.
 *
 * <p>Source: Bonwick and Adams, Magazines and vmem, USENIX 2001, section 4.4.
 */
public final class QuantumCaches implements RangeAllocation, Linked {
    private final Window window;
    private final QuantumCachesLayout layout;
    private final RangeArena arena;
    private final int most;
    private final int depth;

    private QuantumCaches(Window window, QuantumCachesLayout layout, RangeArena arena) {
        this.window = window;
        this.layout = layout;
        this.arena = arena;
        this.most = layout.most;
        this.depth = layout.depth;
    }

    /**
     * Makes a new region, all of it free: an arena of instant fit, of one span, with as many
     * classes as there may be and a tag for each page; and caches.
     *
     * @param base      where the metadata goes, in bytes
     * @param pageCount 1 to 2^24 - 3
     * @param most      the longest ranges that have a cache, 1 to 1024, in pages
     * @param depth     how many ranges a cache holds, 1 to 1024
     * @throws IllegalArgumentException if there can be no such region
     */
    public static QuantumCaches format(PhysicalMemory memory, long base, int pageCount, int most, int depth) {
        return format(memory, base, pageCount, pageCount, RangeArena.MAX_STEPS, pageCount + 3, "instant", 0, most, depth);
    }

    /**
     * Makes a new region, all of it free. The numbers between base and most are the arena's:
     * {@link RangeArena#format}.
     *
     * @throws IllegalArgumentException if there can be no such region
     */
    public static QuantumCaches format(PhysicalMemory memory, long base, int pageCount, int spanPages, int steps, int tagCount,
                                       String policy, int reach, int most, int depth) {
        QuantumCachesLayout layout = QuantumCachesLayout.of(most, depth);
        RangeArena arena = RangeArena.format(memory, base + layout.arena, pageCount, spanPages, steps, tagCount, policy, reach);
        Window window = memory.window(base, layout.arena);
        for (int offset = QuantumCachesLayout.GAP; offset < layout.arena; offset += Integer.BYTES) {
            window.putInt(offset, 0);
        }
        window.putInt(QuantumCachesLayout.MOST, most);
        window.putInt(QuantumCachesLayout.DEPTH, depth);
        window.putInt(QuantumCachesLayout.MAGIC, QuantumCachesLayout.MAGIC_NUMBER);
        return new QuantumCaches(window, layout, arena);
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or a header cannot be right
     */
    public static QuantumCaches attach(PhysicalMemory memory, long base) {
        QuantumCachesLayout layout = QuantumCachesLayout.read(memory, base);
        RangeArena arena = RangeArena.attach(memory, base + layout.arena);
        return new QuantumCaches(memory.window(base, layout.arena), layout, arena);
    }

    @Override
    public int allocate(int pages) {
        if (pages >= 1 && pages <= most) {
            int count = count(pages);
            if (count > 0) {
                setCount(pages, count - 1);
                return waiting(pages, count - 1);
            }
        }
        int start = arena.allocate(pages);
        return start == NONE && drain() ? arena.allocate(pages) : start;
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        int start = arena.allocateWithin(request);
        return start == NONE && drain() ? arena.allocateWithin(request) : start;
    }

    /** Gives the arena all that waits; whether there was any. */
    private boolean drain() {
        boolean any = false;
        for (int pages = 1; pages <= most; pages++) {
            int count = count(pages);
            for (int i = 0; i < count; i++) {
                arena.free(waiting(pages, i), pages);
            }
            if (count > 0) {
                setCount(pages, 0);
                any = true;
            }
        }
        return any;
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > arena.pageCount() - start) {
            throw RangeException.outside(start, pages, arena.pageCount());
        }
        if (arena.lengthAt(start) != pages || waits(start, pages)) {
            throw RangeException.notUsedHere(start, pages, found(start));
        }
        if (pages <= most && count(pages) < depth) {
            int count = count(pages);
            window.putInt(layout.cache(pages) + QuantumCachesLayout.FIRST + count * Integer.BYTES, start);
            setCount(pages, count + 1);
        } else {
            arena.free(start, pages);
        }
    }

    /** How long the range in use is that begins at a page; 0 if none does, but one may wait. */
    private int found(int start) {
        int pages = arena.lengthAt(start);
        return pages == 0 || waits(start, pages) ? 0 : pages;
    }

    /** Whether the range here, which the arena has handed out, waits in its cache. */
    private boolean waits(int start, int pages) {
        if (pages > most) {
            return false;
        }
        for (int i = count(pages) - 1; i >= 0; i--) {
            if (waiting(pages, i) == start) {
                return true;
            }
        }
        return false;
    }

    private int count(int pages) {
        return window.getInt(layout.cache(pages) + QuantumCachesLayout.COUNT);
    }

    private void setCount(int pages, int count) {
        window.putInt(layout.cache(pages) + QuantumCachesLayout.COUNT, count);
    }

    private int waiting(int pages, int i) {
        return window.getInt(layout.cache(pages) + QuantumCachesLayout.FIRST + i * Integer.BYTES);
    }

    @Override
    public int pageCount() {
        return arena.pageCount();
    }

    /** What the arena has handed out, to users or to the caches. */
    public int[] held() {
        return arena.used();
    }

    /** For each length from 1 on the first pages of the ranges that wait, the newest first. */
    public List<List<Integer>> caches() {
        List<List<Integer>> caches = new ArrayList<>();
        for (int pages = 1; pages <= most; pages++) {
            List<Integer> cache = new ArrayList<>();
            for (int i = count(pages) - 1; i >= 0; i--) {
                cache.add(waiting(pages, i));
            }
            caches.add(cache);
        }
        return caches;
    }

    @Override
    public int[] used() {
        int[] used = arena.used();
        caches().forEach(cache -> cache.forEach(start -> used[start] = 0));
        return used;
    }

    @Override
    public long metadataBytes() {
        return layout.arena + arena.metadataBytes();
    }

    /** The caches, and the arena behind them. */
    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(window.address(), layout.arena + arena.footprint().get(0).length()));
    }

    /** What the arena does not mean, and places in caches where nothing waits. */
    @Override
    public List<Extent> scratch() {
        List<Extent> scratch = new ArrayList<>(arena.scratch());
        for (int pages = 1; pages <= most; pages++) {
            int empty = depth - count(pages);
            if (empty > 0) {
                scratch.add(new Extent(window.address() + layout.cache(pages) + QuantumCachesLayout.FIRST
                        + (long) count(pages) * Integer.BYTES, (long) empty * Integer.BYTES));
            }
        }
        return scratch;
    }

    @Override
    public Links links() {
        return arena.links();
    }
}
