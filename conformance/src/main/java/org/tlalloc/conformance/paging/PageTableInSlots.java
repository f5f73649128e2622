package org.tlalloc.conformance.paging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.MapRequest;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.PageTableShape;
import org.tlalloc.paging.Permission;

/**
 * {@link PageTable} as the models of the specification {@code PageTable} see it: real tables of
 * 1,024 or 512 entries, of which a model knows two to four slots.
 *
 * <p>The slots left out stay zero, and whoever reads {@link #tables} makes sure of it, byte by
 * byte. One thing fills them: a large page that is split into all its pieces. Then each piece is compared
 * with what it has to be, and those left out are unmapped by a call. So a group that has a
 * table of its own is not wholly mapped any more; a call on such a group is made on the model's parts of it.
 *
 * <p>Its footprint: the head, the bitmap of frames, and the frames for tables.
 */
public class PageTableInSlots implements Resident {
    private static final int FRAME = 1 << PagingLayout.PAGE_BITS;
    private static final int FRAMES_AT = FRAME;
    private static final int NOTES_AT = FRAME + FRAME / 2;
    private static final int PAGES_AT = NOTES_AT + 32;
    private static final int PAGES_BYTES = 128;
    private static final int TABLES_AT = 2 * FRAME;
    private static final long RIGHTS = PagingLayout.WRITE | PagingLayout.USER;
    private static final long NOTED = PagingLayout.ACCESSED | PagingLayout.DIRTY;

    private final PhysicalMemory memory;
    private final long base;
    private final PageTable table;
    private final FrameBitmap frames;
    private final PagingLayout layout;
    private final Slots slots;
    private final int levels;
    private final int fanout;
    private final int largestLevel;
    private final int indexBits;
    private final int spaces;
    private final int firstTable;
    private final int tableCount;
    private final boolean tracked;
    private final int kernelSlot;

    /** What an entry says, in the model's numbers. */
    public record Entry(boolean present, int frame, boolean write, boolean user, boolean large, boolean accessed, boolean dirty) {
        static final Entry ABSENT = new Entry(false, 0, false, false, false, false, false);
    }

    PageTableInSlots(PhysicalMemory memory, long base) {
        this.memory = memory;
        this.base = base;
        this.table = PageTable.attach(memory, base);
        this.frames = FrameBitmap.attach(memory, base + FRAMES_AT);
        this.levels = memory.readInt(base + NOTES_AT);
        this.fanout = memory.readInt(base + NOTES_AT + 4);
        this.largestLevel = memory.readInt(base + NOTES_AT + 8);
        this.spaces = memory.readInt(base + NOTES_AT + 12);
        this.firstTable = memory.readInt(base + NOTES_AT + 16);
        this.tableCount = memory.readInt(base + NOTES_AT + 20);
        this.tracked = memory.readInt(base + NOTES_AT + 24) == 1;
        this.kernelSlot = memory.readInt(base + NOTES_AT + 28);
        this.layout = Slots.layout(levels);
        this.slots = new Slots(levels, fanout);
        this.indexBits = layout.indexBits();
    }

    /** @throws IllegalArgumentException if the constants have no place in real tables */
    public static PageTableInSlots format(PhysicalMemory memory, long base, int levels, int fanout, int largestLevel, BitSet kernelSlot,
                                          int recursive, BitSet space, BitSet page, BitSet frame, Set<MapRequest> mapRequest,
                                          Set<Permission> right, Set<Permission> access, boolean tracked, int tableCount, int firstTable) {
        prepare(memory, base, levels, fanout, largestLevel, kernelSlot, recursive, space, page, tracked, tableCount, firstTable);
        return new PageTableInSlots(memory, base);
    }

    public static PageTableInSlots attach(PhysicalMemory memory, long base) {
        return new PageTableInSlots(memory, base);
    }

