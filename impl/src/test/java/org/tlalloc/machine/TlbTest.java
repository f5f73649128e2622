package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tlalloc.machine.Tables.D;
import static org.tlalloc.machine.Tables.G;
import static org.tlalloc.machine.Tables.P;
import static org.tlalloc.machine.Tables.U;
import static org.tlalloc.machine.Tables.W;

import org.junit.jupiter.api.Test;
import org.tlalloc.HeapMeter;

/** The TLB as a CPU uses it: section 4.10 of volume 3A. */
class TlbTest {
    private static final long LINEAR = 0x40_0000L;
    private static final long PAGE = 0x5000;
    private static final long OTHER = 0x6000;

    private final Tables tables = new Tables(PagingLayout.FOUR_LEVEL, 1L << 26);

    private static long fault(int errorCode) {
        return PageFault.answer(errorCode);
    }

    private Cpu cpu(int capacity) {
        return new Cpu(tables.memory, tables.control(), capacity);
    }

    @Test
    void shouldServeWhatTheTablesSaidBefore() {
        tables.map(LINEAR, 1, PAGE, P | W);
        Cpu cpu = cpu(16);
        assertEquals(PAGE, cpu.translate(LINEAR, Access.WRITE));
        tables.map(LINEAR, 1, OTHER, 0);
        assertEquals(PAGE + 9, cpu.translate(LINEAR + 9, Access.WRITE));
        assertTrue(cpu.tlb().holds(LINEAR));
        assertEquals(PAGE + 1, cpu.tlb().physical(LINEAR + 1));
        cpu.invalidatePage(LINEAR + 77);
        assertFalse(cpu.tlb().holds(LINEAR));
        assertEquals(-1, cpu.tlb().physical(LINEAR));
        assertEquals(fault(0), cpu.translate(LINEAR, Access.READ));
        tables.map(LINEAR, 1, OTHER, P);
        // What is not present is not kept.
        assertEquals(OTHER, cpu.translate(LINEAR, Access.READ));
    }

    @Test
    void shouldKeepNothingWithoutRoom() {
        tables.map(LINEAR, 1, PAGE, P | W);
        Cpu cpu = cpu(0);
        assertEquals(PAGE, cpu.translate(LINEAR, Access.WRITE));
        assertEquals(0, cpu.tlb().count());
        tables.map(LINEAR, 1, OTHER, P);
        assertEquals(OTHER, cpu.translate(LINEAR, Access.READ));
    }

    @Test
    void shouldFaultOnceOnRightsThatWereGivenSince() {
        tables.map(LINEAR, 1, PAGE, P);
        Cpu cpu = cpu(16);
        cpu.translate(LINEAR, Access.READ);
        tables.map(LINEAR, 1, PAGE, P | W);
        assertEquals(fault(PageFault.PROTECTION | PageFault.WRITE), cpu.translate(LINEAR, Access.WRITE));
        assertEquals(PAGE, cpu.translate(LINEAR, Access.WRITE));
    }

    @Test
    void shouldStillAllowWhatWasTakenAway() {
        tables.map(LINEAR, 1, PAGE, P | W);
        Cpu cpu = cpu(16);
        cpu.translate(LINEAR, Access.WRITE);
        tables.map(LINEAR, 1, PAGE, P);
        assertEquals(PAGE, cpu.translate(LINEAR, Access.WRITE));
        assertEquals(0, tables.entry(LINEAR, 1) & D);
        cpu.invalidatePage(LINEAR);
        assertEquals(fault(PageFault.PROTECTION | PageFault.WRITE), cpu.translate(LINEAR, Access.WRITE));
    }

    /** Read first: the first write finds D unset in the TLB, and goes to the tables as they are now. */
    @Test
    void shouldSetDirtyAtTheFirstWrite() {
        tables.map(LINEAR, 1, PAGE, P | W);
        Cpu cpu = cpu(16);
        cpu.translate(LINEAR, Access.READ);
        assertEquals(0, tables.entry(LINEAR, 1) & D);
        assertEquals(PAGE, cpu.translate(LINEAR, Access.WRITE));
        assertEquals(D, tables.entry(LINEAR, 1) & D);
    }

