package org.tlalloc.conformance.range;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.PageTableShape;
import org.tlalloc.paging.Permission;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.VirtualMemory;

/**
 * {@link VirtualMemory} as the models of its specification see it: with a bitmap of ranges, the page tables of IA-32, and
 * one bitmap of frames for pages and tables. The pages are those that the model names; nothing is left out between them.
 *
 * <pre>
 *   frame 0   the head of the tables
 *         1   the bitmap of frames, and what the model's constants were
 *         2   the bitmap of ranges
 *         3   the root, and the kernel's tables if the region is the kernel's: what is there for good
 *         ... as many frames as the model has
 * </pre>
 *
 * <p>What is mapped is read from the bytes of the tables. All others of these have to be zero.
 */
public final class VirtualMemoryOnTables implements Resident {
    private static final int FRAME = 1 << PagingLayout.PAGE_BITS;
    private static final int FRAMES_AT = FRAME;
    private static final int NOTES_AT = FRAME + FRAME / 2;
    private static final int RANGES_AT = 2 * FRAME;
    private static final int ROOT_AT = 3;
    private static final PagingLayout LAYOUT = PagingLayout.IA32;
    private static final long KERNEL_PAGE = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.GLOBAL;
    private static final long USER_PAGE = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.USER;
    private static final long KERNEL_TABLE = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.ACCESSED | PagingLayout.DIRTY;
    private static final long USER_TABLE = KERNEL_TABLE | PagingLayout.USER;
    private static final byte[] ZEROS = new byte[FRAME];

    private final PhysicalMemory memory;
    private final long base;
    private final RangeBitmap ranges;
    private final FrameBitmap frames;
    private final VirtualMemory virtual;
    private final int pageCount;
    private final int firstPage;
    private final boolean kernel;
    private final int frameCount;
    /** The model's frame 0. */
    private final int firstFrame;

    private VirtualMemoryOnTables(PhysicalMemory memory, long base) {
        this.memory = memory;
        this.base = base;
        this.ranges = RangeBitmap.attach(memory, base + RANGES_AT);
        this.frames = FrameBitmap.attach(memory, base + FRAMES_AT);
        this.pageCount = ranges.pageCount();
        this.firstPage = memory.readInt(base + NOTES_AT);
        this.kernel = memory.readInt(base + NOTES_AT + 4) == 1;
        this.frameCount = memory.readInt(base + NOTES_AT + 8);
        this.firstFrame = frames.frameCount() - frameCount;
        this.virtual = new VirtualMemory(ranges, firstPage, frames, PageTable.attach(memory, base), 0,
                kernel ? Permission.KERNEL_WRITE : Permission.USER_WRITE);
    }

    /** @throws IllegalArgumentException if the constants are not those of a region in these tables */
    public static VirtualMemoryOnTables format(PhysicalMemory memory, long base, int pageCount, int firstPage, boolean kernel,
                                               int fanout, int frameCount) {
        if (fanout != LAYOUT.entries(1)) {
            throw new IllegalArgumentException("fanout=" + fanout + " is not that of IA-32, " + LAYOUT.entries(1));
        }
        int kernelFrom = kernel ? slotOf(firstPage) : 0;
        int kernelTo = kernel ? slotOf(firstPage + pageCount - 1) + 1 : 0;
        int firstFrame = (int) (base >>> PagingLayout.PAGE_BITS) + ROOT_AT;
        BitSet reserved = new BitSet();
        reserved.set(0, firstFrame);
        memory.fill(base + FRAMES_AT, RANGES_AT, (byte) 0);
        FrameBitmap frames = FrameBitmap.format(memory, base + FRAMES_AT, firstFrame + 1 + kernelTo - kernelFrom + frameCount, 0, reserved);
        memory.writeInt(base + NOTES_AT, firstPage);
        memory.writeInt(base + NOTES_AT + 4, kernel ? 1 : 0);
        memory.writeInt(base + NOTES_AT + 8, frameCount);
        PageTable.format(memory, base, frames, new PageTableShape(LAYOUT, 0, kernelFrom, kernelTo, AddressSpace.NONE, 1 << 20, true), 1);
        RangeBitmap.format(memory, base + RANGES_AT, pageCount);
        return new VirtualMemoryOnTables(memory, base);
    }

    public static VirtualMemoryOnTables attach(PhysicalMemory memory, long base) {
        return new VirtualMemoryOnTables(memory, base);
    }

    public int allocate(int pages, boolean guarded) {
        long start = virtual.allocate(pages, guarded);
        return start == VirtualMemory.NONE ? VirtualMemory.NONE : Math.toIntExact(start - firstPage);
    }

