package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tlalloc.HeapMeter;

class PhysicalMemoryTest {
    private static final int CHUNK = 1 << 16;
    private static final long SIZE = 4 * CHUNK + 100;

    private final PhysicalMemory memory = new PhysicalMemory(SIZE);

    private byte[] image() {
        byte[] image = new byte[(int) SIZE];
        memory.read(0, image, 0, image.length);
        return image;
    }

    /* Every byte is different from its neighbours, and none is zero. */
    private void fillWithPattern() {
        for (int i = 0; i < SIZE; i++) {
            memory.writeByte(i, pattern(i));
        }
    }

    private static byte pattern(int address) {
        return (byte) (address % 251 + 1);
    }

    @Test
    void shouldBeAllZeroAtFirst() {
        assertArrayEquals(new byte[(int) SIZE], image());
        for (int at = CHUNK - 8; at <= CHUNK; at++) {
            assertEquals(0, memory.readByte(at));
            assertEquals(0, memory.readShort(at));
            assertEquals(0, memory.readInt(at));
            assertEquals(0, memory.readLong(at));
        }
    }

    @Test
    void shouldStoreNumbersLittleEndian() {
        memory.writeLong(8, 0x8877_6655_4433_2211L);
        for (int i = 0; i < 8; i++) {
            assertEquals((byte) (0x11 * (i + 1)), memory.readByte(8 + i));
        }
        assertEquals((short) 0x2211, memory.readShort(8));
        assertEquals((short) 0x8877, memory.readShort(14));
        assertEquals(0x4433_2211, memory.readInt(8));
        assertEquals(0x8877_6655, memory.readInt(12));
        memory.writeShort(16, (short) 0xbbaa);
        memory.writeInt(18, 0xffee_ddcc);
        assertEquals(0xffee_ddcc_bbaaL, memory.readLong(16));
    }

    @Test
    void shouldTakeAnyAlignmentAndStraddleChunks() {
        for (int at = CHUNK - 9; at <= CHUNK + 1; at++) {
            memory.fill(0, SIZE, (byte) 0x5a);
            memory.writeLong(at, 0x8182_8384_8586_8788L);
            assertEquals(0x8182_8384_8586_8788L, memory.readLong(at));
            assertEquals(0x5a, memory.readByte(at - 1));
            assertEquals(0x5a, memory.readByte(at + 8));
            memory.writeInt(at, 0xa1a2_a3a4);
            assertEquals(0xa1a2_a3a4, memory.readInt(at));
            memory.writeShort(at, (short) 0xb1b2);
            assertEquals((short) 0xb1b2, memory.readShort(at));
            assertEquals(0x8182_8384_a1a2_b1b2L, memory.readLong(at));
        }
    }

    @Test
    void shouldCopyAcrossChunks() {
        byte[] data = new byte[2 * CHUNK + 17];
        for (int i = 0; i < data.length; i++) {
            data[i] = pattern(i);
        }
        memory.write(CHUNK - 3, data, 5, data.length - 7);
        byte[] back = new byte[data.length];
        memory.read(CHUNK - 3, back, 5, data.length - 7);
        for (int i = 5; i < data.length - 2; i++) {
            assertEquals(data[i], back[i]);
            assertEquals(data[i], memory.readByte(CHUNK - 8 + i));
        }
        assertEquals(0, back[4]);
        assertEquals(0, back[data.length - 2]);
        assertEquals(0, memory.readByte(CHUNK - 4));
        assertEquals(0, memory.readByte(CHUNK - 10 + data.length));
    }

    @Test
    void shouldOverwriteTheBufferWithZerosWhereNothingWasWritten() {
        byte[] buffer = {1, 2, 3, 4};
        memory.read(CHUNK, buffer, 1, 2);
        assertArrayEquals(new byte[] {1, 0, 0, 4}, buffer);
    }

    @Test
    void shouldFillExactlyWhatWasAsked() {
        fillWithPattern();
        memory.fill(CHUNK - 1, CHUNK + 2, (byte) 7);
        memory.fill(3 * CHUNK, 2, (byte) 0);
        byte[] image = image();
        for (int i = 0; i < SIZE; i++) {
            byte expected = i >= CHUNK - 1 && i <= 2 * CHUNK ? 7
                    : i == 3 * CHUNK || i == 3 * CHUNK + 1 ? 0 : pattern(i);
            assertEquals(expected, image[i], "address=" + i);
        }
    }