    @Test
    void shouldForgetAllButGlobalPagesWithCr3() {
        tables.map(LINEAR, 1, PAGE, P | W);
        tables.map(LINEAR + 0x1000, 1, PAGE, P | W | G);
        Cpu cpu = cpu(16);
        cpu.translate(LINEAR, Access.READ);
        cpu.translate(LINEAR + 0x1000, Access.READ);
        cpu.loadCr3(tables.root);
        assertFalse(cpu.tlb().holds(LINEAR));
        assertTrue(cpu.tlb().holds(LINEAR + 0x1000));
        cpu.invalidatePage(LINEAR + 0x1000);
        assertEquals(0, cpu.tlb().count());
        // Without PGE no page is global.
        cpu.load(cpu.control().withCr4(ControlState.CR4_PAE));
        cpu.translate(LINEAR + 0x1000, Access.READ);
        cpu.loadCr3(tables.root);
        assertEquals(0, cpu.tlb().count());
    }

    @Test
    void shouldForgetAllWhenTranslationItselfChanges() {
        tables.map(LINEAR, 1, PAGE, P | W | U | G);
        Cpu cpu = cpu(16);
        ControlState plain = tables.control();
        for (ControlState other : new ControlState[] {plain.withCr4(ControlState.CR4_PAE), plain.withEfer(ControlState.EFER_LME),
            plain.withPhysicalBits(39), plain.withCr4(plain.cr4() | ControlState.CR4_SMEP)}) {
            cpu.load(plain);
            cpu.translate(LINEAR, Access.READ);
            assertEquals(1, cpu.tlb().count());
            cpu.load(plain.withCpl(3));
            cpu.load(plain.withCr0(ControlState.CR0_PE | ControlState.CR0_PG));
            cpu.load(plain.withEflags(ControlState.EFLAGS_AC));
            assertEquals(1, cpu.tlb().count());
            cpu.load(other);
            assertEquals(0, cpu.tlb().count(), other.toString());
        }
    }

    @Test
    void shouldForgetALargePageAsAWhole() {
        tables.map(0x20_0000, 2, 0x40_0000, P | W);
        tables.map(0x40_0000, 2, 0x60_0000, P | W);
        Cpu cpu = cpu(1024);
        for (long offset = 0; offset < 0x20_0000; offset += 0x1f000) {
            assertEquals(0x40_0000 + offset, cpu.translate(0x20_0000 + offset, Access.READ));
        }
        assertEquals(0x60_0000, cpu.translate(0x40_0000, Access.READ));
        cpu.invalidatePage(0x20_0000 + 0x5555);
        assertEquals(1, cpu.tlb().count());
        assertTrue(cpu.tlb().holds(0x40_0000));
    }

    @Test
    void shouldGiveOnePlaceToOnePage() {
        Cpu cpu = cpu(4);
        for (int i = 0; i < 8; i++) {
            tables.map(LINEAR + 0x1000L * i, 1, PAGE, P);
            cpu.translate(LINEAR + 0x1000L * i, Access.READ);
            assertEquals(Math.min(4, i + 1), cpu.tlb().count());
        }
        assertFalse(cpu.tlb().holds(LINEAR));
        assertTrue(cpu.tlb().holds(LINEAR + 0x4000));
        cpu.tlb().evict(LINEAR + 0x4000);
        cpu.tlb().evict(LINEAR);
        assertEquals(3, cpu.tlb().count());
    }

    @Test
    void shouldRefuseASizeThatIsNone() {
        for (int capacity : new int[] {-1, 3, Tlb.MAX_CAPACITY * 2, Integer.MIN_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Tlb(capacity)).getMessage();
            assertTrue(message.contains("capacity=" + capacity), message);
        }
        assertEquals(Tlb.MAX_CAPACITY, new Tlb(Tlb.MAX_CAPACITY).capacity());
    }

    @Test
    void shouldAllocateNothing() {
        tables.map(LINEAR, 1, PAGE, P | W);
        Cpu cpu = cpu(16);
        assertEquals(0, HeapMeter.allocatedAtLeastBy(5, () -> {
            for (int i = 0; i < 1000; i++) {
                cpu.translate(LINEAR + i, Access.WRITE);
                cpu.read(LINEAR + i, 8);
                cpu.write(LINEAR + i, 4, i);
                cpu.invalidatePage(LINEAR);
            }
        }));
    }
}
