package org.tlalloc.range;

import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.Window;

/**
 * Slots of one size for the nodes of an allocator's trees and lists, in simulated memory. It is a
 * part of its owner's metadata, not a subject by itself: the owner has the header among its own
 * bytes, and says where the slots lie. {@code NodePoolLayout} draws both.
 *
 * <p><b>Whose memory.</b> An allocator of virtual ranges cannot take its nodes from a heap, since the
 * heap stands on ranges. It does not have to: all that it needs is frames, and those are there before
 * any virtual memory is, from the frame allocator or from a {@code BootAllocator}. The caller takes
 * as many frames as the most nodes that there may be ({@link #bytes}) and hands them over for good; nothing else is needed and
 * nothing is asked for later, so that no call waits for memory. A slot costs nothing until
 * it is used: slots are carved in order, a frame's worth at a time, and only the frames carved from are ever touched.
 *
 * <p>Slots are known by links: number plus 1, so that {@link #NONE} is 0. The last slot given back is
 * the first that is taken again: it is likeliest to be in a cache. Each call takes a bounded number of steps,
 * {@link #take} one a slot of a frame when it carves, and one otherwise.
 */
final class NodePool {
    static final int NONE = Links.NONE;

    private final Window window;
    private final int header;
    private final int slots;
    private final int shift;

    /* Carving a frame at once, rather than slot by slot, has a reason beside the cache's: a small pool is carved
       whole by its first call, so that how many slots were ever in use is no state of its own. */

    private NodePool(Window window, int header, int slots, int slotSize) {
        if (Integer.bitCount(slotSize) != 1 || slotSize < NodePoolLayout.NEXT_END || slotSize > NodePoolLayout.FRAME_SIZE) {
            throw new IllegalArgumentException("slotSize=" + slotSize + " is no power of two within " + NodePoolLayout.NEXT_END
                    + ".." + NodePoolLayout.FRAME_SIZE);
        }
        this.window = window;
        this.header = header;
        this.slots = slots;
        this.shift = Integer.numberOfTrailingZeros(slotSize);
    }

    /** How many bytes so many slots take. */
    static long bytes(int capacity, int slotSize) {
        return (long) capacity * slotSize;
    }

    /**
     * Makes a pool, all of it free.
     *
     * @param header   where in the window the header goes, in bytes
     * @param slots    where in the window the first slot goes
     * @param capacity how many slots there are, 0 to 2^24
     * @param slotSize in bytes, a power of two, 4 to 4096
     * @throws IllegalArgumentException if there can be no such pool
     */
    static NodePool format(Window window, int header, int slots, int capacity, int slotSize) {
        NodePool pool = new NodePool(window, header, slots, slotSize);
        pool.requireWithin(capacity);
        window.putInt(header + NodePoolLayout.CAPACITY, capacity);
        window.putInt(header + NodePoolLayout.CARVED, 0);
        window.putInt(header + NodePoolLayout.TAKEN, 0);
        window.putInt(header + NodePoolLayout.FREE, NONE);
        return pool;
    }

    /**
     * The pool that was formatted there.
     *
     * @throws IllegalArgumentException if its header cannot be right
     */
    static NodePool attach(Window window, int header, int slots, int slotSize) {
        NodePool pool = new NodePool(window, header, slots, slotSize);
        pool.requireWithin(pool.capacity());
        int free = window.getInt(header + NodePoolLayout.FREE);
        int carved = pool.carved();
        if (carved < 0 || carved > pool.capacity() || pool.taken() < 0 || pool.taken() > carved
                || free < NONE || free > carved || free == NONE != (pool.taken() == carved)) {
            throw new IllegalArgumentException("the pool at address=" + (window.address() + header) + " cannot be right: capacity="
                    + pool.capacity() + " carved=" + carved + " taken=" + pool.taken() + " free=" + free);
        }
        return pool;
    }

    private void requireWithin(int capacity) {
        if (capacity < 0 || capacity > NodePoolLayout.MAX_CAPACITY || bytes(capacity, 1 << shift) > window.length() - slots) {
            throw new IllegalArgumentException("capacity=" + capacity + " is not within 0.." + NodePoolLayout.MAX_CAPACITY
                    + ", or slots of slotSize=" + (1 << shift) + " from offset=" + slots + " on are not within length=" + window.length());
        }
    }

    /** How many slots there are. */
    int capacity() {
        return window.getInt(header + NodePoolLayout.CAPACITY);
    }

    /** How many slots were ever in reach of {@link #take}. */
    int carved() {
        return window.getInt(header + NodePoolLayout.CARVED);
    }

    /** How many slots are taken. */
    int taken() {
        return window.getInt(header + NodePoolLayout.TAKEN);
    }

    /** How many times {@link #take} would have a slot. */
    int available() {
        return capacity() - taken();
    }

    /** Where in the window a slot is. */
    int offset(int link) {
        return slots + (link - 1 << shift);
    }

    /** Takes a slot, whose bytes mean nothing; {@link #NONE} if, and only if, all are taken. */
    int take() {
        int link = window.getInt(header + NodePoolLayout.FREE);
        if (link == NONE) {
            link = carve();
            if (link == NONE) {
                return NONE;
            }
        }
        window.putInt(header + NodePoolLayout.FREE, window.getInt(offset(link) + NodePoolLayout.NEXT));
        window.putInt(header + NodePoolLayout.TAKEN, taken() + 1);
        return link;
    }

    /** Makes a list of the slots of the next frame; returns the first of them, or NONE. */
    private int carve() {
        int carved = carved();
        int more = Math.min(NodePoolLayout.FRAME_SIZE >>> shift, capacity() - carved);
        if (more == 0) {
            return NONE;
        }
        int last = carved + more;
        for (int link = carved + 1; link < last; link++) {
            window.putInt(offset(link) + NodePoolLayout.NEXT, link + 1);
        }
        window.putInt(offset(last) + NodePoolLayout.NEXT, NONE);
        window.putInt(header + NodePoolLayout.CARVED, last);
        return carved + 1;
    }

    /** Takes back a slot that the owner has; that it does is the owner's to know. */
    void give(int link) {
        window.putInt(offset(link) + NodePoolLayout.NEXT, window.getInt(header + NodePoolLayout.FREE));
        window.putInt(header + NodePoolLayout.FREE, link);
        window.putInt(header + NodePoolLayout.TAKEN, taken() - 1);
    }

    /** Where the slots lie in memory. */
    Extent extent() {
        return new Extent(window.address() + slots, bytes(capacity(), 1 << shift));
    }

    /** Where in memory a link to the first free slot is: a root. */
    Extent root() {
        return new Extent(window.address() + header + NodePoolLayout.FREE, Integer.BYTES);
    }

    /** Where in memory some bytes of a slot are. */
    Extent part(int link, int from, int end) {
        return new Extent(window.address() + offset(link) + from, end - from);
    }

    /** Adds what of the slots means nothing, but for what the owner has. */
    void addScratch(List<Extent> scratch) {
        int slotSize = 1 << shift;
        if (slotSize > NodePoolLayout.NEXT_END) {
            int link = window.getInt(header + NodePoolLayout.FREE);
            for (int left = carved() - taken(); left > 0; left--) {
                scratch.add(part(link, NodePoolLayout.NEXT_END, slotSize));
                link = window.getInt(offset(link) + NodePoolLayout.NEXT);
            }
        }
        int never = capacity() - carved();
        if (never > 0) {
            scratch.add(new Extent(window.address() + offset(carved() + 1), bytes(never, slotSize)));
        }
    }
}
