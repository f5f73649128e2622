package org.tlalloc.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The buddy allocator that takes, of the free blocks of the smallest sufficient order, the
 * one that became free last: its memory is likeliest to be in a cache. It refines
 * {@code Buddy}. Metadata: about 8.5 bytes a frame.
 */
public final class BuddyMostRecentFirst extends Buddy {

    /* A stack for each order holds candidates. A block that becomes free is pushed. One that stops
       being free without being the top leaves its entry behind, stale: the block's bit says that
       it is not free. So the topmost entry whose block is free is the block that became free last.

       No block has two entries. For that it would have to become free again with its old entry
       still there. It lost its freedom to its buddy, so it is free again only after the larger
       block is split; that happens when its order has no free block at all, and then its stack is
       empty, as follows.

       A stack is swept of stale entries as soon as they outnumber the free blocks. A sweep looks
       at fewer than twice as many entries as blocks have stopped being free since the last one,
       so it costs a constant per call; and without a free block there is no entry. Sweeping only
       when a stack is full would cost the same, but leave a small arena with so many combinations
       of stale entries that a replay of all its states would not end. */

    private final int[] stacks;

    private BuddyMostRecentFirst(PhysicalMemory memory, long base, BuddyLayout layout) {
        super(memory, base, layout);
        this.stacks = layout.stacks();
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
    public static BuddyMostRecentFirst format(PhysicalMemory memory, long base, int frameCount, int maxOrder,
                                              BitSet reserved) {
        BuddyLayout layout = BuddyLayout.of(BuddyLayout.MOST_RECENT, frameCount, maxOrder);
        write(memory, base, BuddyLayout.MOST_RECENT, layout, reserved);
        BuddyMostRecentFirst buddy = new BuddyMostRecentFirst(memory, base, layout);
        buddy.populate(reserved);
        return buddy;
    }

    /**
     * The arena that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none of this kind, or its header cannot be right
     */
    public static BuddyMostRecentFirst attach(PhysicalMemory memory, long base) {
        BuddyMostRecentFirst buddy = new BuddyMostRecentFirst(memory, base, BuddyLayout.read(BuddyLayout.MOST_RECENT, memory, base));
        buddy.check();
        return buddy;
    }

    @Override
    void checkIndex(int order, int count) {
        int top = window.getInt(BuddyLayout.top(order));
        if (top < count || top > 2 * count || top > layout.slots(order)) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: order=" + order
                    + " top=" + top + " freeCount=" + count + " slots=" + layout.slots(order));
        }
    }

    @Override
    int take(int order, long counts, long bits) {
        int top = (int) (counts >>> 32) - 1;
        int block = window.getInt(stacks[order] + (top << 2));
        long word = word(block, order);
        while ((word & bit(FREE, block)) == 0) {
            top--;
            block = window.getInt(stacks[order] + (top << 2));
            word = word(block, order);
        }
        put(block, order, word ^ bit(bits, block));
        shrink(order, (int) counts - 1, top);
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        long counts = window.getLong(BuddyLayout.freeCount(order));
        int top = (int) (counts >>> 32);
        boolean last = window.getInt(stacks[order] + (top - 1 << 2)) == block;
        shrink(order, (int) counts - 1, last ? top - 1 : top);
    }

    @Override
    void add(int block, int order, long word) {
        long counts = window.getLong(BuddyLayout.freeCount(order));
        int top = (int) (counts >>> 32);
        window.putInt(stacks[order] + (top << 2), block);
        put(order, (int) counts + 1, top + 1);
        if (top == 0) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        window.putInt(stacks[order], block);
        put(order, 1, 1);
    }

    private void shrink(int order, int free, int top) {
        put(order, free, top);
        if (top >= 2 * free) {
            tidy(order, free, top);
        }
    }

    private void tidy(int order, int free, int top) {
        if (top > 2 * free) {
            put(order, free, sweep(order, top));
        }
        if (free == 0) {
            emptied(order);
        }
    }

    private void put(int order, int free, int top) {
        window.putLong(BuddyLayout.freeCount(order), (long) top << 32 | free);
    }

    /** Drops stale entries; returns how many are left. */
    private int sweep(int order, int top) {
        int stack = stacks[order];
        int kept = 0;
        for (int i = 0; i < top; i++) {
            int block = window.getInt(stack + (i << 2));
            if (isFree(block, order)) {
                window.putInt(stack + (kept << 2), block);
                kept++;
            }
        }
        return kept;
    }

    /** The slots above each stack's top. */
    @Override
    public List<Extent> scratch() {
        List<Extent> unused = new ArrayList<>();
        for (int order = 0; order <= maxOrder; order++) {
            int top = window.getInt(BuddyLayout.top(order));
            if (top < layout.slots(order)) {
                unused.add(new Extent(window.address() + stacks[order] + ((long) top << 2),
                        (long) (layout.slots(order) - top) << 2));
            }
        }
        return unused;
    }
}
