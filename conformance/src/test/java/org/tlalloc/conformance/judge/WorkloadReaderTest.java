package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadReaderTest {
    private static final String HEADER = "op,id,order,mobility,linux_pfn\n";

    @TempDir
    private Path folder;

    private Path plain(String content) throws IOException {
        return Files.writeString(folder.resolve("w.csv"), content, StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static void assertRefused(Path file, String rest) {
        WorkloadException e = assertThrows(WorkloadException.class, () -> WorkloadReader.read(file));
        assertEquals("file=" + file + " " + rest, e.getMessage());
    }

    private void assertLineRefused(String line, String why) throws IOException {
        assertRefused(plain(HEADER + "a,1,0,movable,7\n" + line + "\nf,1\n"), "line=3: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.csv", "w.csv.gz"})
    void shouldReadEventsInOrder(String name) throws IOException {
        String content = HEADER + "a,1,0,movable,7\na,900,3,unmovable,16\nf,1\na,1,1,reclaimable,2\nf,900\n";
        Workload workload = WorkloadReader.read(file(name, name.endsWith("gz") ? gzip(content) : content.getBytes()));
        assertEquals(5, workload.size());
        assertEquals(3, workload.allocations());
        assertEquals(2, workload.frees());
        assertEquals(3, workload.largestOrder());
        assertEquals(10, workload.peakFrames());
        int[] blocks = {0, 1, 0, 2, 1};
        int[] orders = {0, 3, 0, 1, 3};
        boolean[] allocations = {true, true, false, true, false};
        for (int event = 0; event < 5; event++) {
            assertEquals(blocks[event], workload.block(event));
            assertEquals(orders[event], workload.order(event));
            assertEquals(allocations[event], workload.isAllocation(event));
            assertEquals(event + 2, workload.line(event));
        }
    }

    @Test
    void shouldReadGzipUnderAnyName() throws IOException {
        assertEquals(1, WorkloadReader.read(file("w.csv", gzip(HEADER + "a,1,0,movable,7\n"))).size());
    }

    @Test
    void shouldReadLinesOfAnyMachine() throws IOException {
        assertEquals(2, WorkloadReader.read(plain((HEADER + "a,1,0,movable,7\nf,1").replace("\n", "\r\n"))).size());
    }

    @ParameterizedTest
    @CsvSource({"gcc,41403,20599,0", "files,97225,16465,4", "mix,87802,16770,9"})
    void shouldReadWhatWasRecorded(String trace, int events, long peak, int largestOrder) {
        Workload workload = Traces.read(trace);
        assertEquals(events, workload.size());
        assertEquals(peak, workload.peakFrames());
        assertEquals(largestOrder, workload.largestOrder());
    }

    @Test
    void shouldRefuseMalformedLines() throws IOException {
        assertLineRefused("", "malformed, no event: ``");
        assertLineRefused("hello", "malformed, no event: `hello`");
        assertLineRefused("a,2,0,movable", "malformed, `a` has five fields: `a,2,0,movable`");
        assertLineRefused("a,2,0,movable,7,8", "malformed, `a` has five fields: `a,2,0,movable,7,8`");
        assertLineRefused("f,1,0", "malformed, `f` has two fields: `f,1,0`");
        assertLineRefused("f,", "malformed, id= is no number");
        assertLineRefused("a,-2,0,movable,7", "malformed, id=-2 is no number");
        assertLineRefused("a,2,x,movable,7", "malformed, order=x is no number");
        assertLineRefused("a,2,0,movable,0x7", "malformed, linux_pfn=0x7 is no number");
        assertLineRefused("a,99999999999999999999,0,movable,7", "malformed, id=99999999999999999999 is no number");
        assertLineRefused("a,9223372036854775808,0,movable,7", "malformed, id=9223372036854775808 is no number");
        assertLineRefused("a,2,31,movable,7", "order=31 is not within 0..30");
        assertLineRefused("a,2,0,moveable,7", "mobility=moveable is none of unmovable, movable, reclaimable");
        assertLineRefused("x".repeat(500), "malformed, longer than any event can be: `" + "x".repeat(40) + "...`");
        assertLineRefused("a,\u00e9\u001b[2J,0", "malformed, `a` has five fields: `a,??[2J,0`");
    }

    @Test
    void shouldRefuseUnknownOperations() throws IOException {
        assertLineRefused("r,1", "unknown op=r, there are a and f");
        assertLineRefused("A,2,0,movable,7", "unknown op=A, there are a and f");
    }

    @Test
    void shouldRefuseToFreeWhatIsNotAllocated() throws IOException {
        assertLineRefused("f,2", "unknown id=2 is freed, it was never allocated");
        assertRefused(plain(HEADER + "a,1,0,movable,7\nf,1\na,2,0,movable,7\nf,1\n"),
                "line=5: unknown id=1 is freed, it was freed in line=3 already");
    }

    @Test
    void shouldRefuseAnIdThatIsInUse() throws IOException {
        assertLineRefused("a,1,2,movable,8", "duplicate id=1, allocated in line=2 and not freed since");
    }

    @Test
    void shouldRefuseOrdersThatTheArenaLacks() throws IOException {
        Path file = plain(HEADER + "a,1,3,movable,8\na,2,9,movable,512\nf,2\n");
        Workload workload = WorkloadReader.read(file);
        workload.requireOrders(9);
        WorkloadException e = assertThrows(WorkloadException.class, () -> workload.requireOrders(8));
        assertEquals("file=" + file + " line=3: order=9 is one that the arena lacks, maxOrder=8", e.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNotGzip() throws IOException {
        assertRefused(file("w.csv.gz", HEADER.getBytes(StandardCharsets.US_ASCII)), "is not gzip, though its name says so");
    }

    @Test
    void shouldRefuseGzipCutShortAnywhere() throws IOException {
        StringBuilder content = new StringBuilder(HEADER);
        for (int i = 0; i < 200; i++) {
            content.append("a,").append(i * 7919 % 1000).append(",0,movable,").append(i * 31).append('\n');
        }
        byte[] whole = gzip(content.toString());
        assertEquals(200, WorkloadReader.read(file("whole.csv.gz", whole)).size());
        for (int length = 2; length < whole.length; length += 5) {
            Path file = file("w.csv.gz", Arrays.copyOf(whole, length));
            WorkloadException e = assertThrows(WorkloadException.class, () -> WorkloadReader.read(file));
            assertTrue(e.getMessage().matches("file=\\S+ line=\\d+: the gzip file is cut short here"), e::getMessage);
        }
    }

    @Test
    void shouldRefuseDamagedGzip() throws IOException {
        byte[] bytes = Files.readAllBytes(Traces.file("gcc"));
        bytes[bytes.length - 6] ^= 1;
        Path file = file("w.csv.gz", bytes);
        WorkloadException e = assertThrows(WorkloadException.class, () -> WorkloadReader.read(file));
        assertTrue(e.getMessage().startsWith("file=" + file + " line=41405: the gzip file is damaged: "), e::getMessage);
    }

    @Test
    void shouldRefuseEmptyFiles() throws IOException {
        assertRefused(file("w.csv.gz", new byte[0]), "is empty");
        assertRefused(file("v.csv.gz", gzip("")), "is empty");
        assertRefused(plain(HEADER), "has no events");
    }

    @Test
    void shouldRefuseAFileWithoutHeader() throws IOException {
        assertRefused(plain("a,1,0,movable,7\n"),
                "line=1: the header `op,id,order,mobility,linux_pfn` is missing, here stands `a,1,0,movable,7`");
        assertRefused(plain("op,id\na,1\n"),
                "line=1: the header `op,id,order,mobility,linux_pfn` is missing, here stands `op,id`");
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        assertRefused(folder, "is a directory");
        assertRefused(folder.resolve("none"), "does not exist");
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
