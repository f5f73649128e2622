package org.tlalloc.conformance.compare;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.SplittableRandom;

/**
 * The forum's own case: slabs grow and shrink all the time. There are caches, each with slabs of a
 * length of its own, drawn from those that keep at least eight objects with little left over; in
 * turns some caches grow, and some give back slabs, any of theirs, as memory runs short.
 */
final class SlabTraffic implements Traffic {
    private static final int CACHES = 32;
    private static final int MOST_PAGES = 32;
    /* The region is filled up to the first, then slabs are given back down to the second. */
    private static final double FULL = 0.92;
    private static final double SHORT = 0.45;

    private final int pageCount;
    private final int steps;

    SlabTraffic(int pageCount, int steps) {
        this.pageCount = pageCount;
        this.steps = steps;
    }

    @Override
    public String name() {
        return "slabs";
    }

    @Override
    public String description() {
        return String.format(java.util.Locale.ROOT, "%d caches with slabs of 1 to %d pages grow until %.0f %% of the region is asked for,"
                + " shrink to %.0f %%, and so on", CACHES, MOST_PAGES, 100 * FULL, 100 * SHORT);
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public Script script(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Script script = new Script();
        IntArrayList[] slabs = new IntArrayList[CACHES];
        int[] lengths = new int[CACHES];
        for (int cache = 0; cache < CACHES; cache++) {
            slabs[cache] = new IntArrayList();
            // Few caches have large objects.
            lengths[cache] = 1 + random.nextInt(1 + random.nextInt(MOST_PAGES));
        }
        long asked = 0;
        boolean growing = true;
        while (script.size() < steps) {
            int cache = random.nextInt(CACHES);
            // A cache that is in demand makes slabs in a row; memory runs short for all of them.
            int count = 1 + random.nextInt(growing ? 16 : 4);
            for (int i = 0; i < count; i++) {
                if (growing || slabs[cache].isEmpty() || random.nextInt(8) == 0) {
                    slabs[cache].add(script.ask(lengths[cache]));
                    asked += lengths[cache];
                } else {
                    script.end(removeAny(slabs[cache], random));
                    asked -= lengths[cache];
                }
            }
            growing = growing ? asked < FULL * pageCount : asked < SHORT * pageCount;
        }
        return script;
    }

    private static int removeAny(IntArrayList slabs, SplittableRandom random) {
        int at = random.nextInt(slabs.size());
        int slab = slabs.getInt(at);
        slabs.set(at, slabs.getInt(slabs.size() - 1));
        slabs.removeInt(slabs.size() - 1);
        return slab;
    }
}
