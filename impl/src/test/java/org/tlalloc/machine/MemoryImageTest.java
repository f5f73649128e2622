package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryImageTest {
    private static final int SIZE = 5 * (1 << 16) + 123;

    @TempDir
    private Path folder;

    @Test
    void shouldBeTheBytesThemselves() throws IOException {
        PhysicalMemory memory = new PhysicalMemory(SIZE);
        Random random = new Random(1);
        byte[] some = new byte[70_000];
        random.nextBytes(some);
        memory.write(60_000, some, 0, some.length);
        memory.writeByte(SIZE - 1, (byte) 9);
        Window window = memory.window(3 * (1 << 16) - 5, 100);
        window.putLong(3, -1);
        Path file = folder.resolve("image");
        memory.writeTo(file);

        byte[] expected = new byte[SIZE];
        memory.read(0, expected, 0, SIZE);
        assertArrayEquals(expected, Files.readAllBytes(file));
        PhysicalMemory back = PhysicalMemory.readFrom(file);
        assertEquals(SIZE, back.size());
        byte[] read = new byte[SIZE];
        back.read(0, read, 0, SIZE);
        assertArrayEquals(expected, read);
    }

    @Test
    void shouldHaveItsSizeThoughItsEndIsZero() throws IOException {
        Path file = folder.resolve("image");
        new PhysicalMemory(SIZE).writeTo(file);
        assertEquals(SIZE, Files.size(file));
        PhysicalMemory back = PhysicalMemory.readFrom(file);
        for (int at = 0; at < SIZE; at += 1 << 16) {
            assertTrue(back.isUntouched(at), "address=" + at);
        }
    }

    @Test
    void shouldTakeLittleRoomWhereNothingWasWritten() throws Exception {
        PhysicalMemory memory = new PhysicalMemory(1L << 32);
        memory.writeLong(1L << 31, 5);
        Path file = folder.resolve("image");
        memory.writeTo(file);
        assertEquals(1L << 32, Files.size(file));
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes()).split("\\s")[0];
        assertTrue(Integer.parseInt(kilobytes) < 1024, "kilobytes=" + kilobytes);
    }

    @Test
    void shouldReplaceWhatWasThere() throws IOException {
        Path file = folder.resolve("image");
        Files.write(file, new byte[2 * SIZE]);
        PhysicalMemory memory = new PhysicalMemory(SIZE);
        memory.writeInt(4, 77);
        memory.writeTo(file);
        assertEquals(SIZE, Files.size(file));
        assertEquals(77, PhysicalMemory.readFrom(file).readInt(4));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldLeaveNothingWhereItCannotWrite() throws IOException {
        PhysicalMemory memory = new PhysicalMemory(SIZE);
        assertThrows(IOException.class, () -> memory.writeTo(folder.resolve("nowhere").resolve("image")));
        Path taken = Files.createDirectories(folder.resolve("taken").resolve("by"));
        assertThrows(IOException.class, () -> memory.writeTo(taken.getParent()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        String message = assertThrows(IOException.class, () -> PhysicalMemory.readFrom(file)).getMessage();
        assertTrue(message.contains("size=0"), message);
        assertThrows(IOException.class, () -> PhysicalMemory.readFrom(folder.resolve("missing")));
    }
}
