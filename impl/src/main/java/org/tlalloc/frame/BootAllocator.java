package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.Window;

/**
 * The allocator of a kernel that is just starting: it hands frames out from one placement
 * upwards and takes none back, until it hands over to a {@link FrameBitmap}. From then on every
 * call is the bitmap's, and what was handed out before may come back. The specification
 * {@code BootAllocator}.
 *
 * <p>In memory, from its base: the word {@code "Boot"}; the placement, a frame, or -1 once frames
 * are handed over; 8 bytes of nothing; the bitmap. Before handing over, the bitmap consists of
 * its bits alone; the summary, by which runs are found again, is what handing over computes.
 */
public final class BootAllocator implements FrameAllocation, Resident {
    private static final int MAGIC_NUMBER = 0x746f_6f42;  // "Boot"
    private static final int MAGIC = 0;
    private static final int PLACEMENT = 4;
    private static final int BITMAP = 16;

    private final Window window;
    private final FrameBitmap bitmap;

    private BootAllocator(PhysicalMemory memory, long base, FrameBitmapLayout layout) {
        this.window = memory.window(base, BITMAP + layout.size);
        this.bitmap = new FrameBitmap(memory, base + BITMAP, layout);
    }

    /**
     * Makes a new arena of which nothing is handed out yet.
     *
     * @param base       where it keeps its state, and later the bitmap
     * @param frameCount 1 to 2^24
     * @param maxOrder   0 to 24
     * @param reserved   frames that are never handed out
     * @throws IllegalArgumentException if there can be no such arena
     * @throws IllegalStateException    if a smaller arena was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
     */
    public static BootAllocator format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
        FrameBitmapLayout layout = FrameBitmapLayout.of(frameCount, maxOrder);
        FrameBitmap.requireWithin(layout, reserved);
        BootAllocator allocator = new BootAllocator(memory, base, layout);
        FrameBitmap.unsummarised(memory, base + BITMAP, layout, reserved);
        allocator.window.putLong(MAGIC, 0);
        allocator.window.putLong(BITMAP - Long.BYTES, 0);
        allocator.window.putInt(MAGIC, MAGIC_NUMBER);
        return allocator;
    }

    /**
     * The arena that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static BootAllocator attach(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, BITMAP + FrameBitmapLayout.WORDS, "boot allocator");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "boot allocator");
        return new BootAllocator(memory, base, FrameBitmapLayout.geometry(memory, base + BITMAP));
    }

    /**
     * Makes the arena that a memory map describes. Its own bytes, the later bitmap among them,
     * get the first usable frames at or above an address that have room for them.
     *
     * @param from such as where the kernel's image ends
     * @throws MemoryMapException if there is no room, or memory is smaller than the map says; nothing is written then
     */
    public static BootAllocator boot(PhysicalMemory memory, MemoryMap map, long from) {
        map.requireWithin(memory);
        FrameBitmapLayout layout = FrameBitmapLayout.of(map.frameCount(), FrameBitmap.largestOrder(map.frameCount()));
        int place = map.place(BITMAP + layout.size, from);
        BitSet reserved = map.reserved();
        reserved.set(place, place + MemoryMap.framesFor(BITMAP + layout.size));
        return format(memory, (long) place * MemoryMap.FRAME_SIZE, layout.frameCount, layout.maxOrder, reserved);
    }

    @Override
    public int allocate(int order) {
        int placement = placement();
        if (placement == NONE) {
            return bitmap.allocate(order);
        }
        if (order < 0 || order > bitmap.maxOrder()) {
            throw FrameException.order(order, bitmap.maxOrder());
        }
        int frames = 1 << order;
        int frame = bitmap.firstUsable(placement, frames);
        if (frame != NONE) {
            bitmap.mark(frame, frames);
            window.putInt(PLACEMENT, frame + frames);
        }
        return frame;
    }

    @Override
    public void free(int frame, int order) {
        if (placement() != NONE) {
            throw FrameException.early(frame, order, placement());
        }
        bitmap.free(frame, order);
    }

    /**
     * Lets the bitmap decide from now on.
     *
     * @throws FrameException if that was done before
     */
    public void handOver() {
        if (placement() == NONE) {
            throw FrameException.handedOverAlready();
        }
        bitmap.summarise();
        window.putInt(PLACEMENT, NONE);
    }

    /** All frames from this one on are untouched; {@link #NONE} once frames are handed over. */
    public int placement() {
        return window.getInt(PLACEMENT);
    }

    /**
     * What took over.
     *
     * @throws IllegalStateException if frames are not handed over yet
     */
    public FrameBitmap bitmap() {
        if (placement() != NONE) {
            throw new IllegalStateException("frames are not handed over yet, placement=" + placement());
        }
        return bitmap;
    }

    @Override
    public BitSet allocatedFrames() {
        return bitmap.allocatedFrames();
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(window.address(), window.length()));
    }

    /** Before handing over, the bitmap's summary. */
    @Override
    public List<Extent> scratch() {
        return placement() == NONE ? List.of() : List.of(bitmap.summary());
    }
}
