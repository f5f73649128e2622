package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Masks;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The buddy allocator that takes the lowest free block of the smallest sufficient order:
 * the specification {@code BuddyLowestFirst}. Every call has one answer, and equal states
 * are equal bytes. Metadata: about half a byte a frame.
 */
public final class BuddyLowestFirst extends Buddy {

    /* Each order knows the first of its words that has a free block, so that a block is taken without a search. The next
       such word is looked for when the first has none left, from its own mask on: it lies close most often. A level is
       touched only when a word below it gets its first free block, or loses its last.

       The two numbers of an order are written as they are read, as one: a processor cannot pass on a number of which a part
       was written alone, just before, and waits until that is in its cache. */

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
    void checkIndex(int order, int count) {
        int lowest = window.getInt(BuddyLayout.lowest(order));
        boolean isWord = lowest >= 0 && lowest < layout.wordCount(order);
        if (!isWord || count == 0 && lowest != 0 || count > 0 && (int) word(lowest << 5, order) == 0) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: order=" + order
                    + " lowest=" + lowest + " freeCount=" + count + " words=" + layout.wordCount(order));
        }
    }

    @Override
    int take(int order, long counts, long bits) {
        int lowest = (int) (counts >>> 32);
        long word = word(lowest << 5, order);
        int block = lowest << 5 | Integer.numberOfTrailingZeros((int) word);
        word ^= bit(bits, block);
        put(block, order, word);
        less(order, counts, lowest, word);
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        less(order, window.getLong(BuddyLayout.freeCount(order)), block >>> 5, word);
    }

    /**
     * Counts a free block less.
     *
     * @param index of its word
     * @param word  without it
     */
    private void less(int order, long counts, int index, long word) {
        int lowest = (int) (counts >>> 32);
        if ((int) word == 0) {
            if (index == lowest) {
                lowest = Math.max(0, Masks.removeFirst(window, levels[order], index));
            } else {
                Masks.remove(window, levels[order], index);
            }
        }
        int left = (int) counts - 1;
        put(order, left, lowest);
        if (left == 0) {
            emptied(order);
        }
    }

    @Override
    void add(int block, int order, long word) {
        int index = block >>> 5;
        if ((int) word == 0) {
            Masks.add(window, levels[order], index);
        }
        long counts = window.getLong(BuddyLayout.freeCount(order));
        int free = (int) counts;
        put(order, free + 1, free == 0 ? index : Math.min(index, (int) (counts >>> 32)));
        if (free == 0) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        Masks.add(window, levels[order], block >>> 5);
        put(order, 1, block >>> 5);
    }

    private void put(int order, int free, int lowest) {
        window.putLong(BuddyLayout.freeCount(order), (long) lowest << 32 | free);
    }

    /** None: every byte of the metadata follows from what is free and what is not. */
    @Override
    public List<Extent> scratch() {
        return List.of();
    }
}