    static void prepare(PhysicalMemory memory, long base, int levels, int fanout, int largestLevel, BitSet kernelSlot, int recursive,
                        BitSet space, BitSet page, boolean tracked, int tableCount, int firstTable) {
        PagingLayout layout = Slots.layout(levels);
        Slots slots = new Slots(levels, fanout);
        if (kernelSlot.cardinality() > 1 || page.length() > PAGES_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("kernelSlot=" + kernelSlot + ", page=" + page + " has more than there is room for");
        }
        int kernel = kernelSlot.isEmpty() ? 0 : slots.real(kernelSlot.nextSetBit(0));
        int firstFrame = (int) (base >>> PagingLayout.PAGE_BITS) + TABLES_AT / FRAME;
        BitSet reserved = new BitSet();
        reserved.set(0, firstFrame);
        memory.fill(base + FRAMES_AT, FRAME, (byte) 0);
        FrameBitmap frames = FrameBitmap.format(memory, base + FRAMES_AT, firstFrame + tableCount, 0, reserved);
        int[] notes = {levels, fanout, largestLevel, space.cardinality(), firstTable, tableCount, tracked ? 1 : 0,
                kernelSlot.isEmpty() ? -1 : kernel};
        for (int i = 0; i < notes.length; i++) {
            memory.writeInt(base + NOTES_AT + 4L * i, notes[i]);
        }
        byte[] bits = page.toByteArray();
        memory.write(base + PAGES_AT, bits, 0, bits.length);
        PageTableShape shape = new PageTableShape(layout, largestLevel, kernel, kernelSlot.isEmpty() ? 0 : kernel + 1,
                recursive == AddressSpace.NONE ? AddressSpace.NONE : slots.real(recursive),
                1L << levels * layout.indexBits(), tracked);
        PageTable.format(memory, base, frames, shape, space.cardinality());
    }

    /** The tables that a call on a space is made on. */
    PageTable table(int space) {
        return table;
    }

    PageTable direct() {
        return table;
    }

