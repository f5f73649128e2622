package org.tlalloc.conformance.compare;

/**
 * How long the slabs of a cache are: the fewest pages that hold at least eight objects and leave at most
 * a sixteenth over, up to 32 pages; where none do, those that leave the least share over.
 *
 * @param pages   of a slab
 * @param objects in a slab
 */
record SlabSize(int pages, int objects) {
    private static final int PAGE = 4096;
    private static final int FEWEST_OBJECTS = 8;
    private static final int MOST_PAGES = 32;
    private static final int LEFT_OVER = 16;

    /** @param bytes of an object, at least 1 */
    static SlabSize of(int bytes) {
        SlabSize best = null;
        double least = 1;
        for (int pages = 1; pages <= MOST_PAGES; pages++) {
            int objects = pages * PAGE / bytes;
            int over = pages * PAGE - objects * bytes;
            if (objects >= FEWEST_OBJECTS && over * LEFT_OVER <= pages * PAGE) {
                return new SlabSize(pages, objects);
            }
            if (objects > 0 && (double) over / (pages * PAGE) < least) {
                least = (double) over / (pages * PAGE);
                best = new SlabSize(pages, objects);
            }
        }
        return best == null ? new SlabSize((bytes - 1) / PAGE + 1, 1) : best;
    }
}
