package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.PageTableShape;
import org.tlalloc.paging.Permission;

/** A machine with frames for pages, frames for tables, and a region or several. */
final class PagedMachine {
    /** The first frame for pages. */
    static final int PAGES_FROM = 0x200;
    /** In the user half, where a table goes back when it is empty: two pages before one ends. */
    static final long LOW = 1022;
    static final long KERNEL = 768L << 10;
    private static final int TABLES_FROM = 0x100;

    final PhysicalMemory memory = new PhysicalMemory(1 << 24);
    final FrameBitmap tables;
    final FrameBitmap frames;
    final PageTable table;
    final Cpu cpu;
    private final int space;
    private final List<RangeAllocation> regions = new ArrayList<>();

    /** @param tableFrames beside the root, and the two tables of the kernel that are always there */
    PagedMachine(int tableFrames, int pageFrames) {
        this(tableFrames, pageFrames, 1);
    }

    /** The processor runs in the last of the address spaces. */
    PagedMachine(int tableFrames, int pageFrames, int spaces) {
        tables = pool(0x1000, TABLES_FROM, tableFrames + spaces + 2);
        frames = pool(0x2000, PAGES_FROM, pageFrames);
        PageTableShape shape = new PageTableShape(PagingLayout.IA32, 1, 768, 770, 1023, 1 << 12, true);
        table = PageTable.format(memory, 0x3000, tables, shape, spaces);
        space = spaces - 1;
        cpu = cpu(64);
    }

    Cpu cpu(int tlbCapacity) {
        return new Cpu(memory, ControlState.of(PagingLayout.IA32, table.cr3(space)), tlbCapacity);
    }


    private FrameBitmap pool(long base, int from, int count) {
        BitSet reserved = new BitSet();
        reserved.set(0, from);
        return FrameBitmap.format(memory, base, from + count, 5, reserved);
    }

    RangeAllocation region(RangeKind kind, int pageCount) {
        regions.add(kind.format(memory, 0x1_0000 + 0x1_0000L * regions.size(), pageCount));
        return regions.get(regions.size() - 1);
    }

    VirtualMemory virtual(RangeKind kind, int pageCount, long firstPage) {
        return virtual(kind, pageCount, firstPage, Permission.KERNEL_WRITE);
    }

    VirtualMemory virtual(RangeKind kind, int pageCount, long firstPage, Permission right) {
        return new VirtualMemory(region(kind, pageCount), firstPage, frames, table, space, right, cpu);
    }

    /** Every byte of the allocators and of the tables. */
    byte[] bytes() {
        return bytes(false);
    }

    /** The same, but of those ranges' allocators that have nodes, which may lie elsewhere now, the ranges that are in use. */
    byte[] state() {
        return bytes(true);
    }

    private byte[] bytes(boolean nodesAnywhere) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        append(all, tables.footprint());
        append(all, frames.footprint());
        append(all, List.of(table.head()));
        for (RangeAllocation region : regions) {
            if (nodesAnywhere && region instanceof Linked) {
                all.writeBytes(Arrays.toString(region.used()).getBytes(StandardCharsets.US_ASCII));
            } else {
                append(all, ((Resident) region).footprint());
            }
        }
        tables.allocatedFrames().stream().forEach(frame -> append(all, List.of(new Extent((long) frame << 12, 4096))));
        return all.toByteArray();
    }

    private void append(ByteArrayOutputStream all, List<Extent> extents) {
        for (Extent extent : extents) {
            byte[] bytes = new byte[(int) extent.length()];
            memory.read(extent.address(), bytes, 0, bytes.length);
            all.write(bytes, 0, bytes.length);
        }
    }

    PageFault write(long page, int value) {
        return cpu.write(PagingLayout.IA32.linear(page), 4, value);
    }

    boolean faults(long page) {
        PageFault fault = cpu.read(PagingLayout.IA32.linear(page), 4);
        assertTrue(fault == null || (fault.errorCode() & PageFault.PROTECTION) == 0, () -> "page=" + page + " is mapped: " + fault);
        return fault != null;
    }

    void none(VirtualMemory virtual, int pages, boolean guarded) {
        byte[] before = state();
        assertEquals(VirtualMemory.NONE, virtual.allocate(pages, guarded));
        assertArrayEquals(before, state());
    }

    <T extends Throwable> String refuse(Class<T> type, Runnable call) {
        byte[] before = bytes();
        T refusal = assertThrows(type, call::run);
        assertArrayEquals(before, bytes());
        assertTrue(refusal.getMessage().contains("="), refusal.getMessage());
        return refusal.getMessage();
    }
}