    @Test
    void shouldCostLittleWhereNothingWasWritten() {
        long bytes = HeapMeter.allocatedBy(() -> {
            PhysicalMemory large = new PhysicalMemory(PhysicalMemory.MAX_SIZE);
            large.writeLong(0, -1);
            large.writeLong(PhysicalMemory.MAX_SIZE - 8, -1);
            large.writeLong((1L << 35) - 4, 0x1122_3344_5566_7788L);
            assertEquals(0x1122_3344_5566_7788L, large.readLong((1L << 35) - 4));
            assertEquals(-1, large.readLong(PhysicalMemory.MAX_SIZE - 8));
        });
        assertTrue(bytes < 32 << 20, "bytes=" + bytes);
    }

    @Test
    void shouldTakeNoRoomForZeroing() {
        PhysicalMemory large = new PhysicalMemory(PhysicalMemory.MAX_SIZE);
        long bytes = HeapMeter.allocatedAtLeastBy(2, () -> large.fill(0, large.size(), (byte) 0));
        assertTrue(bytes < CHUNK, "bytes=" + bytes);
        assertEquals(0, large.readLong(1L << 35));
    }

    @Test
    void shouldTakeNoRoomForReading() {
        PhysicalMemory large = new PhysicalMemory(PhysicalMemory.MAX_SIZE);
        byte[] buffer = new byte[100];
        long bytes = HeapMeter.allocatedAtLeastBy(2, () -> {
            for (long at = 0; at <= large.size() - buffer.length; at += large.size() / 1000) {
                large.read(at, buffer, 0, buffer.length);
                large.readLong(at);
            }
        });
        assertTrue(bytes < CHUNK, "bytes=" + bytes);
    }

    @Test
    void shouldShowTheSameBytesInEveryWindow() {
        fillWithPattern();
        Window wide = memory.window(CHUNK - 50, 2 * CHUNK + 100);
        Window narrow = memory.window(CHUNK - 8, 16);
        Window inner = memory.window(2 * CHUNK - 1, 2);
        assertEquals(CHUNK - 50, wide.address());
        assertEquals(2 * CHUNK + 100, wide.length());
        for (int i = 0; i < wide.length(); i++) {
            assertEquals(pattern(CHUNK - 50 + i), wide.getByte(i));
        }
        narrow.putLong(4, 0x8877_6655_4433_2211L);
        assertEquals(0x8877_6655_4433_2211L, wide.getLong(46));
        assertEquals(0x8877_6655_4433_2211L, memory.readLong(CHUNK - 4));
        memory.writeInt(2 * CHUNK - 2, 0xddcc_bbaa);
        assertEquals((byte) 0xbb, inner.getByte(0));
        assertEquals((byte) 0xcc, inner.getByte(1));
        assertEquals(0xddcc_bbaa, wide.getInt(CHUNK + 48));
        assertEquals(pattern(CHUNK - 51), memory.readByte(CHUNK - 51));
    }

    @Test
    void shouldMakeWindowsOverWhatWasNeverWritten() {
        Window window = memory.window(CHUNK + 5, 2 * CHUNK);
        assertEquals(0, window.getLong(0));
        window.putByte(2 * CHUNK - 1, (byte) 9);
        assertEquals(9, memory.readByte(3 * CHUNK + 4));
    }

    @Test
    void shouldKeepWindowsOfOneChunkValid() {
        Window first = memory.window(0, CHUNK);
        Window second = memory.window(CHUNK, CHUNK);
        memory.writeByte(CHUNK - 1, (byte) 1);
        memory.writeByte(CHUNK, (byte) 2);
        assertEquals(1, first.getByte(CHUNK - 1));
        assertEquals(2, second.getByte(0));
    }

