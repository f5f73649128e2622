package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int SIZE = 1 << 17;

    private final PhysicalMemory memory = new PhysicalMemory(SIZE);

    @Test
    void shouldStoreNumbersLittleEndianAtAnyAlignment() {
        for (int base = 0; base < 9; base++) {
            PhysicalMemory memory = new PhysicalMemory(SIZE);
            Window window = memory.window(base, 100);
            for (int offset = 0; offset < 9; offset++) {
                window.putLong(offset, 0x8877_6655_4433_2211L);
                for (int i = 0; i < 8; i++) {
                    assertEquals((byte) (0x11 * (i + 1)), memory.readByte(base + offset + i));
                    assertEquals((byte) (0x11 * (i + 1)), window.getByte(offset + i));
                }
                assertEquals(0x6655_4433, window.getInt(offset + 2));
                window.putInt(offset + 2, 0xd4d3_d2d1);
                assertEquals(0x8877_d4d3_d2d1_2211L, window.getLong(offset));
                window.putByte(offset, (byte) 0xff);
                assertEquals(0x8877_d4d3_d2d1_22ffL, memory.readLong(base + offset));
            }
        }
    }

    @Test
    void shouldReachItsFirstAndItsLastByte() {
        Window window = memory.window(1000, 24);
        window.putLong(0, -1);
        window.putLong(16, -1);
        window.putInt(20, 0x0403_0201);
        window.putByte(23, (byte) 5);
        assertEquals(-1, memory.readLong(1000));
        assertEquals(0x0503_0201_ffff_ffffL, memory.readLong(1016));
        assertEquals(0, memory.readLong(1024));
        assertEquals(0, memory.readLong(992));
    }

    @Test
    void shouldRefuseToReachOutside() {
        memory.window(0, SIZE);
        memory.fill(0, SIZE, (byte) 0x5a);
        // Lengths below that of a long, and windows that begin at the end of a chunk, are where sums overflow.
        for (long address : new long[] {0, 100, (1 << 16) - 1, (1 << 16) - 30}) {
            for (int length : new int[] {1, 3, 7, 8, 24}) {
                Window window = memory.window(address, length);
                WriteLog log = new WriteLog();
                memory.log(log);
                for (int offset : new int[] {-1, -8, Integer.MIN_VALUE, Integer.MIN_VALUE + 7, length, length + 1,
                    Integer.MAX_VALUE, Integer.MAX_VALUE - 7, Integer.MAX_VALUE - length}) {
                    refuse(window, offset, 1, window::getByte);
                    refuse(window, offset, 1, at -> window.putByte(at, (byte) 0));
                    refuse(window, offset, 4, window::getInt);
                    refuse(window, offset, 4, at -> window.putInt(at, 0));
                    refuse(window, offset, 8, window::getLong);
                    refuse(window, offset, 8, at -> window.putLong(at, 0));
                }
                refuse(window, length - 3, 4, window::getInt);
                refuse(window, length - 3, 4, at -> window.putInt(at, 0));
                refuse(window, length - 7, 8, window::getLong);
                refuse(window, length - 7, 8, at -> window.putLong(at, 0));
                assertEquals(0, log.count());
            }
            memory.log(null);
        }
        byte[] image = new byte[SIZE];
        memory.read(0, image, 0, SIZE);
        byte[] expected = new byte[SIZE];
        Arrays.fill(expected, (byte) 0x5a);
        assertArrayEquals(expected, image);
    }

    private static void refuse(Window window, int offset, int length, IntConsumer access) {
        IndexOutOfBoundsException refusal =
                assertThrows(IndexOutOfBoundsException.class, () -> access.accept(offset));
        assertEquals("offset=" + offset + " length=" + length + " is not within the window at address="
                + window.address() + " length=" + window.length(), refusal.getMessage());
    }

    @Test
    void shouldReportToALogThatIsSetLater() {
        Window window = memory.window(1L << 10, 100);
        WriteLog log = new WriteLog();
        memory.log(log);
        window.putInt(3, 1);
        assertEquals(1, log.count());
        assertEquals((1 << 10) + 3, log.address(0));
        assertEquals(Integer.BYTES, log.length(0));
    }
}
