package org.tlalloc.frame;

import java.util.Arrays;
import org.tlalloc.machine.Header;
import org.tlalloc.machine.Masks;
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
 *  16  for each order k
 *        freeCount  int
 *        lowest     int   LOWEST: the first word that has a free block; 0 if none has
 *        top        int   MOST_RECENT, in its place: how many slots of the stack are used
 *
 *      then for each order k
 *
 *      word        64 bits for 32 blocks. Bit i of the lower half: block i is free; of the
 *                  upper half: it is handed out. Neither: it is part of a larger block, or
 *                  in parts, or reserved, or outside the arena.
 *
 *                       63            32 31             0
 *                      | 0000 ... 0001  | 0110 ... 0000  |   block 0 handed out, 29 and 30 free
 *
 *  LOWEST      levels  {@link Masks} of which words have a free block
 *
 *  MOST_RECENT stack   int a slot, one for each block: numbers of blocks, in the order in which
 *                      they became free. An entry counts only while its block is free; no block
 *                      has two. Slots from top on mean nothing.
 * </pre>
 *
 * <p>Two buddies are neighbours in one word. The buddy of the last block may lie outside the
 * arena; its bits are there, and never set.
 */
final class BuddyLayout {
    static final int LOWEST = 0x4c66_7542;       // "BufL"
    static final int MOST_RECENT = 0x4d66_7542;  // "BufM"

    static final int MAX_FRAMES = 1 << 24;
    static final int MAX_ORDER = 24;

    static final int MAGIC = 0;
    static final int FRAME_COUNT = 4;
    static final int MAX_ORDER_FIELD = 8;
    static final int NON_EMPTY = 12;
    private static final int COUNTS = 16;

    final int frameCount;
    final int maxOrder;
    final int size;
    private final int[] words;
    private final int[][] levels;
    private final int[] stacks;

    private BuddyLayout(int magic, int frameCount, int maxOrder) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.words = new int[maxOrder + 1];
        this.levels = new int[maxOrder + 1][0];
        this.stacks = new int[maxOrder + 1];
        int next = freeCount(maxOrder + 1);
        for (int order = 0; order <= maxOrder; order++) {
            words[order] = next;
            next += Long.BYTES * wordCount(order);
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
        Header.requireRoom(memory, base, COUNTS, "buddy allocator");
        Header.requireMagic(memory, base, magic, "buddy allocator of this kind");
        BuddyLayout layout = of(magic, memory.readInt(base + FRAME_COUNT), memory.readInt(base + MAX_ORDER_FIELD));
        if (layout.size > memory.size() - base) {
            throw new IllegalArgumentException("no buddy allocator of frameCount=" + layout.frameCount + " at address=" + base
                    + ": its size=" + layout.size + " does not fit memory of size=" + memory.size());
        }
        return layout;
    }

    /** @throws IllegalArgumentException if the memory has no room for a header there */
    static int magic(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, COUNTS, "buddy allocator");
        return memory.readInt(base + MAGIC);
    }

    private int placeLevels(int order, int from) {
        levels[order] = Masks.levels(from, wordCount(order));
        return from + Masks.size(wordCount(order));
    }

    private int placeStack(int order, int from) {
        stacks[order] = from;
        return from + Integer.BYTES * slots(order) + 7 & ~7;
    }

    /** Where the number of the order's free blocks stands. */
    static int freeCount(int order) {
        return COUNTS + Long.BYTES * order;
    }

    /** Where the order's first word with a free block stands: right behind the number of its free blocks. */
    static int lowest(int order) {
        return freeCount(order) + Integer.BYTES;
    }

    /** Where the number of the order's used slots stands: right behind the number of its free blocks. */
    static int top(int order) {
        return freeCount(order) + Integer.BYTES;
    }

    /** Where the words of each order begin. */
    int[] words() {
        return words.clone();
    }

    /** How many words the order has: enough for the number of any frame. */
    int wordCount(int order) {
        return (frameCount - 1 >>> order >>> 5) + 1;
    }

    /** Where each order's levels begin, the lowest first. */
    int[][] levels() {
        return Arrays.stream(levels).map(int[]::clone).toArray(int[][]::new);
    }

    /** Where the stack of each order begins. */
    int[] stacks() {
        return stacks.clone();
    }

    /** How many slots the order's stack has. */
    int slots(int order) {
        return frameCount >>> order;
    }
}
