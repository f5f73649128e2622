package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tlalloc.machine.Tables.A;
import static org.tlalloc.machine.Tables.D;
import static org.tlalloc.machine.Tables.G;
import static org.tlalloc.machine.Tables.NX;
import static org.tlalloc.machine.Tables.P;
import static org.tlalloc.machine.Tables.U;
import static org.tlalloc.machine.Tables.W;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.HeapMeter;

class MmuTest {
    private static final long SIZE = 1L << 26;
    private static final long PAGE = 0x0123_4000;
    /** Canonical in every mode, and with another index at each level. */
    private static final long LINEAR = 0x40a0_5000L;

    static List<PagingLayout> layouts() {
        return List.of(PagingLayout.IA32, PagingLayout.PAE, PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL);
    }

    private static long fault(int errorCode) {
        return PageFault.answer(errorCode);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldFindASmallPage(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        assertEquals(PAGE + 0x123, tables.mmu().walk(LINEAR + 0x123, Access.READ));
        assertEquals(fault(0), tables.mmu().walk(LINEAR + 0x1000, Access.READ));
        assertEquals(fault(0), tables.mmu().walk(LINEAR + layout.span(2), Access.READ));
    }

    static Stream<Object[]> largePages() {
        return layouts().stream().flatMap(layout -> IntStream.rangeClosed(2, layout.largestPageLevel())
                .mapToObj(level -> new Object[] {layout, level}));
    }

    @ParameterizedTest
    @MethodSource("largePages")
    void shouldFindALargePage(PagingLayout layout, int level) {
        Tables tables = new Tables(layout, SIZE);
        long start = 3 * layout.span(level) & 0xffff_ffffL;
        long page = level == 2 ? 0x12_c000_0000L : 0x34_4000_0000L;
        tables.map(start, level, page, P | W);
        for (long offset : new long[] {0, 0x1234, layout.span(level) - 1}) {
            assertEquals(page + offset, tables.mmu().walk(start + offset, Access.WRITE));
        }
        assertEquals(A | D, tables.entry(start, level) & (A | D));
        // Bit 12 is PAT, and no part of the address.
        tables.change(start, level, 0, 1 << 12);
        assertEquals(page + 5, tables.mmu().walk(start + 5, Access.READ));
        // The lowest bit of a smaller page's address, or in IA-32 bit 21, is reserved.
        tables.change(start, level, 0, layout == PagingLayout.IA32 ? 1 << 21 : 1 << 13);
        assertEquals(fault(9), tables.mmu().walk(start + 5, Access.READ));
    }

    @Test
    void shouldIgnoreThePageSizeBitWithoutPse() {
        Tables tables = new Tables(PagingLayout.IA32, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        tables.change(LINEAR, 2, 0, Tables.PS);
        ControlState noPse = tables.control().withCr4(0);
        assertEquals(PAGE, new Mmu(tables.memory, noPse).walk(LINEAR, Access.READ));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldSetAccessedAndDirtyOnSuccessOnly(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | U);
        Mmu mmu = tables.mmu();
        WriteLog log = new WriteLog();
        tables.memory.log(log);
        assertEquals(fault(3), mmu.walk(LINEAR, Access.WRITE));
        assertEquals(fault(0), mmu.walk(LINEAR + 0x1000, Access.READ));
        assertEquals(0, log.count());

        int first = layout == PagingLayout.PAE ? 2 : layout.levels();
        assertEquals(PAGE, mmu.walk(LINEAR, Access.READ));
        for (int level = 1; level <= first; level++) {
            assertEquals(A, tables.entry(LINEAR, level) & (A | D), "level=" + level);
        }
        assertEquals(first, log.count());
        tables.memory.log(null);
        tables.change(LINEAR, 1, 0, W);
        tables.memory.log(log);
        log.clear();
        assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE));
        assertEquals(1, log.count());
        assertEquals(A | D, tables.entry(LINEAR, 1) & (A | D));
        for (int level = 2; level <= first; level++) {
            assertEquals(A, tables.entry(LINEAR, level) & (A | D), "level=" + level);
        }
        mmu.walk(LINEAR, Access.WRITE);
        assertEquals(1, log.count());
        // PAE's first table has no A.
        assertEquals(layout == PagingLayout.PAE ? 0 : A, tables.entry(LINEAR, layout.levels()) & A);
    }

