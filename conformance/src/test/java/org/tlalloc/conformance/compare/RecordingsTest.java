package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsTest {
    private static final String OBJECTS = "op,id,cache,bytes_requested,bytes_allocated\n";

    @TempDir
    private Path folder;

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String refusal() {
        return assertThrows(ComparisonException.class, () -> Recordings.in(folder)).getMessage();
    }

    /** With a 16th left over at most: 9 times 832 in two pages leave 704 bytes, 14 in three leave 640. */
    @ParameterizedTest
    @CsvSource({"8,1,512", "192,1,21", "512,1,8", "584,2,14", "4096,8,8", "832,3,14", "5888,12,8", "131072,32,1", "200000,49,1"})
    void shouldMakeSlabsAsItSays(int bytes, int pages, int objects) {
        SlabSize size = SlabSize.of(bytes);
        assertEquals(new SlabSize(pages, objects), size);
        assertTrue((long) size.objects() * bytes <= size.pages() * 4096L);
    }

    @Test
    void shouldPutObjectsIntoSlabs() {
        RecordedSlabs slabs = new RecordedSlabs();
        for (int id = 0; id < 9; id++) {
            slabs.add(id, "cache", 512);
        }
        slabs.add(9, "other", 512);
        assertEquals(3, slabs.script().ranges());
        slabs.remove(8);
        assertEquals(4, slabs.script().size());
        slabs.remove(3);
        slabs.add(10, "cache", 512);
        // Into the first slab, where there is room.
        assertEquals(3, slabs.script().ranges());
        assertEquals(2, slabs.script().peakPages() - 1);
    }

    @Test
    void shouldPlayBothKinds() throws IOException {
        gzip("some.objects.csv.gz", OBJECTS + "a,1,filp,184,192\na,2,filp,184,192\nf,1\nf,2\n");
        gzip("some.pages.csv.gz", "op,id,order,mobility,linux_pfn\na,1,3,movable,8\nf,1\n");
        List<Traffic> found = Recordings.in(folder);
        assertEquals(List.of("some-slabs", "some-pages"), found.stream().map(Traffic::name).toList());
        assertEquals(List.of(2, 9), found.stream().map(Traffic::pageCount).toList());
        assertEquals(8, found.get(1).script(1).pages(0));
    }

    @Test
    void shouldSayThatThereIsNothingToPlay() {
        assertTrue(refusal().contains("has no *.pages.csv.gz"), refusal());
        assertTrue(assertThrows(ComparisonException.class, () -> Recordings.in(folder.resolve("none"))).getMessage().contains("is no folder"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,1,filp,184", "f,7", "a,1,filp,184,0", "a,1,filp,184,x", "g,1", "", "f,1,2"})
    void shouldRefuseWhatIsNoEventWithFileAndLine(String event) throws IOException {
        gzip("bad.objects.csv.gz", OBJECTS + "a,2,filp,184,192\n" + event + "\n");
        assertTrue(refusal().contains("bad.objects.csv.gz line=3: "), refusal());
    }

    @Test
    void shouldRefuseAnotherHeaderAndWhatIsNotCompressed() throws IOException {
        gzip("bad.objects.csv.gz", "op,id\n");
        assertTrue(refusal().contains("line=1: the header"), refusal());
        Files.writeString(folder.resolve("bad.objects.csv.gz"), OBJECTS);
        assertTrue(refusal().contains("bad.objects.csv.gz line=1: cannot be read"), refusal());
    }
}
