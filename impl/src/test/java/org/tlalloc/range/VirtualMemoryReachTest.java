package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.frame.FrameAllocation;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.PagingException;
import org.tlalloc.paging.Permission;

/** Whose processors, which space and what rights: who reaches the memory that lies under ranges, and for how long. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualMemoryReachTest {
    private static final long LOW = PagedMachine.LOW;
    private static final long KERNEL = PagedMachine.KERNEL;

    @ParameterizedTest
    @MethodSource("org.tlalloc.range.VirtualMemoryTest#kinds")
    void shouldForgetAPageBeforeItsFrameGoesBack(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        RangeAllocation ranges = machine.region(kind, 64);
        Cpu other = new Cpu(machine.memory, ControlState.of(PagingLayout.IA32, machine.table.cr3(0)), 64);
        VirtualMemory virtual = new VirtualMemory(ranges, KERNEL, machine.frames, machine.table, 0, Permission.KERNEL_WRITE,
                machine.cpu, other);
        long page = virtual.allocate(2, false);
        assertNull(machine.write(page + 1, 7));
        assertNull(other.read(PagingLayout.IA32.linear(page + 1), 4));
        assertEquals(7, other.value());
        virtual.free(page, 2, false);
        assertTrue(machine.faults(page));
        assertTrue(machine.faults(page + 1));
        assertNotNull(other.read(PagingLayout.IA32.linear(page + 1), 4));
    }

    /** Frames of which none may come back while a processor of several still reaches it by a page of the region. */
    private record UnreachableFrames(FrameAllocation frames, long firstPage, int pageCount, List<Cpu> cpus) implements FrameAllocation {
        @Override
        public int allocate(int order) {
            return frames.allocate(order);
        }

        @Override
        public void free(int frame, int order) {
            for (Cpu cpu : cpus) {
                for (long page = firstPage; page < firstPage + pageCount; page++) {
                    long reached = cpu.translate(PagingLayout.IA32.linear(page), Access.READ);
                    assertTrue(PageFault.isFault(reached) || reached >>> 12 != frame, "frame=" + frame + " is reached by page=" + page);
                }
            }
            frames.free(frame, order);
        }

        @Override
        public BitSet allocatedFrames() {
            return frames.allocatedFrames();
        }
    }

    @ParameterizedTest
    @MethodSource("org.tlalloc.range.VirtualMemoryTest#kinds")
    void shouldGiveNoFrameBackThatAProcessorStillReaches(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        Cpu other = machine.cpu(64);
        UnreachableFrames frames = new UnreachableFrames(machine.frames, LOW, 16, List.of(machine.cpu, other));
        VirtualMemory virtual = new VirtualMemory(machine.region(kind, 16), LOW, frames, machine.table, 0, Permission.KERNEL_WRITE,
                machine.cpu, other);
        long page = virtual.allocate(5, true);
        for (int i = 0; i < 5; i++) {
            assertNull(machine.write(page + i, i));
            assertNull(other.read(PagingLayout.IA32.linear(page + i), 4));
        }
        virtual.free(page, 5, true);
        assertEquals(0, machine.frames.allocatedFrames().cardinality());
    }

    @Test
    void shouldNotMindWhatBecomesOfTheCallersProcessors() {
        PagedMachine machine = new PagedMachine(4, 20);
        Cpu[] cpus = {machine.cpu};
        VirtualMemory virtual = new VirtualMemory(machine.region(RangeBitmapTest.KIND, 64), KERNEL, machine.frames, machine.table, 0,
                Permission.KERNEL_WRITE, cpus);
        cpus[0] = machine.cpu(64);
        long page = virtual.allocate(1, false);
        assertNull(machine.write(page, 7));
        virtual.free(page, 1, false);
        assertTrue(machine.faults(page));
    }

    @ParameterizedTest
    @MethodSource("org.tlalloc.range.VirtualMemoryTest#kinds")
    void shouldMapAndUnmapInItsOwnSpaceAlone(RangeKind kind) {
        PagedMachine machine = new PagedMachine(6, 40, 2);
        VirtualMemory virtual = machine.virtual(kind, 8, LOW);
        // In the other space the same pages are mapped to other frames.
        machine.table.mapRun(0, LOW, 8, 5, Permission.KERNEL_WRITE);
        byte[] idle = machine.state();
        long page = virtual.allocate(4, false);
        assertNull(machine.write(page + 3, 7));
        machine.table.unmapRun(1, page + 2, 1);
        String message = machine.refuse(PagingException.class, () -> virtual.free(page, 4, false));
        assertTrue(message.contains("page=" + (page + 2)), message);
        machine.table.mapRun(1, page + 2, 1, PagedMachine.PAGES_FROM + 2, Permission.KERNEL_WRITE);
        virtual.free(page, 4, false);
        for (int i = 0; i < 8; i++) {
            assertEquals(5 + i, machine.table.lookup(0, LOW + i));
            assertTrue(machine.faults(LOW + i));
        }
        assertArrayEquals(idle, machine.state());
    }

    @Test
    void shouldPermitWhatItIsToldTo() {
        List<Permission> all = List.of(Permission.KERNEL_READ, Permission.KERNEL_WRITE, Permission.USER_READ, Permission.USER_WRITE);
        for (Permission right : all) {
            PagedMachine machine = new PagedMachine(4, 20);
            long page = machine.virtual(RangeBitmapTest.KIND, 8, LOW, right).allocate(4, false);
            for (int i = 0; i < 4; i++) {
                for (Permission access : all) {
                    boolean allowed = (right.write() || !access.write()) && (right.user() || !access.user());
                    assertEquals(allowed ? PagedMachine.PAGES_FROM + i : AddressSpace.NOT_ALLOWED, machine.table.translate(0, page + i, access),
                            right + " and " + access);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.tlalloc.range.VirtualMemoryTest#kinds")
    void shouldMapMorePagesThanATableHas(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 1600);
        Cpu cpu = machine.cpu(1 << 12);
        VirtualMemory virtual = new VirtualMemory(machine.region(kind, 2048), LOW, machine.frames, machine.table, 0,
                Permission.KERNEL_WRITE, cpu);
        byte[] idle = machine.state();
        long page = virtual.allocate(1500, true);
        for (int i = 0; i < 1500; i++) {
            assertNull(cpu.write(PagingLayout.IA32.linear(page + i), 4, i));
        }
        for (int i = 0; i < 1500; i++) {
            assertNull(cpu.read(PagingLayout.IA32.linear(page + i), 4));
            assertEquals(i, cpu.value(), "each has a frame of its own");
        }
        assertNotNull(cpu.read(PagingLayout.IA32.linear(page + 1500), 4));
        virtual.free(page, 1500, true);
        for (int i = 0; i < 1500; i++) {
            assertNotNull(cpu.read(PagingLayout.IA32.linear(page + i), 4), "page=" + (page + i));
        }
        assertArrayEquals(idle, machine.state());
    }
}