    final PhysicalMemory memory() {
        return memory;
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(base, TABLES_AT + (long) tableCount * FRAME));
    }

    /** The frames that are no tables. */
    @Override
    public List<Extent> scratch() {
        BitSet held = frames.allocatedFrames();
        List<Extent> free = new ArrayList<>();
        for (int i = 0; i < tableCount; i++) {
            if (!held.get(firstFrame() + i)) {
                free.add(new Extent((long) (firstFrame() + i) * FRAME, FRAME));
            }
        }
        return free;
    }

    private int firstFrame() {
        return (int) (base >>> PagingLayout.PAGE_BITS) + TABLES_AT / FRAME;
    }

    public int map(int space, MapRequest request) {
        requireSpace(space);
        MapRequest real = new MapRequest(slots.toReal(request.page()), request.level(), slots.toReal(request.frame()), request.right());
        int result = table(space).map(space, real);
        if (result == AddressSpace.DONE && request.level() > 0) {
            long flags = PagingLayout.PRESENT | bits(request.right()) | (tracked ? 0 : NOTED);
            compare(space, real.page(), request.level(), real.page(), real.frame(), flags, false);
        }
        return result;
    }

    public int unmap(int space, long page, int level) {
        requireSpace(space);
        if (hasTable(space, page, level)) {
            requireMapped(space, page, level);
            for (int part = 0; part < fanout; part++) {
                unmap(space, page + part * slots.stride(level - 1), level - 1);
            }
            return AddressSpace.DONE;
        }
        long real = slots.toReal(page);
        Leaf leaf = leaf(space, real);
        int result = table(space).unmap(space, real, level);
        if (result == AddressSpace.DONE && leaf.level > level) {
            compare(space, real, leaf.level, leaf.page, leaf.frame, leaf.flags, true);
        }
        return result;
    }

    public int protect(int space, long page, int level, Permission right) {
        requireSpace(space);
        if (hasTable(space, page, level)) {
            requireMapped(space, page, level);
            for (int part = 0; part < fanout; part++) {
                protect(space, page + part * slots.stride(level - 1), level - 1, right);
            }
            return AddressSpace.DONE;
        }
        long real = slots.toReal(page);
        Leaf leaf = leaf(space, real);
        int result = table(space).protect(space, real, level, right);
        if (result == AddressSpace.DONE && leaf.level > level && (leaf.flags & RIGHTS) != bits(right)) {
            compare(space, real, leaf.level, leaf.page, leaf.frame, leaf.flags, true);
        }
        return result;
    }

    public long translate(int space, long page, Permission access) {
        requireSpace(space);
        if (!isNamed(page)) {
            throw new IllegalArgumentException("page=" + page + " is none of the model's");
        }
        long found = find(space, slots.toReal(page), access);
        return found < 0 ? found : number(found);
    }

    /** What the processor finds. */
    long find(int space, long page, Permission access) {
        return table.translate(space, page, access);
    }

    /** The entries of each table, in the model's numbers. */
    public Map<Integer, Entry[]> tables() {
        Map<Integer, Entry[]> tables = new TreeMap<>();
        byte[] bytes = new byte[FRAME];
        byte[] zeros = new byte[FRAME];
        BitSet held = frames.allocatedFrames();
        BitSet global = kernelTables();
        for (int frame = held.nextSetBit(0); frame >= 0; frame = held.nextSetBit(frame + 1)) {
            memory.read((long) frame * FRAME, bytes, 0, FRAME);
            Entry[] entries = new Entry[fanout];
            int from = 0;
            for (int slot = 0; slot < fanout; slot++) {
                int at = slots.real(slot) * layout.entryBytes();
                requireZero(frame, bytes, from, at, zeros);
                from = at + layout.entryBytes();
                entries[slot] = decode(read(frame, slots.real(slot)), global.get(frame));
            }
            requireZero(frame, bytes, from, FRAME, zeros);
            tables.put((int) number(frame), entries);
        }
        return tables;
    }

    private static void requireZero(int frame, byte[] bytes, int from, int to, byte[] zeros) {
        int at = Arrays.mismatch(bytes, from, to, zeros, from, to);
        if (at >= 0) {
            throw new AssertionError(String.format("the table in frame=0x%x has byte=0x%x at offset=0x%x, in a slot that nothing was mapped in",
                    frame, bytes[from + at], from + at));
        }
    }

    /** The tables that map the kernel's pages; they do so by global entries. */
    private BitSet kernelTables() {
        BitSet found = new BitSet();
        if (kernelSlot >= 0) {
            gather(layout.frame(read(table.cr3(0) / FRAME, kernelSlot)) >>> PagingLayout.PAGE_BITS, levels - 2, found);
        }
        return found;
    }

    private void gather(long frame, int level, BitSet found) {
        found.set((int) frame);
        for (int slot = 0; level > 0 && slot < fanout; slot++) {
            long entry = read(frame, slots.real(slot));
            if (isTable(entry, level)) {
                gather(layout.frame(entry) >>> PagingLayout.PAGE_BITS, level - 1, found);
            }
        }
    }

    private Entry decode(long entry, boolean inKernelTable) {
        if (entry == 0) {
            return Entry.ABSENT;
        }
        long frame = layout.frame(entry) >>> PagingLayout.PAGE_BITS;
        boolean leads = frame >= firstFrame() && frame < firstFrame() + tableCount;
        long known = PagingLayout.PRESENT | RIGHTS | NOTED | PagingLayout.LARGE | (inKernelTable && !leads ? PagingLayout.GLOBAL : 0);
        if (inKernelTable && !leads && (entry & PagingLayout.GLOBAL) == 0) {
            throw new AssertionError(String.format("entry=0x%x maps a page of the kernel, and is not global", entry));
        }
        if ((entry & ~known) != frame << PagingLayout.PAGE_BITS) {
            throw new AssertionError(String.format("entry=0x%x has bits that nothing here sets", entry));
        }
        return new Entry((entry & PagingLayout.PRESENT) != 0, (int) number(frame), (entry & PagingLayout.WRITE) != 0,
                (entry & PagingLayout.USER) != 0, (entry & PagingLayout.LARGE) != 0, (entry & PagingLayout.ACCESSED) != 0,
                (entry & PagingLayout.DIRTY) != 0);
    }

    /** The model's number of a real frame. */
    private long number(long frame) {
        if (frame >= firstFrame() && frame < firstFrame() + tableCount) {
            return firstTable + frame - firstFrame();
        }
        long found = slots.toModel(frame);
        if (found < 0) {
            throw new AssertionError(String.format("frame=0x%x is none that anything was mapped to", frame));
        }
        return found;
    }

    // ---- an own look at the tables ----

    private record Leaf(int level, long page, long frame, long flags) {
    }

    private long read(long table, int slot) {
        long address = table * FRAME + (long) slot * layout.entryBytes();
        return layout.entryBytes() == Long.BYTES ? memory.readLong(address) : memory.readInt(address) & 0xffff_ffffL;
    }

    private int slot(long page, int level) {
        return (int) (page >>> level * indexBits) & (1 << indexBits) - 1;
    }

    private static boolean isTable(long entry, int level) {
        return level > 0 && (entry & (PagingLayout.PRESENT | PagingLayout.LARGE)) == PagingLayout.PRESENT;
    }

    /** Where the way to a real page ends. */
    private Leaf leaf(int space, long page) {
        if (page < 0 || page >>> levels * indexBits != 0) {
            return new Leaf(0, page, 0, 0);
        }
        int level = levels - 1;
        long entry = read(direct().cr3(space) / FRAME, slot(page, level));
        while (isTable(entry, level)) {
            level--;
            entry = read(layout.frame(entry) >>> PagingLayout.PAGE_BITS, slot(page, level));
        }
        return new Leaf(level, page & -(1L << level * indexBits), layout.frame(entry) >>> PagingLayout.PAGE_BITS,
                entry & (PagingLayout.PRESENT | RIGHTS | NOTED));
    }

    /** Whether a group of the model's pages, which is none of the window's, has a table of its own. */
    private boolean hasTable(int space, long page, int level) {
        if (level < 1 || level > largestLevel || page < 1 || page % slots.stride(level) != 0 || page >= slots.stride(levels)) {
            return false;
        }
        return !isWindow(page) && leaf(space, slots.toReal(page)).level < level;
    }

    private boolean isWindow(long page) {
        long top = slots.toReal(page) >>> (levels - 1) * indexBits;
        long root = direct().cr3(0) / FRAME;
        return layout.frame(read(root, (int) top)) >>> PagingLayout.PAGE_BITS == root;
    }

    private void requireMapped(int space, long page, int level) {
        for (long each = page; each < page + slots.stride(level); each++) {
            if ((leaf(space, slots.toReal(each)).flags & PagingLayout.PRESENT) == 0) {
                throw new IllegalArgumentException("page=" + each + " is not mapped");
            }
        }
    }

    /** Whether the model's calls name the page. */
    private boolean isNamed(long page) {
        return page >= 0 && page < PAGES_BYTES * Byte.SIZE && (memory.readByte(base + PAGES_AT + page / Byte.SIZE) >> page % Byte.SIZE & 1) == 1;
    }

    private void requireSpace(int space) {
        if (space < 0 || space >= spaces) {
            throw new IllegalArgumentException("space=" + space + " is none of the model's");
        }
    }

    private static long bits(Permission right) {
        return (right.write() ? PagingLayout.WRITE : 0) | (right.user() ? PagingLayout.USER : 0);
    }

    /**
     * Compares each piece of what was a large page, or could not be one, with what it has to be, and
     * unmaps those in the slots left out.
     *
     * @param page    where the call was made, if that piece was changed by it
     * @param level   of the group
     * @param first   of the group, mapped to the frames from one on
     */
    private void compare(int space, long page, int level, long first, long frame, long flags, boolean changed) {
        Leaf now = leaf(space, page);
        if (now.level >= level) {
            return;
        }
        int below = level - 1;
        long stride = 1L << below * indexBits;
        long from = -1;
        for (int slot = 0; slot <= 1 << indexBits; slot++) {
            long each = first + slot * stride;
            boolean inside = slot < 1 << indexBits;
            if (inside && !(changed && page >= each && page < each + stride)) {
                Leaf piece = leaf(space, each);
                if (piece.level != below || piece.frame != frame + slot * stride || piece.flags != flags) {
                    throw new AssertionError(String.format("page=0x%x of a large page that was split leads to frame=0x%x level=%d flags=0x%x,"
                            + " and not to frame=0x%x level=%d flags=0x%x", each, piece.frame, piece.level, piece.flags,
                            frame + slot * stride, below, flags));
                }
            }
            boolean leftOut = inside && slots.isLeftOut(slot);
            if (leftOut && from < 0) {
                from = each;
            } else if (!leftOut && from >= 0) {
                table(space).unmapRun(space, from, each - from);
                from = -1;
            }
        }
        if (changed) {
            long piece = page & -stride;
            compare(space, page, below, piece, frame + piece - first, flags, true);
        }
    }
}
