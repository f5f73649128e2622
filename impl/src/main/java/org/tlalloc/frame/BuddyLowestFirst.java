package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The buddy allocator that takes the lowest free block of the smallest sufficient order:
 * the specification {@code BuddyLowestFirst}. Every call has one answer, and equal states
 * are equal bytes. Metadata: about 1.3 bytes a frame.
 */
public final class BuddyLowestFirst extends Buddy {

    /* The lowest set bit is found by going down the levels, a word each: four words for an
       arena of 2^24 frames. A level is touched only when a word below it becomes zero, or
       stops being it. */

    private final int[][] levels;

    private BuddyLowestFirst(PhysicalMemory memory, long base, BuddyLayout layout) {
        super(memory, base, layout);
        this.levels = new int[layout.maxOrder + 1][];
        for (int order = 0; order <= layout.maxOrder; order++) {
            levels[order] = layout.levels(order);
        }
    }

    /**
     * Makes a new arena, all of it free but for the reserved frames.
     *
     * @param base       where the metadata goes, in bytes
     * @param frameCount 1 to 2^24; need not be a power of two
     * @param maxOrder   0 to 24
     * @param reserved   frames that are never handed out
     * @throws IllegalArgumentException if there can be no such arena
     */
    public static BuddyLowestFirst format(PhysicalMemory memory, long base, int frameCount, int maxOrder,
                                          BitSet reserved) {
        BuddyLayout layout = BuddyLayout.of(BuddyLayout.LOWEST, frameCount, maxOrder);
        write(memory, base, BuddyLayout.LOWEST, layout, reserved);
        BuddyLowestFirst buddy = new BuddyLowestFirst(memory, base, layout);
        buddy.populate(reserved);
        return buddy;
    }

    /**
     * The arena that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none of this kind, or its header cannot be right
     */
    public static BuddyLowestFirst attach(PhysicalMemory memory, long base) {
        BuddyLowestFirst buddy = new BuddyLowestFirst(memory, base, BuddyLayout.read(BuddyLayout.LOWEST, memory, base));
        buddy.check();
        return buddy;
    }

    @Override
    int remove(int order) {
        int[] offsets = levels[order];
        int block = 0;
        for (int level = offsets.length - 1; level >= 0; level--) {
            block = block << 6 | Long.numberOfTrailingZeros(window.getLong(offsets[level] + (block << 3)));
        }
        clear(offsets, block);
        return block << order;
    }

    @Override
    void remove(int frame, int order) {
        clear(levels[order], frame >>> order);
    }

    @Override
    void insert(int frame, int order) {
        int[] offsets = levels[order];
        int bit = frame >>> order;
        for (int level = 0; level < offsets.length; level++) {
            int at = offsets[level] + (bit >>> 6 << 3);
            long word = window.getLong(at);
            window.putLong(at, word | 1L << bit);
            if (word != 0) {
                return;
            }
            bit >>>= 6;
        }
    }

    private void clear(int[] offsets, int block) {
        int bit = block;
        for (int level = 0; level < offsets.length; level++) {
            int at = offsets[level] + (bit >>> 6 << 3);
            long word = window.getLong(at) & ~(1L << bit);
            window.putLong(at, word);
            if (word != 0) {
                return;
            }
            bit >>>= 6;
        }
    }

    /** None: every byte of the metadata follows from what is free and what is not. */
    @Override
    public List<Extent> scratch() {
        return List.of();
    }
}
