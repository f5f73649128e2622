package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeCommandTest {
    private static final String HEADER = "op,id,order,mobility,linux_pfn\n";
    private static final String EVENTS = "a,1,0,movable,0\na,2,1,movable,0\nf,1\na,3,3,movable,0\n";

    @TempDir
    private Path folder;

    private Path workload(String events) throws IOException {
        return Files.writeString(folder.resolve("w.csv"), HEADER + events);
    }

    private Session judge(String... arguments) throws IOException {
        return Session.of(Stream.concat(Stream.of("judge", workload(EVENTS).toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    /* As somebody would write it who has read the README: no package, no parameter names in the class file. */
    private Path compiled(String name, String allocate) throws IOException {
        Path source = Files.writeString(folder.resolve(name + ".java"), """
                public class NAME {
                    private final int[] orders;
                    public NAME(int frameCount, int maxOrder, java.util.Set<Integer> reserved) {
                        orders = new int[frameCount];
                        java.util.Arrays.fill(orders, -1);
                    }
                    public int allocate(int order) {
                        ALLOCATE
                    }
                    public void free(int frame, int order) {
                        if (orders[frame] != order) throw new IllegalArgumentException();
                        orders[frame] = -1;
                    }
                    public int[] allocated() { return orders; }
                }
                """.replace("NAME", name).replace("ALLOCATE", allocate));
        Path classes = folder.resolve("classes");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString()));
        return classes;
    }

    @Test
    void shouldJudgeOurOwnAllocators() throws IOException {
        for (String name : List.of("BuddyLowestFirst", "BuddyMostRecentFirst", "org.tlalloc.frame.BuddyLowestFirst")) {
            Session session = judge("--frames", "16", "--allocator", name);
            assertEquals(0, session.exit(), session.err());
            assertTrue(session.out().startsWith("w.csv on 16 frames, orders 0..4, by Buddy"), session.out());
            assertTrue(session.out().contains("4 calls judged by BlockAllocation: it agrees with every answer."), session.out());
            assertEquals("", session.err());
        }
    }

    @Test
    void shouldTakeAMillionFramesAndTenOrdersUnlessTold() throws IOException {
        Session session = judge();
        assertEquals(0, session.exit(), session.err());
        assertTrue(session.out().startsWith("w.csv on 1,048,576 frames, orders 0..10, by BuddyLowestFirst"), session.out());
    }

    @Test
    void shouldTakeASizeInPerCentAndALargestOrder() throws IOException {
        Session session = judge("--frames", "150%", "--max-order", "3");
        assertEquals(0, session.exit(), session.err());
        // Of 10 frames at most.
        assertTrue(session.out().startsWith("w.csv on 15 frames, orders 0..3, by BuddyLowestFirst"), session.out());
    }

    @Test
    void shouldWriteJsonAsTheHelpExplainsIt() throws IOException {
        Path json = folder.resolve("out.json");
        Session session = judge("--frames", "16", "--json", json.toString());
        assertEquals(0, session.exit(), session.err());
        JsonNode node = new ObjectMapper().readTree(json.toFile());
        assertEquals("judge", node.get("command").asText());
        assertTrue(node.get("agreed").asBoolean());
        assertEquals(4, node.get("callsJudged").asInt());
        assertEquals("org.tlalloc.frame.BuddyLowestFirst", node.get("allocator").asText());
        String help = Session.of("judge", "--help").out();
        node.fieldNames().forEachRemaining(name -> assertTrue(help.contains(name), name));
    }

    @Test
    void shouldJudgeAClassOfTheUser() throws IOException {
        Path classes = compiled("FirstFit", """
                for (int frame = 0; frame + (1 << order) <= orders.length; frame += 1 << order) {
                    boolean free = true;
                    for (int begin = 0; begin < orders.length; begin++) {
                        free &= orders[begin] < 0 || begin + (1 << orders[begin]) <= frame || frame + (1 << order) <= begin;
                    }
                    if (free) {
                        orders[frame] = order;
                        return frame;
                    }
                }
                return -1;
                """);
        Session session = judge("--frames", "10", "--allocator", "FirstFit", "--classpath", classes.toString());
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("by FirstFit"), session.out());
    }

    @Test
    void shouldSayWhereAClassOfTheUserGoesWrong() throws IOException {
        Path classes = compiled("Always0", "orders[0] = order; return 0;");
        Path json = folder.resolve("out.json");
        Session session = judge("--frames", "16", "--allocator", "Always0", "--classpath", classes.toString(), "--json", json.toString());
        assertEquals(1, session.exit(), session.err());
        List<String> lines = session.out().lines().toList();
        assertEquals("DISAGREEMENT at event=2, line=3, after 2 calls judged:", lines.get(2));
        assertEquals("  call    allocate(1)", lines.get(3));
        assertEquals("  what    it answers 0", lines.get(4));
        assertTrue(lines.get(5).matches("  but     the specification says no in module BlockAllocation, line \\d+: OrderAt\\(frame\\) = None"),
                lines.get(5));
        JsonNode node = new ObjectMapper().readTree(json.toFile());
        assertFalse(node.get("agreed").asBoolean());
        assertEquals(2, node.at("/disagreement/event").asInt());
    }

    /* What the machine lacks is no fault of the allocator. */
    @Test
    void shouldNotTakeWantOfMemoryForADisagreement() throws IOException {
        Path call = compiled("Hungry", "return new long[Integer.MAX_VALUE].length;");
        Path source = folder.resolve("Hungry.java");
        Session session = judge("--frames", "16", "--allocator", "Hungry", "--classpath", call.toString());
        assertEquals(2, session.exit(), session.out());
        assertTrue(session.complaint().contains("out of memory, since the Java machine may use MiB="), session.err());
        Files.writeString(source, Files.readString(source).replace("return new long[Integer.MAX_VALUE].length", "orders[0] = order; return 0")
                .replace("{ return orders; }", "{ return new int[Integer.MAX_VALUE]; }"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", call.toString(), source.toString()));
        Path refused = Files.writeString(folder.resolve("one.csv"), HEADER + "a,1,0,movable,0\n");
        Session reading = Session.of("judge", refused.toString(), "--frames", "16", "--allocator", "Hungry", "--classpath", call.toString());
        assertEquals(2, reading.exit(), reading.out());
        assertTrue(reading.complaint().contains("out of memory"), reading.err());
    }

    @Test
    void shouldNotOverwriteWhatIsNotItsOwn() throws IOException {
        String file = workload(EVENTS).toString();
        Session session = judge("--frames", "16", "--json", file);
        assertMisused(session, "file=" + file + " exists, and is not what --json writes: name another, or delete it");
        assertEquals(HEADER + EVENTS, Files.readString(Path.of(file)));
        Path manifest = Session.home().resolve("model/manifest.json");
        assertEquals(2, judge("--frames", "16", "--json", manifest.toString()).exit());
        Path json = folder.resolve("out.json");
        for (int time = 0; time < 2; time++) {
            assertEquals(0, judge("--frames", "16", "--json", json.toString()).exit());
        }
        assertEquals(0, judge("--frames", "16", "--json", Files.createFile(folder.resolve("empty")).toString()).exit());
        assertMisused(judge("--json", ""), "--json names no file");
    }

    private static void assertMisused(Session session, String complaint) {
        assertEquals(2, session.exit(), session.out());
        assertEquals("tlalloc: " + complaint, session.complaint());
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() throws IOException {
        Path none = folder.resolve("none.csv");
        assertMisused(Session.of("judge", none.toString()), "file=" + none + " does not exist");
        Path bad = Files.writeString(folder.resolve("bad.csv"), HEADER + "f,1\n");
        assertMisused(Session.of("judge", bad.toString()), "file=" + bad + " line=2: unknown id=1 is freed, it was never allocated");
        assertMisused(judge("--frames", "many"), "frames=many is neither a number of frames nor, such as 80%, a percentage of the"
                + " workload's peak");
        assertMisused(judge("--frames", "16777217"), "frames=16777217 is not within 1..16777216");
        for (String frames : List.of("0", "2147483647", "99999999999", "99999999999%")) {
            assertMisused(judge("--frames", frames), "frames=" + frames + " is not within 1..16777216");
        }
        assertMisused(judge("--max-order", "-1"), "maxOrder=-1 is not within 0..20");
        assertMisused(judge("--frames", "15", "--max-order", "4"), "maxOrder=4 is larger than the arena, frames=15");
        assertMisused(judge("--max-order", "21"), "maxOrder=21 is not within 0..20");
        assertMisused(judge("--max-order", "2"), "file=" + folder.resolve("w.csv")
                + " line=5: order=3 is one that the arena lacks, maxOrder=2");
        assertMisused(judge("--frames", "4"), "file=" + folder.resolve("w.csv")
                + " line=5: order=3 is one that the arena lacks, maxOrder=2");
        assertMisused(judge("--json", folder.resolve("no/out.json").toString()), "folder=" + folder.resolve("no") + " does not exist");
    }

    @Test
    void shouldSayInOneLineThatAClassWillNotDo() throws IOException {
        Session unknown = judge("--allocator", "Slab");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.complaint().contains("class=Slab"), unknown.err());
        assertTrue(judge("--allocator", "org.example.None").complaint().contains("class=org.example.None"));
        assertTrue(judge("--allocator", "java.lang.String", "--frames", "16").complaint().toLowerCase(Locale.ROOT)
                .contains("class java.lang.string cannot stand for blockallocation"));
        assertTrue(judge("--classpath", folder.resolve("none").toString(), "--allocator", "X").complaint().contains("classpath="));
    }
}
