package org.tlalloc.frame;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.Masks;
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
 *  16  some        long  the topmost of the masks; and a gap of 8
 *  32  words       long and long for each 64 frames, a bit a frame:
 *                    used      handed out, reserved, or behind the last frame
 *                    reserved  never to be handed out, or behind the last frame
 *      masks       {@link Masks} of which words have a free frame, but for the topmost
 *      nodes       long for each node, level by level, the lowest first; the topmost level has at
 *                  most 16 nodes, and 16 words or fewer need no nodes
 *
 *  A node sums up so many children, side by side: three numbers of frames in a long.
 *
 *    level     1          2            3             4
 *    children  8 words    8 of level 1 16 of level 2 16 of level 3
 *    frames    512        4,096        65,536        1,048,576
 *
 *    bits 0..20   start: so many at its beginning are free
 *    bits 21..41  end: so many at its end are free
 *    bits 42..62  longest: the longest run of two free frames or more within it; 0 if there is none
 *
 *                        start                longest             end
 *                      |<----->|             |<------>|         |<-->|
 *      children        |   0    |   1    |   2    |   3    |  ..  |   7    |
 *      free frames     |........|##.#####|#.......|..####.#|######|####....|
 * </pre>
 *
 * <p>A node of level 4 has 2^20 frames, so that 21 bits hold any number of them, and 16 such nodes
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
    static final int SOME = 16;
    static final int WORDS = 32;
    /** A word takes 2^4 bytes, a mask or a node 2^3. */
    static final int WORD_BITS = 4;
    static final int LONG_BITS = 3;

    static final int END_SHIFT = 21;
    static final int LONGEST_SHIFT = 42;
    static final int NUMBER = (1 << END_SHIFT) - 1;

    /** A word has 2^6 frames. */
    private static final int LOG2_WORD = 6;

    /** Of each level, 2 to the power of this are the frames of a node; the words are level 0. Few levels are quickly climbed. */
    private static final int[] SIZE_BITS = {6, 9, 12, 16, 20};
    private static final int TOP_COUNT = 16;

    final int frameCount;
    final int maxOrder;
    final int words;
    /** Where all begins that follows from the words. */
    final int summary;
    final int size;
    private final int[] masks;
    private final int[] nodes;

    private FrameBitmapLayout(int frameCount, int maxOrder) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.words = parts(frameCount, LOG2_WORD);
        this.summary = WORDS + (words << WORD_BITS);
        this.masks = Masks.levels(summary, words);
        int next = masks[masks.length - 1];
        masks[masks.length - 1] = SOME;
        int top = 0;
        while (count(top) > TOP_COUNT) {
            top++;
        }
        this.nodes = new int[top + 1];
        for (int level = 1; level <= top; level++) {
            nodes[level] = next;
            next += count(level) << LONG_BITS;
        }
        this.size = next;
    }

    private static int parts(int count, int bits) {
        return count + (1 << bits) - 1 >>> bits;
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

    /** How many words, or nodes, a level has. */
    int count(int level) {
        return parts(frameCount, SIZE_BITS[level]);
    }

    /** Where the masks of each level begin; the last level is one mask. */
    int[] masks() {
        return masks;
    }

    /** Where the nodes of each level begin; nothing for level 0. */
    int[] nodes() {
        return nodes;
    }

    /** Of each level, 2 to the power of this are the frames of a node. */
    static int[] sizeBits() {
        return SIZE_BITS;
    }
}
