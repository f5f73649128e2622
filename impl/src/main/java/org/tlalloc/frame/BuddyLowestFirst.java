package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The buddy allocator that takes the lowest free block of the smallest sufficient order:
 * the specification {@code BuddyLowestFirst}. Every call has one answer, and equal states
 * are equal bytes. Metadata: about half a byte a frame.
 */
public final class BuddyLowestFirst extends Buddy {

    /* The lowest free block is found by going down the levels, a word each: four words for an
       arena of 2^20 frames. A level is touched only when a word below it gets its first free
       block, or loses its last. */

    private final int[][] levels;

    private BuddyLowestFirst(PhysicalMemory memory, long base, BuddyLayout layout) {
        super(memory, base, layout);
        this.levels = layout.levels();
    }

    /**
     * Makes a new arena, all of it free but for the reserved frames.
     *
     * @param base       where the metadata goes, in bytes
     * @param frameCount 1 to 2^24; need not be a power of two
     * @param maxOrder   0 to 24
     * @param reserved   frames that are never handed out
     * @throws IllegalArgumentException if there can be no such arena
     * @throws IllegalStateException    if a smaller arena was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
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

    /**
     * Hands out a block at a multiple of more than its own size: the lowest part of the lowest free block of the
     * smallest order that will do, of which the rest stays free. It is no call of the specification of this class; that
     * of {@code RangeBuddy}, which needs it, says what it does.
     *
     * @param order     the block has 2^order frames
     * @param alignment its first frame is a multiple of 2^alignment
     * @return that frame; {@link #NONE} if there is no free block of so large an order
     * @throws BlockException if the arena has no such order
     */
    public int allocateAligned(int order, int alignment) {
        if (alignment <= order || order < 0 || order > maxOrder) {
            return allocate(order);
        }
        int sufficient = alignment > maxOrder ? 0 : window.getInt(BuddyLayout.NON_EMPTY) >>> alignment;
        if (sufficient == 0) {
            return NONE;
        }
        int from = alignment + Integer.numberOfTrailingZeros(sufficient);
        int block = take(from, window.getLong(BuddyLayout.freeCount(from)), FREE);
        for (int half = from - 1; half >= order; half--) {
            block <<= 1;
            // Below the alignment an order may have free blocks: they would not do.
            long word = word(block, half);
            put(block, half, word | bit(FREE, block + 1));
            add(block + 1, half, word);
        }
        put(block, order, word(block, order) | bit(HELD, block));
        return block << order;
    }

    @Override
    int take(int order, long counts, long bits) {
        int[] offsets = levels[order];
        int place = 0;
        for (int level = offsets.length - 1; level >= 0; level--) {
            place = place << 6 | Long.numberOfTrailingZeros(window.getLong(offsets[level] + (place << 3)));
        }
        long word = word(place << 5, order);
        int block = place << 5 | Integer.numberOfTrailingZeros((int) word);
        word ^= bit(bits, block);
        put(block, order, word);
        if ((int) word == 0) {
            clear(offsets, place);
        }
        count(order, (int) counts - 1);
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        if ((int) word == 0) {
            clear(levels[order], block >>> 5);
        }
        count(order, window.getInt(BuddyLayout.freeCount(order)) - 1);
    }

    @Override
    void add(int block, int order, long word) {
        if ((int) word == 0) {
            set(levels[order], block >>> 5);
        }
        int free = window.getInt(BuddyLayout.freeCount(order));
        window.putInt(BuddyLayout.freeCount(order), free + 1);
        if (free == 0) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        int bit = block >>> 5;
        for (int offset : levels[order]) {
            window.putLong(offset + (bit >>> 6 << 3), 1L << bit);
            bit >>>= 6;
        }
        window.putInt(BuddyLayout.freeCount(order), 1);
    }

    private void count(int order, int left) {
        window.putInt(BuddyLayout.freeCount(order), left);
        if (left == 0) {
            emptied(order);
        }
    }

    private void set(int[] offsets, int place) {
        int bit = place;
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

    private void clear(int[] offsets, int place) {
        int bit = place;
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
