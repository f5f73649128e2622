package org.tlalloc.frame;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.Window;

/**
 * The binary buddy allocator: a request takes a free block of the smallest sufficient
 * order and halves it down to size, keeping the upper halves; a freed block coalesces
 * with its buddy as far as it can. The specification {@code Buddy}.
 *
 * <p>Which of several free blocks is taken is left to its two kinds. Its state is
 * metadata in physical memory ({@code BuddyLayout} draws it); the object holds addresses
 * and geometry alone, and no call makes objects.
 *
 * <p>Source: Knowlton, A fast storage allocator, CACM 8(10), 1965; Knuth, The Art of
 * Computer Programming, vol. 1, section 2.5, algorithms R and S.
 */
public abstract sealed class Buddy implements BlockAllocation, Resident
        permits BuddyLowestFirst, BuddyMostRecentFirst {

    /* Whether a block is free, and whether it is handed out, are two bits in one word, which its
       buddy shares: to take a block back is to look at one word, and to change it. All that
       coalescing asks for is the free bit. A reserved frame, and one outside the arena, lies in
       no free block, so that nothing ever joins across it.

       A block is split only where no smaller one would do. So the orders below are empty then,
       and an upper half that is kept becomes the only free block of its order. (The lowest-first
       kind has a call that asks for more than a size; it looks.) */

    static final long FREE = 1;
    static final long HELD = 1L << 32;

    final Window window;
    final BuddyLayout layout;
    final int frameCount;
    final int maxOrder;
    private final int[] words;

    Buddy(PhysicalMemory memory, long base, BuddyLayout layout) {
        this.window = memory.window(base, layout.size);
        this.layout = layout;
        this.frameCount = layout.frameCount;
        this.maxOrder = layout.maxOrder;
        this.words = layout.words();
    }

    /** A new arena, in the placement that is fastest: most recently freed first. */
    public static Buddy format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
        return BuddyMostRecentFirst.format(memory, base, frameCount, maxOrder, reserved);
    }

    /**
     * The arena that was formatted at an address, of either kind.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static Buddy attach(PhysicalMemory memory, long base) {
        return BuddyLayout.magic(memory, base) == BuddyLayout.LOWEST ? BuddyLowestFirst.attach(memory, base)
                : BuddyMostRecentFirst.attach(memory, base);
    }

    /**
     * Writes the metadata of an idle arena.
     *
     * @throws IllegalArgumentException if a reserved frame is not in the arena
     */
    static void write(PhysicalMemory memory, long base, int magic, BuddyLayout layout, BitSet reserved) {
        if (reserved.length() > layout.frameCount) {
            throw new IllegalArgumentException("reserved frame=" + (reserved.length() - 1) + " is not within 0.."
                    + (layout.frameCount - 1));
        }
        Window window = memory.window(base, layout.size);
        memory.fill(base, layout.size, (byte) 0);
        window.putInt(BuddyLayout.MAGIC, magic);
        window.putInt(BuddyLayout.FRAME_COUNT, layout.frameCount);
        window.putInt(BuddyLayout.MAX_ORDER_FIELD, layout.maxOrder);
    }

    /** Makes the frames that are not reserved free, in blocks as large as can be. */
    final void populate(BitSet reserved) {
        // From the top down, so that the lowest block is the one that became free last.
        for (int end = frameCount; end > 0;) {
            int hole = reserved.previousSetBit(end - 1);
            populate(hole + 1, end);
            end = hole;
        }
    }

    private void populate(int begin, int behind) {
        for (int end = behind; end > begin;) {
            int order = 0;
            while (order < maxOrder && (end & (2 << order) - 1) == 0 && end - (2 << order) >= begin) {
                order++;
            }
            end -= 1 << order;
            long word = word(end >>> order, order);
            put(end >>> order, order, word | bit(FREE, end >>> order));
            add(end >>> order, order, word);
        }
    }

    /**
     * Looks whether the counts can be right, so that no call goes astray in what never was an
     * arena. It reads the header, and what the header leads to.
     */
    final void check() {
        int nonEmpty = window.getInt(BuddyLayout.NON_EMPTY);
        for (int order = 0; order <= maxOrder; order++) {
            int count = freeCount(order);
            if (count < 0 || count > frameCount >>> order || (nonEmpty >>> order & 1) != Integer.signum(count)
                    || nonEmpty >>> maxOrder + 1 != 0) {
                throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: nonEmpty=0x"
                        + Integer.toHexString(nonEmpty) + " order=" + order + " freeCount=" + count + " frameCount=" + frameCount);
            }
            checkIndex(order, count);
        }
    }

    /** Looks whether the index of an order can be right that should have so many free blocks. */
    void checkIndex(int order, int count) {
    }

    /**
     * Chooses a free block of an order that has one, takes it out of the index and flips bits in
     * its word.
     *
     * @param counts what the order's counts are
     */
    abstract int take(int order, long counts, long bits);

    /** Takes this block out of the index: it is free no more, as its word now says. */
    abstract void drop(int block, int order, long word);

    /** Puts a block into the index: it became free; this was its word before. */
    abstract void add(int block, int order, long word);

    /** Puts a block into the index of an order that has no other. */
    abstract void addOnly(int block, int order);

    /** Tells that the last free block of an order went. */
    final void emptied(int order) {
        window.putInt(BuddyLayout.NON_EMPTY, window.getInt(BuddyLayout.NON_EMPTY) & ~(1 << order));
    }

    /** Tells that the first free block of an order came. */
    final void filled(int order) {
        window.putInt(BuddyLayout.NON_EMPTY, window.getInt(BuddyLayout.NON_EMPTY) | 1 << order);
    }

    @Override
    public final int allocate(int order) {
        if (order < 0 || order > maxOrder) {
            throw BlockException.allocation(order, frameCount, maxOrder);
        }
        long counts = window.getLong(BuddyLayout.freeCount(order));
        return (int) counts == 0 ? allocatePart(order) : take(order, counts, FREE | HELD) << order;
    }

    /** Allocates from a larger block: the order has none. */
    private int allocatePart(int order) {
        int sufficient = window.getInt(BuddyLayout.NON_EMPTY) >>> order;
        if (sufficient == 0) {
            return NONE;
        }
        int from = order + Integer.numberOfTrailingZeros(sufficient);
        int block = take(from, window.getLong(BuddyLayout.freeCount(from)), FREE);
        while (from > order) {
            from--;
            block <<= 1;
            put(block, from, word(block, from) | bit(FREE, block + 1));
            addOnly(block + 1, from);
            filled(from);
        }
        put(block, order, word(block, order) | bit(HELD, block));
        return block << order;
    }

    @Override
    public final void free(int frame, int order) {
        if (!release(frame, order)) {
            throw refusal(frame, order);
        }
    }

    /**
     * Takes a block back, for a caller who has something of his own to say where there is none.
     *
     * @return false if no such block is handed out, or could be; nothing has changed then
     */
    public final boolean release(int frame, int order) {
        if (order < 0 || order > maxOrder || frame < 0 || frame >= frameCount || (frame & (1 << order) - 1) != 0) {
            return false;
        }
        int block = frame >>> order;
        long word = word(block, order);
        if ((word & bit(HELD, block)) == 0) {
            return false;
        }
        word ^= bit(HELD, block);
        if (order < maxOrder && (word & bit(FREE, block ^ 1)) != 0) {
            coalesce(block, order, word);
        } else {
            put(block, order, word | bit(FREE, block));
            add(block, order, word);
        }
        return true;
    }

    /** Joins a block with its buddy, which is free, and what comes of it with its own as far as that goes. */
    private void coalesce(int first, int from, long before) {
        int block = first;
        int order = from;
        long word = before;
        while (order < maxOrder && (word & bit(FREE, block ^ 1)) != 0) {
            word ^= bit(FREE, block ^ 1);
            put(block, order, word);
            drop(block ^ 1, order, word);
            block >>>= 1;
            order++;
            word = word(block, order);
        }
        put(block, order, word | bit(FREE, block));
        add(block, order, word);
    }

    private BlockException refusal(int frame, int order) {
        return BlockException.release(frame, order, frame < 0 || frame >= frameCount ? NONE : orderAt(frame), frameCount, maxOrder);
    }

    /** The order of the block handed out that begins at a frame of the arena; {@link #NONE} if none begins there. */
    public final int orderAt(int frame) {
        for (int order = 0; order <= maxOrder && (frame & (1 << order) - 1) == 0; order++) {
            if ((word(frame >>> order, order) & bit(HELD, frame >>> order)) != 0) {
                return order;
            }
        }
        return NONE;
    }

    static long bit(long kind, int block) {
        return kind << (block & 31);
    }

    final long word(int block, int order) {
        return window.getLong(words[order] + (block >>> 5 << 3));
    }

    final void put(int block, int order, long word) {
        window.putLong(words[order] + (block >>> 5 << 3), word);
    }

    final boolean isFree(int block, int order) {
        return (word(block, order) & bit(FREE, block)) != 0;
    }

    /** In frames. */
    public final int frameCount() {
        return frameCount;
    }

    /** The largest order of a block. */
    public final int maxOrder() {
        return maxOrder;
    }

    /** For each order the first frames of its free blocks. */
    public final BitSet[] freeBlocks() {
        BitSet[] all = new BitSet[maxOrder + 1];
        for (int order = 0; order <= maxOrder; order++) {
            all[order] = new BitSet();
            for (int first = 0; first << order < frameCount; first += 32) {
                for (int bits = (int) word(first, order); bits != 0; bits &= bits - 1) {
                    all[order].set(first + Integer.numberOfTrailingZeros(bits) << order);
                }
            }
        }
        return all;
    }

    @Override
    public final int[] allocated() {
        int[] orders = new int[frameCount];
        Arrays.fill(orders, NONE);
        for (int order = 0; order <= maxOrder; order++) {
            for (int first = 0; first << order < frameCount; first += 32) {
                for (int bits = (int) (word(first, order) >>> 32); bits != 0; bits &= bits - 1) {
                    orders[first + Integer.numberOfTrailingZeros(bits) << order] = order;
                }
            }
        }
        return orders;
    }

    /**
     * How many blocks of an order are free.
     *
     * @throws BlockException if the arena has no such order
     */
    public final int freeCount(int order) {
        if (order < 0 || order > maxOrder) {
            throw BlockException.allocation(order, frameCount, maxOrder);
        }
        return window.getInt(BuddyLayout.freeCount(order));
    }

    /** The free frames, in blocks of any order. */
    public final int freeFrames() {
        int frames = 0;
        for (int order = 0; order <= maxOrder; order++) {
            frames += freeCount(order) << order;
        }
        return frames;
    }

    /** The order of the largest free block; {@link #NONE} if nothing is free. */
    public final int largestFreeOrder() {
        return 31 - Integer.numberOfLeadingZeros(window.getInt(BuddyLayout.NON_EMPTY));
    }

    /** The free blocks of each order as Linux prints them in {@code /proc/buddyinfo}. */
    public final String buddyinfo() {
        StringBuilder line = new StringBuilder("Node 0, zone   Normal ");
        for (int order = 0; order <= maxOrder; order++) {
            line.append(String.format(Locale.ROOT, "%6d ", freeCount(order)));
        }
        return line.toString();
    }

    /** The bytes of the metadata. */
    @Override
    public final List<Extent> footprint() {
        return List.of(new Extent(window.address(), layout.size));
    }
}