    @Test
    void shouldRefuseAWindowThatHasOnlyPartOfAnother() {
        fillWithPattern();
        Window small = memory.window(CHUNK + 10, 10);
        byte[] before = image();
        for (long[] wrong : new long[][] {{0, CHUNK + 11}, {CHUNK + 9, 2}, {CHUNK + 19, 2}, {CHUNK, CHUNK}}) {
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> memory.window(wrong[0], (int) wrong[1]));
            assertTrue(refusal.getMessage().contains("address=" + wrong[0] + " length=" + wrong[1]), refusal.getMessage());
        }
        assertArrayEquals(before, image());
        small.putByte(0, (byte) 77);
        assertEquals(77, memory.readByte(CHUNK + 10));
        // The refusals took nothing either: there may be windows right beside it.
        memory.window(0, CHUNK + 10).putByte(5, (byte) 78);
        memory.window(CHUNK + 20, 2 * CHUNK).putByte(0, (byte) 79);
        assertEquals(78, memory.readByte(5));
        assertEquals(79, memory.readByte(CHUNK + 20));
        assertEquals(77, small.getByte(0));
    }

    @Test
    void shouldTakeTheLargestWindowFirst() {
        Window large = memory.window(0, 3 * CHUNK);
        Window small = memory.window(CHUNK - 1, CHUNK + 2);
        small.putByte(0, (byte) 5);
        assertEquals(5, large.getByte(CHUNK - 1));
    }

    @Test
    void shouldRefuseAWindowOfNoLength() {
        for (int length : new int[] {0, Integer.MAX_VALUE}) {
            PhysicalMemory large = new PhysicalMemory(PhysicalMemory.MAX_SIZE);
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> large.window(16, length));
            assertTrue(refusal.getMessage().contains("length=" + length), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("address=16"), refusal.getMessage());
        }
    }

    @Test
    void shouldLogEveryWrite() {
        Window window = memory.window(CHUNK - 4, 100);
        WriteLog log = new WriteLog();
        memory.log(log);
        memory.writeByte(1, (byte) 1);
        memory.writeShort(2, (short) 1);
        memory.writeInt(3, 1);
        memory.writeLong(CHUNK - 4, 1);
        memory.write(5, new byte[9], 2, 6);
        memory.fill(7, 70, (byte) 0);
        window.putByte(6, (byte) 1);
        window.putInt(7, 1);
        window.putLong(8, 1);
        long[][] expected = {{1, 1}, {2, 2}, {3, 4}, {CHUNK - 4, 8}, {5, 6}, {7, 70}, {CHUNK + 2, 1}, {CHUNK + 3, 4},
            {CHUNK + 4, 8}};
        assertEquals(expected.length, log.count());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i][0], log.address(i), "write " + i);
            assertEquals(expected[i][1], log.length(i), "write " + i);
        }
    }

    @Test
    void shouldLogAFillInFull() {
        WriteLog log = new WriteLog();
        memory.log(log);
        memory.fill(CHUNK - 10, 2 * CHUNK, (byte) 1);
        long at = CHUNK - 10;
        for (int i = 0; i < log.count(); i++) {
            assertEquals(at, log.address(i));
            at += log.length(i);
        }
        assertEquals(3 * CHUNK - 10, at);
    }

    @Test
    void shouldNotLogReadsNorWhatWritesNoByte() {
        Window window = memory.window(0, 100);
        WriteLog log = new WriteLog();
        memory.log(log);
        image();
        memory.readLong(3);
        window.getLong(3);
        memory.window(CHUNK, 5);
        memory.write(7, new byte[3], 1, 0);
        memory.fill(7, 0, (byte) 3);
        assertEquals(0, log.count());
    }

    @Test
    void shouldStopLogging() {
        Window window = memory.window(0, 100);
        WriteLog log = new WriteLog();
        memory.log(log);
        memory.log(null);
        memory.writeLong(3, 1);
        window.putLong(3, 1);
        assertEquals(0, log.count());
    }

    @Test
    void shouldRefuseToReachOutside() {
        fillWithPattern();
        byte[] before = image();
        WriteLog log = new WriteLog();
        memory.log(log);
        List<String> refused = new ArrayList<>();
        for (long address : new long[] {-1, SIZE, SIZE + 1, Long.MAX_VALUE, Long.MAX_VALUE - 7, Long.MIN_VALUE, 1L << 40}) {
            refuse(refused, address, 1, at -> memory.readByte(at));
            refuse(refused, address, 1, at -> memory.writeByte(at, (byte) 0));
            refuse(refused, address, 2, at -> memory.readShort(at));
            refuse(refused, address, 2, at -> memory.writeShort(at, (short) 0));
            refuse(refused, address, 4, at -> memory.readInt(at));
            refuse(refused, address, 4, at -> memory.writeInt(at, 0));
            refuse(refused, address, 8, at -> memory.readLong(at));
            refuse(refused, address, 8, at -> memory.writeLong(at, 0));
            refuse(refused, address, 3, at -> memory.read(at, new byte[3], 0, 3));
            refuse(refused, address, 3, at -> memory.write(at, new byte[3], 0, 3));
            refuse(refused, address, 3, at -> memory.fill(at, 3, (byte) 0));
            refuse(refused, address, 3, at -> memory.window(at, 3));
        }
        refuse(refused, SIZE - 1, 2, at -> memory.readShort(at));
        refuse(refused, SIZE - 1, 2, at -> memory.writeShort(at, (short) 0));
        refuse(refused, SIZE - 3, 4, at -> memory.readInt(at));
        refuse(refused, SIZE - 3, 4, at -> memory.writeInt(at, 0));
        refuse(refused, SIZE - 7, 8, at -> memory.readLong(at));
        refuse(refused, SIZE - 7, 8, at -> memory.writeLong(at, 0));
        refuse(refused, SIZE - 7, 8, at -> memory.read(at, new byte[8], 0, 8));
        refuse(refused, SIZE - 7, 8, at -> memory.write(at, new byte[8], 0, 8));
        refuse(refused, SIZE - 7, 8, at -> memory.fill(at, 8, (byte) 0));
        refuse(refused, SIZE - 7, 8, at -> memory.window(at, 8));
        refuse(refused, 0, SIZE + 1, at -> memory.fill(at, SIZE + 1, (byte) 0));
        refuse(refused, 5, Long.MAX_VALUE, at -> memory.fill(at, Long.MAX_VALUE, (byte) 0));
        refuse(refused, 5, -1, at -> memory.fill(at, -1, (byte) 0));
        refuse(refused, 5, -1, at -> memory.window(at, -1));
        assertEquals(7 * 12 + 14, refused.size());
        assertEquals(0, log.count());
        assertArrayEquals(before, image());
    }

    private static void refuse(List<String> refused, long address, long length, Consumer<Long> access) {
        IndexOutOfBoundsException refusal =
                assertThrows(IndexOutOfBoundsException.class, () -> access.accept(address));
        String message = refusal.getMessage();
        assertTrue(message.startsWith("address=" + address + " length=" + length + " "), message);
        assertTrue(message.endsWith("size=" + SIZE), message);
        refused.add(message);
    }

    @Test
    void shouldRefuseAnUnfitBuffer() {
        fillWithPattern();
        byte[] before = image();
        byte[] buffer = new byte[10];
        assertThrows(IndexOutOfBoundsException.class, () -> memory.write(0, buffer, 5, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.write(0, buffer, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(0, buffer, 5, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.read(0, buffer, 5, -1));
        assertArrayEquals(new byte[10], buffer);
        assertArrayEquals(before, image());
    }

    @Test
    void shouldReachItsLastByte() {
        memory.writeByte(SIZE - 1, (byte) 1);
        memory.writeLong(SIZE - 8, 2);
        memory.window(SIZE - 8, 8).putLong(0, 3);
        assertEquals(3, memory.readLong(SIZE - 8));
        PhysicalMemory tiny = new PhysicalMemory(1);
        tiny.writeByte(0, (byte) 4);
        assertEquals(4, tiny.readByte(0));
        assertThrows(IndexOutOfBoundsException.class, () -> tiny.readShort(0));
    }

    @Test
    void shouldRefuseASizeThatIsNone() {
        for (long size : new long[] {0, -1, PhysicalMemory.MAX_SIZE + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> new PhysicalMemory(size));
            assertTrue(refusal.getMessage().contains("size=" + size), refusal.getMessage());
        }
    }
}
