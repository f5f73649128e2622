package org.tlalloc.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/**
 * The buddy allocator that takes, of the free blocks of the smallest sufficient order, the
 * one that became free last: its memory is likeliest to be in a cache. It refines
 * {@code Buddy}. Metadata: about 9.3 bytes a frame.
 */
public final class BuddyMostRecentFirst extends Buddy {

    /* A bit for each block says whether it is free; a stack for each order holds candidates. A
       block that becomes free is pushed. One that stops being free without being the top leaves
       its entry behind, stale: its bit is clear then, or there is a later entry of the same
       block above. So the topmost entry whose bit is set is the block that became free last.

       A stack is swept of stale entries as soon as they outnumber the free blocks. A sweep looks
       at fewer than twice as many entries as blocks have stopped being free since the last one,
       so it costs a constant per call; and a stack never holds more than twice as many entries
       as its order can have free blocks. Sweeping only when a stack is full would cost the same,
       but leave a small arena with so many combinations of stale entries that a replay of all its
       states would not end. */

    private BuddyMostRecentFirst(PhysicalMemory memory, long base, BuddyLayout layout) {
        super(memory, base, layout);
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
        int top = window.getInt(layout.top(order));
        if (top < count || top > 2 * count || top > layout.capacity(order)) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: order=" + order
                    + " top=" + top + " freeCount=" + count + " capacity=" + layout.capacity(order));
        }
    }

    @Override
    int remove(int order) {
        int stack = layout.stack(order);
        int top = window.getInt(layout.top(order));
        int frame;
        do {
            top--;
            frame = window.getInt(stack + (top << 2));
        } while (!isFree(frame, order));
        flip(frame, order);
        shrink(order, top);
        return frame;
    }

    @Override
    void remove(int frame, int order) {
        flip(frame, order);
        int top = window.getInt(layout.top(order));
        if (window.getInt(layout.stack(order) + (top - 1 << 2)) == frame) {
            top--;
        }
        shrink(order, top);
    }

    @Override
    void insert(int frame, int order) {
        int at = layout.top(order);
        int top = window.getInt(at);
        window.putInt(layout.stack(order) + (top << 2), frame);
        window.putInt(at, top + 1);
        flip(frame, order);
    }

    /** Sets the top after one block of the order stopped being free, which its count still includes. */
    private void shrink(int order, int top) {
        int left = window.getInt(BuddyLayout.FREE_COUNT + (order << 2)) - 1;
        window.putInt(layout.top(order), top <= 2 * left ? top : sweep(order, top));
    }

    private void flip(int frame, int order) {
        int block = frame >>> order;
        int at = layout.bitmap(order) + (block >>> 6 << 3);
        window.putLong(at, window.getLong(at) ^ 1L << block);
    }

    /* Drops stale entries; returns how many are left. From the top down an entry that counts is
       moved up against the end and its bit cleared, so that a lower entry of the same block
       looks stale; then all are moved down and their bits set again. */
    private int sweep(int order, int end) {
        int stack = layout.stack(order);
        int kept = end;
        for (int i = end - 1; i >= 0; i--) {
            int frame = window.getInt(stack + (i << 2));
            if (isFree(frame, order)) {
                flip(frame, order);
                kept--;
                window.putInt(stack + (kept << 2), frame);
            }
        }
        for (int i = kept; i < end; i++) {
            int frame = window.getInt(stack + (i << 2));
            flip(frame, order);
            window.putInt(stack + (i - kept << 2), frame);
        }
        return end - kept;
    }

    /** The slots above each stack's top. */
    @Override
    public List<Extent> scratch() {
        List<Extent> unused = new ArrayList<>();
        for (int order = 0; order <= maxOrder; order++) {
            int top = window.getInt(layout.top(order));
            if (top < layout.capacity(order)) {
                unused.add(new Extent(window.address() + layout.stack(order) + ((long) top << 2),
                        (long) (layout.capacity(order) - top) << 2));
            }
        }
        return unused;
    }
}