    public void free(int start, int pages, boolean guarded) {
        virtual.free((long) firstPage + start, pages, guarded);
    }

    public int[] reserved() {
        return ranges.used();
    }

    /** The pages of ranges that are not mapped. */
    public BitSet guards() {
        BitSet guards = ranges.usedPages();
        int[] mapping = mapping();
        for (int page = 0; page < pageCount; page++) {
            guards.set(page, guards.get(page) && mapping[page] == AddressSpace.NONE);
        }
        return guards;
    }

    /** What the tables say, byte by byte. */
    public int[] mapping() {
        int[] mapping = new int[pageCount];
        Arrays.fill(mapping, AddressSpace.NONE);
        tablesInUse().forEach((slot, table) -> {
            byte[] rest = bytes(table);
            for (int page = 0; page < pageCount; page++) {
                if (slotOf(firstPage + page) == slot) {
                    long entry = take(rest, entryOf(firstPage + page));
                    mapping[page] = entry == 0 ? AddressSpace.NONE : number(frame(entry, kernel ? KERNEL_PAGE : USER_PAGE));
                }
            }
            requireZero(table, rest);
        });
        return mapping;
    }

    public Map<Integer, Integer> tables() {
        Map<Integer, Integer> tables = new TreeMap<>();
        for (int page = 0; page < pageCount; page++) {
            tables.put(slotOf(firstPage + page), AddressSpace.NONE);
        }
        if (!kernel) {
            tablesInUse().forEach((slot, table) -> tables.put(slot, number(table)));
        }
        return tables;
    }

    public BitSet allocatedFrames() {
        return frames.allocatedFrames().get(firstFrame, firstFrame + frameCount);
    }

    /** The frames of the tables to which slots of the root lead. */
    private Map<Integer, Long> tablesInUse() {
        Map<Integer, Long> tables = new TreeMap<>();
        byte[] rest = bytes(root());
        for (int slot = slotOf(firstPage); slot <= slotOf(firstPage + pageCount - 1); slot++) {
            long entry = take(rest, slot);
            if (entry != 0) {
                tables.put(slot, frame(entry, kernel ? KERNEL_TABLE : USER_TABLE));
            }
        }
        requireZero(root(), rest);
        return tables;
    }

    private long root() {
        return (base >>> PagingLayout.PAGE_BITS) + ROOT_AT;
    }

    /** The slot of the root, and with it the table, that a page is below. */
    private static int slotOf(int page) {
        return page / LAYOUT.entries(1);
    }

    private static int entryOf(int page) {
        return page % LAYOUT.entries(1);
    }

    private byte[] bytes(long frame) {
        byte[] bytes = new byte[FRAME];
        memory.read(frame * FRAME, bytes, 0, FRAME);
        return bytes;
    }

    /** An entry, and zeros in its place. */
    private static long take(byte[] table, int entry) {
        ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        long value = Integer.toUnsignedLong(buffer.getInt(entry * Integer.BYTES));
        buffer.putInt(entry * Integer.BYTES, 0);
        return value;
    }

    /** The frame of an entry, all of whose other bits are known. */
    private static long frame(long entry, long bits) {
        if (entry % FRAME != bits) {
            throw new AssertionError(String.format("entry=0x%x has other bits than 0x%x", entry, bits));
        }
        return entry / FRAME;
    }

    private static void requireZero(long frame, byte[] table) {
        int at = Arrays.mismatch(table, ZEROS);
        if (at >= 0) {
            throw new AssertionError(String.format("the table in frame=0x%x has byte=0x%x at offset=0x%x, which maps no page of the region",
                    frame, table[at], at));
        }
    }

    /** The model's number of a frame. */
    private int number(long frame) {
        if (frame < firstFrame || frame >= firstFrame + frameCount) {
            throw new AssertionError(String.format("frame=0x%x is none of those for pages and tables", frame));
        }
        return (int) frame - firstFrame;
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(base, (long) frames.frameCount() * FRAME - base));
    }

    /** The frames that are free, and those of pages: whatever is written there is none of its business. */
    @Override
    public List<Extent> scratch() {
        BitSet tables = new BitSet();
        tablesInUse().values().forEach(frame -> tables.set(frame.intValue()));
        List<Extent> scratch = new ArrayList<>();
        for (int frame = firstFrame; frame < firstFrame + frameCount; frame++) {
            if (!tables.get(frame)) {
                scratch.add(new Extent((long) frame * FRAME, FRAME));
            }
        }
        return scratch;
    }
}
