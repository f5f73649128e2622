package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.conformance.machine.NeedsQemu;
import org.tlalloc.conformance.machine.PagingMode;
import org.tlalloc.machine.PhysicalMemory;

class MachineCommandTest {
    private static final String PAGES = "linear,physical,size,rights\n0x400000,0x5000,4K,wu\n0xc0000000,4M,4K,x   # the kernel\n";
    private static final String PROBES = "linear,access,cpl,ac\n0x400000,write,3\n0x400abc,r\n\n0x401000,read,3,0\n0xc0000004,w\n0xc0000004,x,0,1\n";

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void name() {
        image = folder.resolve("machine.img");
    }

    private static Session with(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Session.of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** What `export` printed are the options that `probe` takes. */
    private static Session probe(Session exported, String input, String... more) {
        assertEquals(0, exported.exit(), exported.err());
        List<String> arguments = new ArrayList<>(List.of("machine", "probe"));
        arguments.addAll(List.of(exported.out().strip().split(" ")));
        arguments.addAll(List.of(more));
        return with(input, arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void shouldProbeWhatItExported(PagingMode mode) {
        Session exported = with(PAGES, "machine", "export", "--mode", mode.toString(), "--image", image.toString());
        Session probed = probe(exported, PROBES);
        assertEquals(0, probed.exit(), probed.err());
        assertEquals("""
                linear,access,cpl,ac,result,physical,error_code
                0x400000,write,3,0,ok,0x5000,
                0x400abc,read,0,0,ok,0x5abc,
                0x401000,read,3,0,fault,,0x4
                0xc0000004,write,0,0,fault,,0x3
                0xc0000004,execute,0,1,ok,0x400004,
                """, probed.out());
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskQemu(PagingMode mode) {
        NeedsQemu.check();
        Session exported = with(PAGES, "machine", "export", "--mode", mode.toString(), "--image", image.toString());
        Session probed = probe(exported, PROBES, "--qemu");
        assertEquals(0, probed.exit(), probed.err());
        assertEquals(5, probed.out().lines().filter(line -> line.endsWith(",same")).count(), probed.out());
    }

    @Test
    void shouldWriteJson() throws IOException {
        Path json = folder.resolve("probes.json");
        Session exported = with(PAGES, "machine", "export", "--mode", "pae", "--image", image.toString());
        probe(exported, PROBES, "--json", json.toString());
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        assertEquals("pae", root.get("mode").textValue());
        assertEquals("0x100000", root.get("cr3").textValue());
        assertTrue(root.get("agreed").isNull());
        assertEquals(5, root.get("probes").size());
        assertEquals("0x5000", root.get("probes").get(0).get("physical").textValue());
        assertTrue(root.get("probes").get(0).get("errorCode").isNull());
        assertEquals(4, root.get("probes").get(2).get("errorCode").intValue());
        assertEquals("fault", root.get("probes").get(2).get("result").textValue());
        Session nowhere = probe(exported, PROBES, "--json", folder.resolve("no/where").toString());
        assertEquals(2, nowhere.exit());
        assertTrue(nowhere.complaint().contains("does not exist"), nowhere.err());
    }

    @Test
    void shouldExportTheSameMachineForTheSameSeed() throws IOException {
        Session first = with("", "machine", "export", "--mode", "pae", "--seed", "5", "--image", image.toString());
        byte[] bytes = Files.readAllBytes(image);
        Session second = with("", "machine", "export", "--mode", "pae", "--seed", "5", "--image", image.toString());
        assertEquals(first, second);
        assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(image)));
        with("", "machine", "export", "--mode", "pae", "--seed", "6", "--image", image.toString());
        assertFalse(Arrays.equals(bytes, Files.readAllBytes(image)));
        assertEquals(8 << 20, bytes.length);
    }

    @Test
    void shouldNotChangeTheImage() throws IOException {
        Session exported = with(PAGES, "machine", "export", "--mode", "4-level", "--image", image.toString());
        byte[] bytes = Files.readAllBytes(image);
        probe(exported, PROBES);
        assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(image)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0x1000                     | line=1: fields=1",
        "0x1001,0x2000,4K           | line=1: linear=0x1001 is not a multiple of size=4K",
        "0x1000,0x2001,4K           | line=1: no page at address=8193",
        "0x1000,0x2000,8K           | line=1: size=8K is not one of 4K, 2M, 1G",
        "0x1000,0x2000,4K,q         | line=1: rights=q",
        "0x800000000000,0x2000,4K   | line=1: linear=0x800000000000 is not canonical",
        "0x1000,0x1000000,4K        | line=1: physical=0x1000000 size=4K is not within memory of size=0x1000000",
        "0x1000,-1,4K               | line=1: physical=-1 is not a number",
        "0,0,2M;0x1000,0,4K         | line=2: linear=0x1000 is mapped already, by a larger page",
        "0x1000,0,4K;0x1000,0,4K    | line=2: linear=0x1000 is mapped already",
        "0x1000,0,4K;0,0,2M         | line=2: linear=0x0 is mapped already"})
    void shouldSayInOneLineWhatIsWrongWithAPage(String input, String complaint) {
        Session session = with(input.replace(";", "\n"), "machine", "export", "--mode", "4-level", "--image", image.toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains(complaint), session.err());
        assertFalse(Files.exists(image));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1                  | line=1: fields=1",
        "1,read;x,read      | line=2: linear=x is not a number",
        "1,fetch            | line=1: access=fetch is not read, write or execute",
        "1,read,4           | line=1: cpl=4 is not within 0..3",
        "1,read,0,2         | line=1: ac=2 is not 0 or 1",
        "0x8000000000000000,r | line=1: linear=0x8000000000000000 is not canonical in four-level paging"})
    void shouldSayInOneLineWhatIsWrongWithAProbe(String input, String complaint) {
        Session exported = with(PAGES, "machine", "export", "--mode", "4-level", "--image", image.toString());
        Session session = probe(exported, input.replace(";", "\n"));
        assertEquals(2, session.exit());
        assertEquals("", session.out());
        assertTrue(session.complaint().contains(complaint), session.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--mode 6-level --cr3 0                    | mode=6-level is not one of ia32, pae, 4-level, 5-level",
        "--mode pae --cr3 0x1000000                | cr3=0x1000000: its table is not within memory",
        "--mode pae --cr3 0x100000000              | cr3=0x100000000 has reserved bits",
        "--mode pae --cr3 x                        | cr3=x is not a number",
        "--mode ia32 --cr3 0 --cr4 0x20            | are not of mode=ia32",
        "--mode ia32 --cr3 0 --cr4 0x40000000      | cr4=0x40000000 has bits",
        "--mode ia32                               | --cr3",
        "--mode 4-level --cr3 0 --physical-bits 60 | physicalBits=60"})
    void shouldSayInOneLineWhatIsWrongWithTheRegisters(String options, String complaint) throws IOException {
        new PhysicalMemory(16 << 20).writeTo(image);
        List<String> arguments = new ArrayList<>(List.of("machine", "probe", "--image", image.toString()));
        arguments.addAll(List.of(options.strip().split(" ")));
        Session session = with("", arguments.toArray(String[]::new));
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains(complaint), session.err());
    }

    @Test
    void shouldSayInOneLineThatATableIsOutsideMemory() throws IOException {
        PhysicalMemory memory = new PhysicalMemory(1 << 16);
        memory.writeLong(0, 0x10_0003L);
        memory.writeTo(image);
        Session session = with("0,read", "machine", "probe", "--image", image.toString(), "--mode", "4-level", "--cr3", "0");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("linear=0x0: a table on the way is outside memory"), session.err());
    }

    @Test
    void shouldSayInOneLineThatPointersAreWrong() throws IOException {
        PhysicalMemory memory = new PhysicalMemory(1 << 16);
        memory.writeLong(8, 0x1003L);
        memory.writeTo(image);
        Session session = with("", "machine", "probe", "--image", image.toString(), "--mode", "pae", "--cr3", "0");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("entry=1 of its table is 0x1003: reserved bits=0x2"), session.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", ".", "empty"})
    void shouldSayInOneLineThatThereIsNoImage(String name) throws IOException {
        Files.createFile(folder.resolve("empty"));
        Session session = with("", "machine", "probe", "--image", folder.resolve(name).toString(), "--mode", "pae", "--cr3", "0");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("file="), session.err());
    }

    @Test
    void shouldSayInOneLineThatTheImageCannotBeWritten() {
        Session session = with("", "machine", "export", "--mode", "pae", "--image", folder.resolve("no/where").toString());
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("cannot be written"), session.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "probe"})
    void shouldExplainEachCommand(String command) {
        Session session = Session.of("machine", command, "--help");
        assertEquals(0, session.exit());
        assertTrue(session.out().startsWith("Usage: tlalloc machine " + command), session.out());
    }

    @Test
    void shouldSayInOneLineThatACommandIsMissing() {
        Session session = Session.of("machine");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("export or probe"), session.err());
    }
}
