package org.tlalloc.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Which frames of physical memory may be handed out, as it follows from what firmware reports.
 *
 * <p>Reports are bad: their regions come in any order, overlap, contradict each other and wrap
 * around. What is usable is what some region calls usable and no region calls anything else,
 * in whole frames: usable memory is rounded inward, all else outward. A usable region that
 * wraps around is not believed at all; another that does reaches to the end of the address space.
 * Memory behind {@link PhysicalMemory#MAX_SIZE} is left out.
 */
public final class MemoryMap {
    /** In bytes. */
    public static final int FRAME_SIZE = 1 << 12;

    private static final int MAX_FRAMES = (int) (PhysicalMemory.MAX_SIZE / FRAME_SIZE);

    private final BitSet usable;
    private final List<String> remarks;

    private MemoryMap(BitSet usable, List<String> remarks) {
        this.usable = usable;
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Reads the lines that Linux prints of what the BIOS said, such as
     * {@code BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable}; all other lines
     * of a kernel log are passed over.
     *
     * @throws MemoryMapException if such a line is of another form, or nothing is usable
     */
    public static MemoryMap ofE820(String log) {
        return of(MemoryReports.e820(log));
    }

    /**
     * Reads {@code /proc/iomem}: memory is what is called {@code System RAM}, without what
     * stands indented under it, such as the kernel.
     *
     * @throws MemoryMapException if a line is of another form, if the addresses are hidden from
     *                            whoever read it, or nothing is usable
     */
    public static MemoryMap ofIomem(String text) {
        return of(MemoryReports.iomem(text));
    }

    /**
     * Reads the map that a boot loader leaves according to the Multiboot specification, version
     * 0.6.96, section 3.3: entries of {@code u32 size, u64 address, u64 length, u32 type}, where
     * the size does not count itself and type 1 is memory.
     *
     * @throws MemoryMapException if an entry is cut off, or nothing is usable
     */
    public static MemoryMap ofMultiboot(byte[] entries) {
        return of(MemoryReports.multiboot(entries));
    }

    /** @throws MemoryMapException if nothing is usable */
    public static MemoryMap of(List<MemoryRegion> regions) {
        if (regions.isEmpty()) {
            throw new MemoryMapException("the memory map is empty, regions=0");
        }
        List<String> remarks = new ArrayList<>();
        ByteRanges memory = new ByteRanges();
        BitSet held = new BitSet();
        int claimed = 0;
        for (MemoryRegion region : regions) {
            claimed += region.usable() ? 1 : 0;
            if (region.usable() && region.wraps()) {
                remarks.add("not believed, for it wraps around: " + region);
            } else if (Long.compareUnsigned(region.first(), PhysicalMemory.MAX_SIZE) >= 0) {
                if (region.usable()) {
                    remarks.add("left out, for it lies behind address=0x" + Long.toHexString(PhysicalMemory.MAX_SIZE) + ": " + region);
                }
            } else {
                long end = region.wraps() || Long.compareUnsigned(region.last(), PhysicalMemory.MAX_SIZE) >= 0
                        ? PhysicalMemory.MAX_SIZE : region.last() + 1;
                if (region.usable()) {
                    memory.add(region.first(), end);
                } else {
                    held.set(frameBelow(region.first()), frameAbove(end));
                }
            }
        }
        BitSet frames = memory.wholeFrames();
        boolean any = !frames.isEmpty();
        frames.andNot(held);
        if (frames.isEmpty()) {
            throw new MemoryMapException(nothing(regions.size(), claimed, any, remarks));
        }
        return new MemoryMap(frames, remarks);
    }

    private static String nothing(int regions, int claimed, boolean any, List<String> remarks) {
        String counts = "regions=" + regions + " usable=" + claimed;
        return any ? "the memory map contradicts itself, all that it calls usable it calls reserved too, " + counts
                : "the memory map has no usable frame, " + counts + (remarks.isEmpty() ? "" : ", " + remarks.get(0));
    }

    private static int frameBelow(long address) {
        return (int) (address / FRAME_SIZE);
    }

    private static int frameAbove(long end) {
        return (int) ((end + FRAME_SIZE - 1) / FRAME_SIZE);
    }

    /** How many frames so many bytes take. */
    static int framesFor(long bytes) {
        return frameAbove(bytes);
    }

    /**
     * The map without some more memory, such as where the kernel was loaded.
     *
     * @throws MemoryMapException if nothing is left
     */
    public MemoryMap without(Extent held) {
        BitSet left = (BitSet) usable.clone();
        if (held.length() > 0 && held.address() < PhysicalMemory.MAX_SIZE) {
            left.clear(frameBelow(held.address()), frameAbove(Math.min(held.end(), PhysicalMemory.MAX_SIZE)));
        }
        if (left.isEmpty()) {
            throw new MemoryMapException("no usable frame is left without address=0x" + Long.toHexString(held.address())
                    + " length=" + held.length());
        }
        return new MemoryMap(left, remarks);
    }

    /** The frames up to and including the last usable one. */
    public int frameCount() {
        return usable.length();
    }

    /** How many frames are usable. */
    public int usableFrames() {
        return usable.cardinality();
    }

    /** The frames below {@link #frameCount} that are not usable. */
    public BitSet reserved() {
        BitSet reserved = new BitSet();
        reserved.set(0, frameCount());
        reserved.andNot(usable);
        return reserved;
    }

    /** The usable memory in bytes: ascending, in whole frames, no two touching. */
    public List<Extent> usable() {
        List<Extent> extents = new ArrayList<>();
        for (int first = usable.nextSetBit(0); first >= 0;) {
            int end = usable.nextClearBit(first);
            extents.add(new Extent((long) first * FRAME_SIZE, (long) (end - first) * FRAME_SIZE));
            first = usable.nextSetBit(end);
        }
        return extents;
    }

    /** What of the report was not used, a line each. */
    public List<String> remarks() {
        return remarks;
    }

    /**
     * The lowest frame at or above an address from which on so many bytes are usable.
     *
     * @throws MemoryMapException if there is none
     */
    int place(long bytes, long from) {
        int frames = framesFor(bytes);
        for (int first = usable.nextSetBit(Math.min(frameAbove(from), MAX_FRAMES)); first >= 0;) {
            int end = usable.nextClearBit(first);
            if (end - first >= frames) {
                return first;
            }
            first = usable.nextSetBit(end);
        }
        throw new MemoryMapException("no room for the bitmap of frames, frames=" + frames + " in one piece from address=0x"
                + Long.toHexString(from) + " on");
    }

    /** @throws MemoryMapException if memory ends before the map does */
    void requireWithin(PhysicalMemory memory) {
        long end = (long) frameCount() * FRAME_SIZE;
        if (end > memory.size()) {
            throw new MemoryMapException("the memory map ends at address=0x" + Long.toHexString(end)
                    + ", behind memory of size=0x" + Long.toHexString(memory.size()));
        }
    }
}
