package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tlalloc.machine.Tables.A;
import static org.tlalloc.machine.Tables.D;
import static org.tlalloc.machine.Tables.P;
import static org.tlalloc.machine.Tables.U;
import static org.tlalloc.machine.Tables.W;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTest {
    private static final long SIZE = 1L << 26;
    private static final long LINEAR = 0x40a0_5000L;
    /** The second page lies before the first. */
    private static final long FIRST = 0x20_3000;
    private static final long SECOND = 0x20_1000;

    static List<PagingLayout> layouts() {
        return List.of(PagingLayout.IA32, PagingLayout.PAE, PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL);
    }

    private static Tables twoPages(PagingLayout layout, long flags) {
        Tables tables = new Tables(layout, SIZE);
        tables.map(LINEAR, 1, FIRST, P | W | U);
        tables.map(LINEAR + 0x1000, 1, SECOND, flags);
        return tables;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldReadAndWriteAllSizes(PagingLayout layout) {
        Tables tables = twoPages(layout, P | W);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        for (int bytes : new int[] {1, 2, 4, 8}) {
            // Within the first page, across both, within the second.
            for (long at = LINEAR + 0x1000 - 2 * bytes; at <= LINEAR + 0x1000 + bytes; at++) {
                tables.memory.fill(FIRST, 0x1000, (byte) 0x5a);
                tables.memory.fill(SECOND, 0x1000, (byte) 0x5a);
                assertNull(cpu.write(at, bytes, 0x8877_6655_4433_2211L));
                for (int i = -1; i <= bytes; i++) {
                    long address = at + i < LINEAR + 0x1000 ? FIRST + at + i - LINEAR : SECOND + at + i - LINEAR - 0x1000;
                    assertEquals((byte) (i < 0 || i == bytes ? 0x5a : 0x11 * (i + 1)), tables.memory.readByte(address));
                }
                assertNull(cpu.read(at, bytes));
                assertEquals(0x8877_6655_4433_2211L & -1L >>> 64 - 8 * bytes, cpu.value());
                assertNull(cpu.fetch(at, bytes));
                assertEquals(0x8877_6655_4433_2211L & -1L >>> 64 - 8 * bytes, cpu.value());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void shouldWriteNothingIfTheSecondPageFaults(PagingLayout layout) {
        Tables tables = twoPages(layout, P | U);
        Cpu cpu = new Cpu(tables.memory, tables.control().withCpl(3), 64);
        tables.memory.writeLong(FIRST + 0xff8, 0x0102_0304_0506_0708L);
        for (int bytes : new int[] {2, 4, 8}) {
            assertEquals(new PageFault(LINEAR + 0x1000, 7), cpu.write(LINEAR + 0xfff, bytes, -1));
            assertEquals(0x0102_0304_0506_0708L, tables.memory.readLong(FIRST + 0xff8));
        }
        // The first page has been translated for a write all the same.
        assertEquals(A | D, tables.entry(LINEAR, 1) & (A | D));
        assertEquals(0, tables.entry(LINEAR + 0x1000, 1) & (A | D));
        tables.change(LINEAR, 1, P, 0);
        cpu.invalidatePage(LINEAR);
        assertEquals(new PageFault(LINEAR + 0xfff, 6), cpu.write(LINEAR + 0xfff, 2, -1));
    }

    @Test
    void shouldKeepTheValueWhenAReadFaults() {
        Tables tables = twoPages(PagingLayout.FOUR_LEVEL, 0);
        tables.memory.writeByte(FIRST, (byte) 0xfe);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        cpu.read(LINEAR, 1);
        assertEquals(0xfe, cpu.value());
        assertEquals(new PageFault(LINEAR + 0x1000, 0), cpu.read(LINEAR + 0xffc, 8));
        assertEquals(new PageFault(LINEAR + 0x1000, 0x10), cpu.fetch(LINEAR + 0xffc, 8));
        assertEquals(0xfe, cpu.value());
    }

    @Test
    void shouldWrapAroundAtTheEndOf32Bits() {
        Tables tables = new Tables(PagingLayout.IA32, SIZE);
        tables.map(0xffff_f000L, 1, FIRST, P | W);
        tables.map(0, 1, SECOND, P | W);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        assertNull(cpu.write(0xffff_fffeL, 4, 0x4433_2211));
        assertEquals(0x2211, tables.memory.readShort(FIRST + 0xffe));
        assertEquals(0x4433, tables.memory.readShort(SECOND));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0000_7fff_ffff_fffcL, 0x0000_8000_0000_0000L, 0xffff_7fff_ffff_fffcL})
    void shouldRefuseAnAddressThatIsNotCanonical(long linear) {
        Tables tables = new Tables(PagingLayout.FOUR_LEVEL, SIZE);
        tables.map(0x7fff_ffff_f000L, 1, FIRST, P | W);
        tables.map(0xffff_8000_0000_0000L, 1, SECOND, P | W);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        WriteLog log = new WriteLog();
        tables.memory.log(log);
        for (Runnable access : List.<Runnable>of(() -> cpu.read(linear, 8), () -> cpu.write(linear, 8, 0), () -> cpu.fetch(linear, 8))) {
            String message = assertThrows(IllegalArgumentException.class, access::run).getMessage();
            assertTrue(message.contains("is not canonical"), message);
        }
        assertEquals(0, log.count());
    }

    @Test
    void shouldRefuseAPageOutsideMemory() {
        Tables tables = twoPages(PagingLayout.FOUR_LEVEL, P | W);
        tables.map(LINEAR + 0x1000, 1, SIZE, P | W);
        tables.memory.writeInt(FIRST + 0xffc, 7);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        assertEquals(SIZE, cpu.translate(LINEAR + 0x1000, Access.READ));
        for (Runnable access : List.<Runnable>of(() -> cpu.read(LINEAR + 0x1000, 4), () -> cpu.write(LINEAR + 0x1000, 4, 0),
                () -> cpu.read(LINEAR + 0xffe, 4), () -> cpu.write(LINEAR + 0xffe, 4, 0))) {
            String message = assertThrows(IndexOutOfBoundsException.class, access::run).getMessage();
            assertTrue(message.contains("address=" + SIZE) || message.contains("address=" + (SIZE + 1)), message);
        }
        assertEquals(7, tables.memory.readInt(FIRST + 0xffc));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 5, 16, Integer.MIN_VALUE})
    void shouldRefuseASizeThatIsNone(int bytes) {
        Tables tables = twoPages(PagingLayout.IA32, P | W);
        Cpu cpu = new Cpu(tables.memory, tables.control(), 64);
        for (Runnable access : List.<Runnable>of(() -> cpu.read(LINEAR, bytes), () -> cpu.write(LINEAR, bytes, 0))) {
            String message = assertThrows(IllegalArgumentException.class, access::run).getMessage();
            assertTrue(message.contains("bytes=" + bytes), message);
        }
    }
}
