package org.tlalloc.frame;

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

    /* An allocated block is known by its tag alone. A free block has its bit set in its order's
       bitmap and no tag, and the bits are all that coalescing asks for: a reserved frame, and
       one outside the arena, lies in no free block, so that nothing ever joins across it. */

    final Window window;
    final BuddyLayout layout;
    final int frameCount;
    final int maxOrder;
    private final int tags;

    Buddy(PhysicalMemory memory, long base, BuddyLayout layout) {
        this.window = memory.window(base, layout.size);
        this.layout = layout;
        this.frameCount = layout.frameCount;
        this.maxOrder = layout.maxOrder;
        this.tags = layout.tags;
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
        memory.fill(base + layout.tags, layout.frameCount, BuddyLayout.NO_TAG);
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
            insert(end, order);
            enter(order);
        }
    }

    /**
     * Looks whether the counts can be right, so that no call goes astray in what never was an
     * arena. It reads the header alone.
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

    /** Takes a free block of an order that has one out of the index. */
    abstract int remove(int order);

    /** Puts a block into the index of free ones. */
    abstract void insert(int frame, int order);

    /** Takes this free block out of the index. */
    abstract void remove(int frame, int order);

    @Override
    public final int allocate(int order) {
        if (order < 0 || order > maxOrder) {
            throw BlockException.allocation(order, frameCount, maxOrder);
        }
        int sufficient = window.getInt(BuddyLayout.NON_EMPTY) >>> order;
        if (sufficient == 0) {
            return NONE;
        }
        int from = order + Integer.numberOfTrailingZeros(sufficient);
        int frame = remove(from);
        leave(from);
        while (from > order) {
            from--;
            insert(frame + (1 << from), from);
            enter(from);
        }
        window.putByte(tags + frame, (byte) order);
        return frame;
    }

    @Override
    public final void free(int frame, int order) {
        if (frame < 0 || frame >= frameCount || window.getByte(tags + frame) != order || order < 0) {
            throw refusal(frame, order);
        }
        window.putByte(tags + frame, BuddyLayout.NO_TAG);
        int whole = frame;
        int size = order;
        while (size < maxOrder && isFree(whole ^ 1 << size, size)) {
            remove(whole ^ 1 << size, size);
            leave(size);
            whole &= ~(1 << size);
            size++;
        }
        insert(whole, size);
        enter(size);
    }

    private BlockException refusal(int frame, int order) {
        int found = frame < 0 || frame >= frameCount ? NONE : window.getByte(tags + frame);
        return BlockException.release(frame, order, found, frameCount, maxOrder);
    }

    final boolean isFree(int frame, int order) {
        int block = frame >>> order;
        return (window.getLong(layout.bitmap(order) + (block >>> 6 << 3)) >>> block & 1) != 0;
    }

    private void enter(int order) {
        int at = BuddyLayout.FREE_COUNT + (order << 2);
        int count = window.getInt(at);
        window.putInt(at, count + 1);
        if (count == 0) {
            window.putInt(BuddyLayout.NON_EMPTY, window.getInt(BuddyLayout.NON_EMPTY) | 1 << order);
        }
    }

    private void leave(int order) {
        int at = BuddyLayout.FREE_COUNT + (order << 2);
        int count = window.getInt(at);
        window.putInt(at, count - 1);
        if (count == 1) {
            window.putInt(BuddyLayout.NON_EMPTY, window.getInt(BuddyLayout.NON_EMPTY) & ~(1 << order));
        }
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
            int blocks = frameCount >>> order;
            for (int word = 0; word << 6 < blocks; word++) {
                long bits = window.getLong(layout.bitmap(order) + (word << 3));
                for (; bits != 0; bits &= bits - 1) {
                    all[order].set((word << 6) + Long.numberOfTrailingZeros(bits) << order);
                }
            }
        }
        return all;
    }

    @Override
    public final int[] allocated() {
        int[] orders = new int[frameCount];
        for (int frame = 0; frame < frameCount; frame++) {
            orders[frame] = window.getByte(tags + frame);
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
        return window.getInt(BuddyLayout.FREE_COUNT + (order << 2));
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
