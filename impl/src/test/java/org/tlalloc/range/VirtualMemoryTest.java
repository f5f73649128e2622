package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.machine.PageFault;
import org.tlalloc.paging.PagingException;
import org.tlalloc.paging.Permission;

/** Ranges that are reserved, then given frames, then mapped; on a processor that runs in them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualMemoryTest {
    private static final long NONE = VirtualMemory.NONE;
    private static final long LOW = PagedMachine.LOW;
    private static final long KERNEL = PagedMachine.KERNEL;

    static Stream<RangeKind> kinds() {
        return Stream.of(RangeBitmapTest.KIND, RangeBuddyTest.KIND, GapKind.trees(), GapKind.augmented(), ArenaKind.whole("instant"),
                ArenaKind.whole("best"), ArenaKind.whole("next"), QuantumCachesTest.KIND);
    }

    /** Those that look at the lowest pages again after a range there has come back; in a cache it would wait for its like. */
    static Stream<RangeKind> kindsWithoutCaches() {
        return kinds().filter(kind -> kind != QuantumCachesTest.KIND);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldMapEveryPageToAFrameOfItsOwn(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        byte[] idle = machine.state();
        // Frames that are not consecutive.
        for (int i = 0; i < 20; i++) {
            machine.frames.allocate(0);
        }
        for (int i = 1; i < 20; i += 2) {
            machine.frames.free(PagedMachine.PAGES_FROM + i, 0);
        }
        long page = virtual.allocate(6, false);
        assertEquals(LOW, page);
        for (int i = 0; i < 6; i++) {
            assertNull(machine.write(page + i, 100 + i));
            assertEquals(100 + i, machine.memory.readInt((long) (PagedMachine.PAGES_FROM + 1 + 2 * i) << 12));
        }
        assertTrue(machine.faults(page + 6));
        virtual.free(page, 6, false);
        for (int i = 0; i < 20; i += 2) {
            machine.frames.free(PagedMachine.PAGES_FROM + i, 0);
        }
        assertArrayEquals(idle, machine.state());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldFaultOnTheGuardPageAndNotBefore(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        VirtualMemory virtual = machine.virtual(kind, 64, KERNEL);
        long first = virtual.allocate(3, true);
        long second = virtual.allocate(3, true);
        assertEquals(first + 4, second, "four pages are reserved");
        assertNull(machine.write(first + 2, 1));
        PageFault fault = machine.write(first + 3, 2);
        assertNotNull(fault);
        assertEquals(PageFault.WRITE, fault.errorCode());
        assertNull(machine.write(second, 3));
        assertEquals(6, machine.frames.allocatedFrames().cardinality(), "a guard page has no frame");
        virtual.free(first, 3, true);
        virtual.free(second, 3, true);
        assertEquals(0, machine.frames.allocatedFrames().cardinality());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldUndoAllWhereFramesRunOut(RangeKind kind) {
        for (int pageFrames = 1; pageFrames < 5; pageFrames++) {
            PagedMachine machine = new PagedMachine(4, pageFrames);
            VirtualMemory virtual = machine.virtual(kind, 64, LOW);
            machine.none(virtual, 5, false);
            machine.none(virtual, 5, true);
            machine.none(virtual, 64, false);
            assertEquals(LOW, virtual.allocate(pageFrames, false));
            machine.none(virtual, 1, false);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutCaches")
    void shouldUndoAllWhereTablesRunOut(RangeKind kind) {
        PagedMachine machine = new PagedMachine(0, 20);
        machine.none(machine.virtual(kind, 64, LOW), 1, false);
        PagedMachine richer = new PagedMachine(1, 20);
        VirtualMemory virtual = richer.virtual(kind, 64, LOW);
        richer.none(virtual, 3, false);
        richer.none(virtual, 4, true);
        long page = virtual.allocate(2, false);
        assertEquals(LOW, page, "one table suffices for the two pages before the next");
        richer.none(virtual, 2, false);
        virtual.free(page, 2, false);
        assertEquals(1, richer.table.spareFrames());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldUndoAllWherePagesRunOut(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        VirtualMemory virtual = machine.virtual(kind, 8, LOW);
        assertNotEquals(NONE, virtual.allocate(4, false));
        machine.none(virtual, 5, false);
        machine.none(virtual, 4, true);
        assertNotEquals(NONE, virtual.allocate(4, false));
        machine.none(virtual, 1, false);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldUndoAllWhereSomebodyElseHasMappedAPage(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        machine.table.mapRun(0, LOW + 3, 1, 5, Permission.KERNEL_READ);
        // A range was reserved by then, and frames were taken.
        byte[] before = machine.state();
        String message = assertThrows(PagingException.class, () -> virtual.allocate(4, false)).getMessage();
        assertTrue(message.contains("page=" + (LOW + 3)), message);
        assertArrayEquals(before, machine.state());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldUseARangeAgainWithOtherFrames(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 20);
        VirtualMemory virtual = machine.virtual(kind, 64, KERNEL);
        long page = virtual.allocate(4, false);
        machine.write(page, 7);
        virtual.free(page, 4, false);
        int taken = machine.frames.allocate(0);
        assertEquals(page, virtual.allocate(4, false));
        machine.write(page, 8);
        assertEquals(7, machine.memory.readInt((long) taken << 12), "the old frame is somebody else's");
        assertEquals(8, machine.memory.readInt((long) taken + 1 << 12));
    }

    @Test
    void shouldMapOnlyThePagesThatWereAskedForOfABlock() {
        PagedMachine machine = new PagedMachine(4, 20);
        RangeAllocation ranges = machine.region(RangeBuddyTest.KIND, 64);
        VirtualMemory virtual = new VirtualMemory(ranges, LOW, machine.frames, machine.table, 0, Permission.KERNEL_WRITE, machine.cpu);
        assertEquals(LOW, virtual.allocate(5, false));
        assertEquals(LOW + 8, virtual.allocate(1, false));
        assertEquals(3, ((RangeBuddy) ranges).wastedPages());
        assertEquals(6, machine.frames.allocatedFrames().cardinality());
        for (int page = 0; page < 12; page++) {
            assertEquals(page >= 5 && page != 8, machine.faults(LOW + page), "page=" + page);
        }
        assertEquals(LOW + 16, virtual.allocate(8, true), "with its guard page it needs a block of sixteen");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRefuseToFreeWhatItDidNotHandOutSo(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 40);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        long page = virtual.allocate(4, true);
        long last = virtual.allocate(2, false);
        machine.refuse(RangeException.class, () -> virtual.free(page, 4, false));
        machine.refuse(RangeException.class, () -> virtual.free(page, 3, false));
        machine.refuse(RangeException.class, () -> virtual.free(page, 5, true));
        machine.refuse(RangeException.class, () -> virtual.free(page + 1, 3, true));
        machine.refuse(RangeException.class, () -> virtual.free(last, 2, true));
        machine.refuse(RangeException.class, () -> virtual.free(last, 60, false));
        for (long wrong : new long[] {0, LOW - 1, LOW + 64, -1, Long.MIN_VALUE, Long.MAX_VALUE, LOW + (1L << 32)}) {
            machine.refuse(RangeException.class, () -> virtual.free(wrong, 4, true));
        }
        for (int pages : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65}) {
            machine.refuse(RangeException.class, () -> virtual.allocate(pages, false));
            machine.refuse(RangeException.class, () -> virtual.allocate(pages, true));
            machine.refuse(RangeException.class, () -> virtual.free(page, pages, true));
        }
        assertEquals("pages=64 is not within 1..63", machine.refuse(RangeException.class, () -> virtual.allocate(64, true)));
        virtual.free(page, 4, true);
        machine.refuse(RangeException.class, () -> virtual.free(page, 4, true));
        virtual.free(last, 2, false);
    }

    /* Five pages are reserved either way. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldNotTakeAPageForAGuardNorAGuardForAPage(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 40);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        long open = virtual.allocate(5, false);
        long guarded = virtual.allocate(4, true);
        String message = machine.refuse(RangeException.class, () -> virtual.free(open, 4, true));
        assertTrue(message.contains("pages=5"), message);
        message = machine.refuse(PagingException.class, () -> virtual.free(guarded, 5, false));
        assertTrue(message.contains("page=" + (guarded + 4)), message);
        virtual.free(open, 5, false);
        virtual.free(guarded, 4, true);
        assertEquals(0, machine.frames.allocatedFrames().cardinality());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRefuseToFreeWhatSomebodyElseHasUnmapped(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 40);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        long page = virtual.allocate(4, false);
        machine.table.unmapRun(0, page + 2, 1);
        String message = machine.refuse(PagingException.class, () -> virtual.free(page, 4, false));
        assertTrue(message.contains("page=" + (page + 2)), message);
    }

    /* To any frame, and be it the first. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRefuseToFreeAGuardThatSomebodyElseHasMapped(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 40);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        long page = virtual.allocate(4, true);
        for (int frame : new int[] {0, 5}) {
            machine.table.mapRun(0, page + 4, 1, frame, Permission.KERNEL_READ);
            machine.refuse(RangeException.class, () -> virtual.free(page, 4, true));
            machine.table.unmapRun(0, page + 4, 1);
        }
        virtual.free(page, 4, true);
    }

    /* That it was never handed out so is found first. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRefuseAWrongLengthThoughAPageIsUnmapped(RangeKind kind) {
        PagedMachine machine = new PagedMachine(4, 40);
        VirtualMemory virtual = machine.virtual(kind, 64, LOW);
        long page = virtual.allocate(4, false);
        machine.table.unmapRun(0, page + 1, 1);
        machine.refuse(RangeException.class, () -> virtual.free(page, 3, false));
        machine.refuse(RangeException.class, () -> virtual.free(page, 5, false));
    }

    @Test
    void shouldRefuseRegionsThatCannotBeMapped() {
        PagedMachine machine = new PagedMachine(4, 1);
        RangeAllocation ranges = machine.region(RangeBitmapTest.KIND, 64);
        // Page 0; the window; both halves; beyond the end.
        for (long firstPage : new long[] {0, 1023L << 10, KERNEL - 32, (1L << 20) - 1, -1}) {
            machine.refuse(PagingException.class, () -> new VirtualMemory(ranges, firstPage, machine.frames, machine.table, 0,
                    Permission.KERNEL_WRITE));
        }
        // The one space is number 0.
        machine.refuse(PagingException.class, () -> new VirtualMemory(ranges, LOW, machine.frames, machine.table, 1,
                Permission.KERNEL_WRITE));
    }

    /* The last page of the lower half, of the kernel's, and of all below the window is the region's last one, and no page more. */
    @Test
    void shouldAllowRegionsUpToWhatCanBeMapped() {
        for (long end : new long[] {KERNEL, KERNEL + (2L << 10), 1023L << 10}) {
            PagedMachine machine = new PagedMachine(4, 70);
            VirtualMemory virtual = machine.virtual(RangeBitmapTest.KIND, 64, end - 64);
            assertEquals(end, virtual.endPage());
            assertEquals(end - 64, virtual.allocate(64, false));
            assertNull(machine.write(end - 1, 1));
            RangeAllocation ranges = machine.region(RangeBitmapTest.KIND, 64);
            machine.refuse(PagingException.class, () -> new VirtualMemory(ranges, end - 63, machine.frames, machine.table, 0,
                    Permission.KERNEL_WRITE));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldLeaveNothingBehindAfterManyCalls(RangeKind kind) {
        PagedMachine machine = new PagedMachine(2, 40);
        VirtualMemory virtual = machine.virtual(kind, 100, LOW);
        byte[] idle = machine.state();
        Random random = new Random(3);
        List<long[]> held = new ArrayList<>();
        int refused = 0;
        for (int step = 0; step < 2_000; step++) {
            if (!held.isEmpty() && random.nextInt(9) < 4) {
                long[] range = held.remove(random.nextInt(held.size()));
                virtual.free(range[0], (int) range[1], range[2] == 1);
            } else {
                int pages = 1 + random.nextInt(12);
                boolean guarded = random.nextBoolean();
                long page = virtual.allocate(pages, guarded);
                if (page == NONE) {
                    refused++;
                } else {
                    held.add(new long[] {page, pages, guarded ? 1 : 0});
                    assertNull(machine.write(page + pages - 1, step));
                    assertTrue(!guarded || machine.faults(page + pages));
                }
            }
            long mapped = held.stream().mapToLong(range -> range[1]).sum();
            assertEquals(mapped, machine.frames.allocatedFrames().cardinality());
        }
        assertTrue(refused > 100, "refused=" + refused);
        held.forEach(range -> virtual.free(range[0], (int) range[1], range[2] == 1));
        assertArrayEquals(idle, machine.state());
    }

    /* The thread's open question: a region for the heap and one for slabs, or one for both. */

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRefuseInAFullRegionWhileAnotherIsEmpty(RangeKind kind) {
        PagedMachine apart = new PagedMachine(4, 40);
        VirtualMemory heap = apart.virtual(kind, 16, KERNEL);
        VirtualMemory slabs = apart.virtual(kind, 16, heap.endPage());
        assertEquals(KERNEL + 16, slabs.firstPage());
        assertEquals(KERNEL + 16, slabs.allocate(16, false));
        apart.none(slabs, 4, false);
        assertEquals(KERNEL, heap.allocate(16, false));

        PagedMachine together = new PagedMachine(4, 40);
        VirtualMemory all = together.virtual(kind, 32, KERNEL);
        assertEquals(KERNEL, all.allocate(16, false));
        assertEquals(KERNEL + 16, all.allocate(4, false), "slabs have what the heap does not need");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldKeepLargeGapsWhereWhatStaysLiesElsewhere(RangeKind kind) {
        PagedMachine apart = new PagedMachine(4, 40);
        VirtualMemory heap = apart.virtual(kind, 16, KERNEL);
        VirtualMemory slabs = apart.virtual(kind, 16, heap.endPage());
        fillAndFreeTheSlabs(heap, slabs);
        assertEquals(slabs.firstPage(), slabs.allocate(16, false));

        PagedMachine together = new PagedMachine(4, 40);
        VirtualMemory all = together.virtual(kind, 32, KERNEL);
        fillAndFreeTheSlabs(all, all);
        together.none(all, 16, false);
        assertEquals(8, together.frames.allocatedFrames().cardinality(), "24 pages are free, and no 16 of them side by side");
    }

    /** A slab of two pages, and a page that stays, in turns; then the slabs go. */
    private static void fillAndFreeTheSlabs(VirtualMemory heap, VirtualMemory slabs) {
        long[] going = new long[8];
        for (int i = 0; i < going.length; i++) {
            going[i] = slabs.allocate(2, false);
            heap.allocate(1, false);
        }
        for (long slab : going) {
            slabs.free(slab, 2, false);
        }
    }
}
