package org.tlalloc.frame;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where a frame bitmap lies, in bytes from its base. Numbers are little-endian; every part
 * begins at a multiple of 8.
 *
 * <pre>
 *   0  magic       int
 *   4  frameCount  int
 *   8  maxOrder    int
 *  12  lowest      int   the lowest free frame; frameCount if none is free
 *  16  some        long  bit i: node i of the topmost level has a free frame; and a gap of 8
 *  32  words       long and long for each 64 frames, a bit a frame:
 *                    used      handed out, reserved, or behind the last frame
 *                    reserved  never to be handed out, or behind the last frame
 *      longest     byte a word: the longest run of free frames within it, 0..64
 *      nodes       level by level, the lowest first; the topmost level has at most 64 nodes,
 *                  and 64 words or fewer need no nodes
 *
 *  A node of level 1 sums up 64 words, a node of a level above 64 nodes of the level below:
 *
 *   0  some        long  bit i: child i has a free frame
 *   8  whole       long  bit i: all frames of child i are free
 *  16  runs        long  three numbers of frames
 *                    bits 0..18   start: so many at its beginning are free
 *                    bits 19..37  end: so many at its end are free
 *                    bits 38..56  longest: the longest run of free frames within it
 *
 *                        start                longest             end
 *                      |<----->|             |<------>|         |<-->|
 *      children        |   0    |   1    |   2    |   3    |   4    |
 *      free frames     |........|##.#####|#.......|..####.#|####....|
 * </pre>
 *
 * <p>A node of level 2 has 2^18 frames, so that 19 bits hold any number of them, and 64 such nodes
 * are the largest arena. Frames behind the last one count as used, so that every node is of full size. All of it
 * follows from the bits: equal states are equal bytes. That is two bits for each frame, and 0.02
 * bytes of summary.
 */
final class FrameBitmapLayout {
    static final int MAGIC_NUMBER = 0x7469_4246;  // "FBit"

    static final int MAX_FRAMES = 1 << 24;
    static final int MAX_ORDER = 24;

    static final int MAGIC = 0;
    static final int FRAME_COUNT = 4;
    static final int MAX_ORDER_FIELD = 8;
    static final int LOWEST = 12;
    static final int TOP_SOME = 16;
    static final int WORDS = 32;
    static final int WORD_BITS = 4;

    static final int SOME = 0;
    static final int WHOLE = 8;
    static final int RUNS = 16;
    static final int NODE_SIZE = 24;

    static final int END_SHIFT = 19;
    static final int LONGEST_SHIFT = 38;
    static final int NUMBER = (1 << END_SHIFT) - 1;

    /** A node has 2^6 children, and a word 2^6 frames. */
    static final int RADIX_BITS = 6;

    final int frameCount;
    final int maxOrder;
    final int words;
    final int longest;
    final int size;
    private final int[] nodes;
    private final int[] counts;

    private FrameBitmapLayout(int frameCount, int maxOrder) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.words = parents(frameCount);
        int levels = 0;
        for (int count = words; count > 1 << RADIX_BITS; count = parents(count)) {
            levels++;
        }
        this.longest = WORDS + (words << WORD_BITS);
        this.nodes = new int[levels + 1];
        this.counts = new int[levels + 1];
        counts[0] = words;
        int next = longest + words + 7 & ~7;
        for (int level = 1; level <= levels; level++) {
            counts[level] = parents(counts[level - 1]);
            nodes[level] = next;
            next += counts[level] * NODE_SIZE;
        }
        this.size = next;
    }

    private static int parents(int children) {
        return children + (1 << RADIX_BITS) - 1 >>> RADIX_BITS;
    }

    /** @throws IllegalArgumentException if there can be no such bitmap */
    static FrameBitmapLayout of(int frameCount, int maxOrder) {
        if (frameCount < 1 || frameCount > MAX_FRAMES) {
            throw new IllegalArgumentException("frameCount=" + frameCount + " is not within 1.." + MAX_FRAMES);
        }
        if (maxOrder < 0 || maxOrder > MAX_ORDER) {
            throw new IllegalArgumentException("maxOrder=" + maxOrder + " is not within 0.." + MAX_ORDER);
        }
        return new FrameBitmapLayout(frameCount, maxOrder);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static FrameBitmapLayout read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, WORDS, "frame bitmap");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "frame bitmap");
        FrameBitmapLayout layout = geometry(memory, base);
        int lowest = memory.readInt(base + LOWEST);
        if (lowest < 0 || lowest > layout.frameCount) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: lowest=" + lowest
                    + " frameCount=" + layout.frameCount);
        }
        return layout;
    }

    /** The same where magic number and lowest frame are not written yet, in memory that has room for a header. */
    static FrameBitmapLayout geometry(PhysicalMemory memory, long base) {
        FrameBitmapLayout layout = of(memory.readInt(base + FRAME_COUNT), memory.readInt(base + MAX_ORDER_FIELD));
        if (layout.size > memory.size() - base) {
            throw new IllegalArgumentException("no frame bitmap of frameCount=" + layout.frameCount + " at address=" + base
                    + ": its size=" + layout.size + " does not fit memory of size=" + memory.size());
        }
        return layout;
    }

    /** The topmost level; the words are level 0. */
    int top() {
        return nodes.length - 1;
    }

    /** How many words, or nodes, a level has. */
    int count(int level) {
        return counts[level];
    }

    /** Where the nodes of each level begin; nothing for level 0. */
    int[] nodes() {
        return nodes;
    }
}