    /** Tables 4-3 to 4-20 and section 4.6: what each level allows, and what the registers add. */
    @ParameterizedTest
    @MethodSource("layouts")
    void shouldAllowWhatAllLevelsAllow(PagingLayout layout) {
        int first = layout == PagingLayout.PAE ? 2 : layout.levels();
        for (int level = 1; level <= first; level++) {
            Tables tables = new Tables(layout, SIZE);
            tables.map(LINEAR, 1, PAGE, P | W | U);
            Mmu kernel = tables.mmu();
            Mmu user = new Mmu(tables.memory, tables.control().withCpl(3));
            assertEquals(PAGE, user.walk(LINEAR, Access.WRITE));

            tables.change(LINEAR, level, W, 0);
            assertEquals(fault(7), user.walk(LINEAR, Access.WRITE));
            assertEquals(PAGE, user.walk(LINEAR, Access.READ));
            assertEquals(fault(3), kernel.walk(LINEAR, Access.WRITE));
            kernel.load(tables.control().withCr0(ControlState.CR0_PE | ControlState.CR0_PG));
            assertEquals(PAGE, kernel.walk(LINEAR, Access.WRITE));

            tables.change(LINEAR, level, U, W);
            assertEquals(fault(7), user.walk(LINEAR, Access.WRITE));
            assertEquals(fault(5), user.walk(LINEAR, Access.READ));
            assertEquals(fault(layout == PagingLayout.IA32 ? 5 : 0x15), user.walk(LINEAR, Access.EXECUTE));
            assertEquals(PAGE, kernel.walk(LINEAR, Access.WRITE));

            if (layout != PagingLayout.IA32) {
                tables.change(LINEAR, level, 0, U | NX);
                assertEquals(fault(0x15), user.walk(LINEAR, Access.EXECUTE));
                assertEquals(fault(0x11), kernel.walk(LINEAR, Access.EXECUTE));
                assertEquals(PAGE, user.walk(LINEAR, Access.READ));
                // Without NXE the bit is reserved, and the error code cannot tell a fetch.
                user.load(user.control().withEfer(user.control().efer() & ~ControlState.EFER_NXE));
                assertEquals(fault(0xd), user.walk(LINEAR, Access.READ));
                assertEquals(fault(0xd), user.walk(LINEAR, Access.EXECUTE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldKeepTheKernelFromUsersPages(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        tables.map(LINEAR + 0x1000, 1, PAGE, P | W);
        ControlState plain = tables.control();
        Mmu mmu = tables.mmu();
        assertEquals(PAGE, mmu.walk(LINEAR, Access.EXECUTE));
        mmu.load(plain.withCr4(plain.cr4() | ControlState.CR4_SMEP));
        assertEquals(fault(0x11), mmu.walk(LINEAR, Access.EXECUTE));
        assertEquals(PAGE, mmu.walk(LINEAR + 0x1000, Access.EXECUTE));
        assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE));
        mmu.load(plain.withCr4(plain.cr4() | ControlState.CR4_SMAP));
        assertEquals(fault(1), mmu.walk(LINEAR, Access.READ));
        assertEquals(fault(3), mmu.walk(LINEAR, Access.WRITE));
        assertEquals(PAGE, mmu.walk(LINEAR, Access.EXECUTE));
        assertEquals(PAGE, mmu.walk(LINEAR + 0x1000, Access.WRITE));
        mmu.load(mmu.control().withEflags(ControlState.EFLAGS_AC));
        assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE));
        mmu.load(mmu.control().withEflags(0).withCpl(3));
        assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE));
        // CPL 1 and 2 are the kernel's.
        mmu.load(mmu.control().withCpl(2));
        assertEquals(fault(3), mmu.walk(LINEAR, Access.WRITE));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldFaultOnReservedBits(PagingLayout layout) {
        for (int level = 1; level <= (layout == PagingLayout.PAE ? 2 : layout.levels()); level++) {
            for (int bit = 0; bit < 8 * layout.entryBytes(); bit++) {
                Tables tables = new Tables(layout, SIZE);
                tables.map(LINEAR, 1, PAGE, P | W | U);
                if ((layout.reserved(level, false, 40, true) & 1L << bit) != 0) {
                    tables.change(LINEAR, level, 0, 1L << bit);
                    assertEquals(fault(0xb), tables.mmu().walk(LINEAR, Access.WRITE), "level=" + level + " bit=" + bit);
                    // Not present is told first.
                    tables.change(LINEAR, level, P, 0);
                    assertEquals(fault(2), tables.mmu().walk(LINEAR, Access.WRITE), "level=" + level + " bit=" + bit);
                }
            }
        }
    }

