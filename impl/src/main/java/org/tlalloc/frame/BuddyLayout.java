package org.tlalloc.frame;

import org.tlalloc.machine.PhysicalMemory;

/**
 * Where a buddy allocator's metadata lies, in bytes from its base. Numbers are
 * little-endian; every part begins at a multiple of 8.
 *
 * <pre>
 *   0  magic       int   which of the two placements lives here
 *   4  frameCount  int
 *   8  maxOrder    int
 *  12  nonEmpty    int   bit k: there is a free block of order k
 *  16  freeCount   int a order
 *      tag         byte a frame: the order of the block handed out that begins here, or FF
 *
 *      then for each order k, with n = the blocks of that order that the arena's frames make
 *
 *  LOWEST      levels of 64-bit words, the lowest first: in level 0 bit i says that block i
 *              is free; in a level above, that word i below it is not zero. The topmost
 *              level is one word.
 *
 *                  level 1 |                                     ...0101 |
 *                  level 0 | ...0000 1000 | ...0000 | ...0110 0000 0000  |
 *
 *  MOST_RECENT level 0 as above, alone;
 *              top    int, and a gap of 4
 *              stack  int a slot: frames of blocks in the order they became free. An entry
 *                     counts only while its block is free (bit set) and no entry above it
 *                     names the same block. Slots from top on mean nothing.
 * </pre>
 *
 * <p>An aligned pair of bits stands for two buddies, so each level 0 has an even number of
 * bits: the buddy of the last block may lie outside the arena and is never free.
 */
final class BuddyLayout {
    static final int LOWEST = 0x4c66_7542;       // "BufL"
    static final int MOST_RECENT = 0x4d66_7542;  // "BufM"

    static final int MAX_FRAMES = 1 << 24;
    static final int MAX_ORDER = 24;
    static final byte NO_TAG = (byte) 0xff;

    static final int MAGIC = 0;
    static final int FRAME_COUNT = 4;
    static final int MAX_ORDER_FIELD = 8;
    static final int NON_EMPTY = 12;
    static final int FREE_COUNT = 16;

    final int frameCount;
    final int maxOrder;
    final int tags;
    final int size;
    private final int[][] levels;
    private final int[] stack;
    private final int[] capacity;

    private BuddyLayout(int magic, int frameCount, int maxOrder) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.levels = new int[maxOrder + 1][];
        this.stack = new int[maxOrder + 1];
        this.capacity = new int[maxOrder + 1];
        this.tags = align(FREE_COUNT + Integer.BYTES * (maxOrder + 1));
        int next = align(tags + frameCount);
        for (int order = 0; order <= maxOrder; order++) {
            next = magic == LOWEST ? placeLevels(order, next) : placeStack(order, next);
        }
        this.size = next;
    }

    /** @throws IllegalArgumentException if there can be no such arena */
    static BuddyLayout of(int magic, int frameCount, int maxOrder) {
        if (frameCount < 1 || frameCount > MAX_FRAMES) {
            throw new IllegalArgumentException("frameCount=" + frameCount + " is not within 1.." + MAX_FRAMES);
        }
        if (maxOrder < 0 || maxOrder > MAX_ORDER) {
            throw new IllegalArgumentException("maxOrder=" + maxOrder + " is not within 0.." + MAX_ORDER);
        }
        return new BuddyLayout(magic, frameCount, maxOrder);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static BuddyLayout read(int magic, PhysicalMemory memory, long base) {
        int found = magic(memory, base);
        if (found != magic) {
            throw new IllegalArgumentException("no buddy allocator of this kind at address=" + base
                    + ", magic=0x" + Integer.toHexString(found) + " where 0x" + Integer.toHexString(magic) + " should be");
        }
        BuddyLayout layout = of(magic, memory.readInt(base + FRAME_COUNT), memory.readInt(base + MAX_ORDER_FIELD));
        if (layout.size > memory.size() - base) {
            throw new IllegalArgumentException("no buddy allocator of frameCount=" + layout.frameCount + " at address=" + base
                    + ": its size=" + layout.size + " does not fit memory of size=" + memory.size());
        }
        return layout;
    }

    /** @throws IllegalArgumentException if the memory has no room for a header there */
    static int magic(PhysicalMemory memory, long base) {
        if (base < 0 || base > memory.size() - FREE_COUNT) {
            throw new IllegalArgumentException("no buddy allocator at address=" + base + " in memory of size=" + memory.size());
        }
        return memory.readInt(base + MAGIC);
    }

    private static int align(int offset) {
        return offset + 7 & ~7;
    }

    private int blocks(int order) {
        return frameCount >>> order;
    }

    private static int words(int bits) {
        return bits + 63 >>> 6;
    }

    private int bits(int order) {
        return Math.max(2, blocks(order) + 1 & ~1);
    }

    private int placeLevels(int order, int from) {
        int count = 1;
        for (int words = words(bits(order)); words > 1; words = words(words)) {
            count++;
        }
        levels[order] = new int[count];
        int next = from;
        int words = bits(order);
        for (int level = 0; level < count; level++) {
            words = words(words);
            levels[order][level] = next;
            next += Long.BYTES * words;
        }
        return next;
    }

    /* A stack holds at most two entries for each block that can be free. Below the largest order
       two buddies are never both free, so that these are half the blocks, rounded up. */
    private int placeStack(int order, int from) {
        levels[order] = new int[] {from};
        int top = from + Long.BYTES * words(bits(order));
        stack[order] = top;
        capacity[order] = order == maxOrder ? 2 * blocks(order) : blocks(order) + 1 & ~1;
        return align(top + Long.BYTES + Integer.BYTES * capacity[order]);
    }

    /** Offsets of the order's levels, the bits of the blocks themselves first. */
    int[] levels(int order) {
        return levels[order];
    }

    /** Where the order's bits begin, one for each block. */
    int bitmap(int order) {
        return levels[order][0];
    }

    /** Where the number of used slots stands. */
    int top(int order) {
        return stack[order];
    }

    /** Where the order's first slot stands. */
    int stack(int order) {
        return stack[order] + Long.BYTES;
    }

    /** How many slots the order has. */
    int capacity(int order) {
        return capacity[order];
    }
}
