package org.tlalloc.paging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/** Page tables in memory of their own, beside a plain map of what each page leads to. */
final class Kernel {
    private static final int FIRST_FRAME = 0x110;
    private static final long HEAD = 0x10_0000;
    private static final long FRAMES = 0x10_1000;
    static final long LIMIT = 1L << 20;

    final PhysicalMemory memory = new PhysicalMemory(1L << 32);
    final PageTableShape shape;
    final FrameBitmap frames;
    final Map<Integer, TreeMap<Long, Cell>> user = new TreeMap<>();
    final TreeMap<Long, Cell> kernel = new TreeMap<>();
    PageTable table;

    /** What a page leads to. */
    record Cell(long frame, Permission right, boolean accessed, boolean dirty) {
    }

    Kernel(PageTableShape shape, int tableFrames, int spaces) {
        this.shape = shape;
        BitSet reserved = new BitSet();
        reserved.set(0, FIRST_FRAME);
        this.frames = FrameBitmap.format(memory, FRAMES, FIRST_FRAME + tableFrames, 0, reserved);
        this.table = PageTable.format(memory, HEAD, frames, shape, spaces);
        for (int space = 0; space < spaces; space++) {
            user.put(space, new TreeMap<>());
        }
    }

    /** A kernel half of few slots, so that its permanent tables are few. */
    static PageTableShape small(PagingLayout layout, boolean tracked) {
        int slots = layout.entries(layout.levels());
        return new PageTableShape(layout, layout.largestPageLevel() - 1, slots * 3 / 4, slots * 3 / 4 + (layout == PagingLayout.IA32 ? 6 : 2), slots - 1, LIMIT, tracked);
    }

    TreeMap<Long, Cell> cells(int space, long page) {
        long slot = page >>> (shape.layout().levels() - 1) * shape.layout().indexBits();
        return slot >= shape.kernelFrom() && slot < shape.kernelTo() ? kernel : user.get(space);
    }

    /** Maps in the plain map what was mapped in the tables. */
    void note(int space, long page, long count, long frame, long[] scattered, Permission right) {
        for (long i = 0; i < count; i++) {
            long to = scattered == null ? frame + i : scattered[(int) i];
            assertEquals(null, cells(space, page).put(page + i, new Cell(to, right, !shape.tracked(), !shape.tracked())));
        }
    }

    boolean allMapped(int space, long page, long count) {
        return cells(space, page).subMap(page, page + count).size() == count;
    }

    boolean noneMapped(int space, long page, long count) {
        return cells(space, page).subMap(page, page + count).isEmpty();
    }

    /** Every byte of every table, the head's and the bitmap's. */
    byte[] bytes() {
        BitSet held = frames.allocatedFrames();
        byte[] all = new byte[(held.cardinality() + 2) << 12];
        memory.read(HEAD, all, 0, 2 << 12);
        int at = 2 << 12;
        for (int frame = held.nextSetBit(0); frame >= 0; frame = held.nextSetBit(frame + 1)) {
            memory.read((long) frame << 12, all, at, 1 << 12);
            at += 1 << 12;
        }
        return all;
    }

    String refuse(Executable call) {
        byte[] before = bytes();
        String message = assertThrows(PagingException.class, call).getMessage();
        assertArrayEquals(before, bytes(), "a refused call changes bytes");
        assertTrue(message.contains("="), message);
        return message;
    }

    void none(java.util.function.IntSupplier call) {
        byte[] before = bytes();
        assertEquals(AddressSpace.NONE, call.getAsInt());
        assertArrayEquals(before, bytes(), "a call that finds no frame changes bytes");
    }

    /** What the processor finds, without noting it. */
    Cell walked(int space, long page) {
        byte[] before = bytes();
        Mmu mmu = new Mmu(memory, ControlState.of(shape.layout(), table.cr3(space)));
        long found = mmu.walk(shape.layout().linear(page), Access.READ);
        Cell cell = null;
        if (!PageFault.isFault(found)) {
            boolean writes = !PageFault.isFault(mmu.walk(shape.layout().linear(page), Access.WRITE));
            mmu.load(mmu.control().withCpl(3));
            boolean users = !PageFault.isFault(mmu.walk(shape.layout().linear(page), Access.READ));
            cell = new Cell(found >>> 12, new Permission(writes, users), false, false);
        }
        restore(before);
        return cell;
    }

    private void restore(byte[] all) {
        BitSet held = frames.allocatedFrames();
        memory.write(HEAD, all, 0, 2 << 12);
        int at = 2 << 12;
        for (int frame = held.nextSetBit(0); frame >= 0; frame = held.nextSetBit(frame + 1)) {
            memory.write((long) frame << 12, all, at, 1 << 12);
            at += 1 << 12;
        }
    }

    /** The frames of the tables that the roots lead to. */
    private BitSet reached() {
        BitSet found = new BitSet();
        user.keySet().forEach(space -> reach(table.cr3(space), shape.layout().levels(), found));
        return found;
    }

    /** @return whether the table has an entry */
    private boolean reach(long address, int level, BitSet found) {
        found.set((int) (address >>> 12));
        boolean empty = true;
        int bytes = shape.layout().entryBytes();
        for (int slot = 0; slot < shape.layout().entries(level); slot++) {
            long entry = bytes == 8 ? memory.readLong(address + 8L * slot) : memory.readInt(address + 4L * slot) & 0xffff_ffffL;
            empty &= entry == 0;
            boolean isWindow = level == shape.layout().levels() && slot == shape.recursive();
            if (level > 1 && !isWindow && (entry & (PagingLayout.PRESENT | PagingLayout.LARGE)) == PagingLayout.PRESENT) {
                boolean isUser = (entry & PagingLayout.USER) != 0;
                assertTrue(reach(shape.layout().frame(entry), level - 1, found) || !isUser, "an empty table was kept");
            }
        }
        return !empty;
    }

    /** Holds all that is mapped against the plain map, and the frames that are held against the tables that there are. */
    void check() {
        assertEquals(reached(), frames.allocatedFrames());
        for (int space : user.keySet()) {
            TreeMap<Long, Cell> found = new TreeMap<>();
            table.forEach(space, (page, level, frame, writable, users, accessed, dirty) -> {
                long pages = 1L << level * shape.layout().indexBits();
                for (long i = 0; i < pages; i++) {
                    found.put(page + i, new Cell(frame + i, new Permission(writable, users), accessed, dirty));
                }
            });
            TreeMap<Long, Cell> expected = new TreeMap<>(user.get(space));
            expected.putAll(kernel);
            if (!expected.equals(found)) {
                List<String> differences = new ArrayList<>();
                expected.forEach((page, cell) -> {
                    if (!cell.equals(found.get(page)) && differences.size() < 5) {
                        differences.add("page=" + page + " expected " + cell + " but was " + found.get(page));
                    }
                });
                found.keySet().stream().filter(page -> !expected.containsKey(page)).limit(5).forEach(page -> differences.add("page=" + page + " is mapped"));
                throw new AssertionError("space=" + space + ": " + differences);
            }
        }
    }
}