    /** PAE: the four entries are registers, loaded with CR3. */
    @Test
    void shouldReadPointersWhenCr3IsLoaded() {
        Tables tables = new Tables(PagingLayout.PAE, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        Mmu mmu = tables.mmu();
        long pointer = tables.address(LINEAR, 3);
        long entry = tables.read(pointer);
        tables.write(pointer, 0);
        assertEquals(PAGE, mmu.walk(LINEAR, Access.READ));
        mmu.load(mmu.control().withCpl(3));
        assertEquals(PAGE, mmu.walk(LINEAR, Access.READ));
        mmu.loadCr3(mmu.control().cr3());
        assertEquals(fault(4), mmu.walk(LINEAR, Access.READ));

        ControlState before = mmu.control();
        tables.write(pointer, entry | W);
        String message = assertThrows(IllegalArgumentException.class, () -> mmu.loadCr3(tables.root)).getMessage();
        assertTrue(message.contains("cr3=0x10000") && message.contains("reserved bits=0x2"), message);
        assertEquals(before, mmu.control());
        assertEquals(fault(4), mmu.walk(LINEAR, Access.READ));
    }

    @Test
    void shouldWalkThroughARecursiveSlot() {
        Tables tables = new Tables(PagingLayout.IA32, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W);
        tables.write(tables.root + 4 * 1023, tables.root | P | W);
        long window = 0xffc0_0000L + (LINEAR >>> 12) * 4;
        Mmu mmu = tables.mmu();
        assertEquals(tables.address(LINEAR, 1), mmu.walk(window, Access.WRITE));
        assertEquals(tables.root + 4 * 1023, mmu.walk(0xffff_fffcL, Access.WRITE));
        assertEquals(A | D, tables.read(tables.root + 4 * 1023) & (A | D));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldRefuseAddressesThatAreNone(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        Mmu mmu = tables.mmu();
        for (long linear : new long[] {1L << layout.linearBits(), Long.MIN_VALUE, -1L << layout.linearBits()}) {
            String message = assertThrows(IllegalArgumentException.class, () -> mmu.walk(linear, Access.READ)).getMessage();
            assertTrue(message.contains(String.format("address=0x%x", linear)), message);
            assertThrows(IllegalArgumentException.class, () -> mmu.path(linear, new long[5]));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldRefuseATableOutsideMemory(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        tables.change(LINEAR, 2, 0xffff_f000L, SIZE);
        WriteLog log = new WriteLog();
        tables.memory.log(log);
        String message = assertThrows(IndexOutOfBoundsException.class, () -> tables.mmu().walk(LINEAR, Access.READ)).getMessage();
        assertTrue(message.startsWith("address=" + (SIZE + layout.index(LINEAR, 1) * layout.entryBytes())), message);
        assertEquals(0, log.count());
    }

    @Test
    void shouldBeEachAddressItsOwnWithoutPaging() {
        PhysicalMemory memory = new PhysicalMemory(SIZE);
        Mmu mmu = new Mmu(memory, ControlState.of(PagingLayout.IA32, 0).withCr0(0));
        assertEquals(0x1234_5678, mmu.walk(0x1234_5678, Access.WRITE));
        assertEquals(0xffff_ffffL, mmu.walk(0xffff_ffffL, Access.EXECUTE));
        assertThrows(IllegalArgumentException.class, () -> mmu.walk(1L << 32, Access.READ));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldShowThePath(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U);
        long[] path = new long[5];
        assertEquals(layout.levels(), tables.mmu().path(LINEAR, path));
        long[] expected = IntStream.iterate(layout.levels(), level -> level >= 1, level -> level - 1)
                .mapToLong(level -> tables.address(LINEAR, level)).toArray();
        assertArrayEquals(expected, Arrays.copyOf(path, layout.levels()));
        tables.change(LINEAR, 2, P, 0);
        assertEquals(layout.levels() - 1, tables.mmu().path(LINEAR, path));
    }

    /** The quick walk looks at memory by chunks, which windows take apart. */
    @ParameterizedTest
    @MethodSource("layouts")
    void shouldSeeEveryChangeOfTheTables(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U | A | D);
        Mmu mmu = tables.mmu();
        mmu.walk(LINEAR, Access.WRITE);
        for (int level = 1; level <= (layout == PagingLayout.PAE ? 2 : layout.levels()); level++) {
            tables.change(LINEAR, level, P, 0);
            assertEquals(fault(2), mmu.walk(LINEAR, Access.WRITE), "level=" + level);
            tables.change(LINEAR, level, 0, P);
            assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE), "level=" + level);
            Window window = tables.memory.window(tables.address(LINEAR, level), layout.entryBytes());
            window.putByte(0, (byte) (window.getByte(0) & ~1));
            assertEquals(fault(2), mmu.walk(LINEAR, Access.WRITE), "level=" + level);
            window.putByte(0, (byte) (window.getByte(0) | 1));
            assertEquals(PAGE, mmu.walk(LINEAR, Access.WRITE), "level=" + level);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldAllocateNothing(PagingLayout layout) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, PAGE, P | W | U | G);
        Mmu mmu = tables.mmu();
        assertEquals(0, HeapMeter.allocatedAtLeastBy(5, () -> {
            for (int i = 0; i < 1000; i++) {
                mmu.walk(LINEAR + i, Access.WRITE);
                mmu.walk(LINEAR + i, Access.EXECUTE);
                mmu.walk(LINEAR + 0x1000 + i, Access.READ);
            }
        }));
    }
}
