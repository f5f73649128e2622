package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader meets who brings an allocator of ranges. */
class OwnRangesTest {
    /** First fit over the gaps, as a reader writes it after README.md. */
    private static final String MY_RANGES = """
            import java.util.Map;
            import java.util.TreeMap;

            public class MyRanges {
                private final int pageCount;
                private final TreeMap<Integer, Integer> gaps = new TreeMap<>();
                private final TreeMap<Integer, Integer> inUse = new TreeMap<>();

                public MyRanges(int pageCount) {
                    this.pageCount = pageCount;
                    gaps.put(0, pageCount);
                }

                public int allocate(int pages) {
                    if (pages < 1 || pages > pageCount) {
                        throw new IllegalArgumentException("pages=" + pages);
                    }
                    for (Map.Entry<Integer, Integer> gap : gaps.entrySet()) {
                        if (gap.getValue() >= pages) {
                            int start = gap.getKey();
                            int left = gap.getValue() - pages;
                            gaps.remove(start);
                            if (left > 0) {
                                gaps.put(start + pages, left);
                            }
                            inUse.put(start, pages);
                            return start;
                        }
                    }
                    return -1;
                }

                public void free(int start, int pages) {
                    if (!Integer.valueOf(pages).equals(inUse.get(start))) {
                        throw new IllegalArgumentException("start=" + start + " pages=" + pages);
                    }
                    inUse.remove(start);
                    int end = start + pages;
                    Map.Entry<Integer, Integer> below = gaps.lowerEntry(start);
                    if (below != null && below.getKey() + below.getValue() == start) {
                        start = below.getKey();
                    }
                    Integer above = gaps.remove(end);
                    gaps.put(start, end - start + (above == null ? 0 : above));
                }

                public int[] used() {
                    int[] used = new int[pageCount];
                    inUse.forEach((start, pages) -> used[start] = pages);
                    return used;
                }
            }
            """;

    @TempDir
    Path folder;

    private Session conform(String model, Map<String, String> sources, String... more) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        List<String> arguments = new ArrayList<>(List.of("-d", out.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            arguments.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()).toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        List<String> command = new ArrayList<>(List.of("conform", model, "--subject", "MyRanges", "--classpath", out.toString()));
        command.addAll(List.of(more));
        return Session.of(command.toArray(String[]::new));
    }

    private Session conform(String model, String source) throws IOException {
        return conform(model, Map.of("MyRanges", source));
    }

    @Test
    void shouldAcceptPlainRanges() throws IOException {
        Session session = conform("RangeAllocationPlain", MY_RANGES);
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains(" MyRanges "), session.out());
        assertTrue(session.out().contains("All agree: models=1"), session.out());
    }

    /** What README.md says is all there is to write. */
    @Test
    void shouldBeWrittenAfterTheReadme() throws IOException {
        String readme = Files.readString(Session.home().resolve("README.md"));
        int from = readme.indexOf("public class MyRanges {");
        List<String> signatures = readme.substring(from, readme.indexOf("```", from)).lines().map(line -> line.replaceFirst("\\{.*", "").strip())
                .filter(line -> line.startsWith("public ")).toList();
        assertEquals(5, signatures.size(), signatures.toString());
        signatures.forEach(signature -> assertTrue(MY_RANGES.contains("    " + signature + " {") || signature.startsWith("public class"), signature));
    }

    @Test
    void shouldRefuseRangesThatAreNotMerged() throws IOException {
        String apart = MY_RANGES.replace("below.getKey() + below.getValue() == start", "false");
        Session session = conform("RangeAllocationPlain", apart);
        assertEquals(1, session.exit(), session.err());
        assertTrue(session.out().contains("MyRanges gives an answer that the specification does not allow"), session.out());
        assertTrue(session.out().contains("actual    it answers -1"), session.out());
    }

    @Test
    void shouldSayThatTheModelIsAContractItself() throws IOException {
        Session session = conform("RangeAllocationPlain", MY_RANGES);
        assertTrue(session.out().contains("held against none, being contracts themselves: RangeAllocation\n"), session.out());
        assertFalse(session.out().contains("no contract checked"), session.out());
        assertTrue(session.out().contains("MyRanges never takes ") && session.out().contains("which is no fault, such as\n"), session.out());
    }

    @Test
    void shouldSayWhichRecordAMethodTakes() throws IOException {
        String record = "public int allocateWithin(Request request) with record Request(int alignment, int maximum, int minimum,"
                + " int nocross, int pages, int phase), called as you like, the components in any order";
        Session lacking = conform("RangeAllocation", MY_RANGES);
        assertEquals(2, lacking.exit(), lacking.out());
        assertTrue(lacking.complaint().contains("it lacks action AllocateWithin(request, result): " + record), lacking.err());
        String asNumber = MY_RANGES.replace("public int[] used()", "public int allocateWithin(int request) { return -1; }\npublic int[] used()");
        Session other = conform("RangeAllocation", asNumber);
        assertEquals(2, other.exit(), other.out());
        assertTrue(other.complaint().contains("no int can hold the value") && other.complaint().contains("it should be " + record), other.err());
    }

    @Test
    void shouldSayTheSameOfAModelThatIsNotExplored() throws IOException {
        conform("RangeAllocationPlain", MY_RANGES);
        Path trace = Files.writeString(folder.resolve("trace.txt"), "   1  initially\n        used = <<>>\n\n");
        Session session = Session.of("replay", "RangeAllocation", trace.toString(), "--subject", "MyRanges",
                "--classpath", folder.resolve("out").toString());
        assertEquals(2, session.exit(), session.out());
        assertTrue(session.complaint().contains("public int allocateWithin(Request request) with record Request(int alignment,"), session.err());
    }

    @Test
    void shouldTakeWhatFollowsTheMessage() throws IOException {
        String whole = MY_RANGES.replace("public int[] used()", """
                public record Wish(int phase, int pages, int nocross, int minimum, int maximum, int alignment) {
                    boolean meets(int start) {
                        return start % alignment == phase && start >= minimum && start + pages <= maximum
                                && (nocross == 0 || start / nocross == (start + pages - 1) / nocross);
                    }
                }

                public int allocateWithin(Wish wish) {
                    for (Map.Entry<Integer, Integer> gap : gaps.entrySet()) {
                        for (int start = gap.getKey(); start + wish.pages() <= gap.getKey() + gap.getValue(); start++) {
                            if (wish.meets(start)) {
                                int from = gap.getKey();
                                int end = from + gap.getValue();
                                gaps.remove(from);
                                if (start > from) {
                                    gaps.put(from, start - from);
                                }
                                if (start + wish.pages() < end) {
                                    gaps.put(start + wish.pages(), end - start - wish.pages());
                                }
                                inUse.put(start, wish.pages());
                                return start;
                            }
                        }
                    }
                    return -1;
                }

                public int[] used()""").replace("MyRanges(int pageCount)", "MyRanges(int pageCount, java.util.Set<Wish> request)");
        Session session = conform("RangeAllocation", whole);
        assertEquals(0, session.exit(), session.out() + session.err());
    }

    @Test
    void shouldSayWhichConstantsMayBeLeftOut() throws IOException {
        Session session = conform("RangeAllocation", MY_RANGES.replace("MyRanges(int pageCount)", "MyRanges(String name, int pageCount)"));
        assertEquals(2, session.exit(), session.out());
        assertTrue(session.complaint().contains("constants: public MyRanges(int pageCount, Set<Request> request) with record Request(int alignment,"),
                session.err());
        assertTrue(session.complaint().contains("(the last constants may be left out, and with javac -parameters any)"), session.err());
    }

    /* The compiler makes nothing but bridges in the public class. */
    @Test
    void shouldFindMethodsInheritedFromAClassThatIsNotPublic() throws IOException {
        Session session = conform("RangeAllocationPlain", Map.of(
                "Hidden", MY_RANGES.replace("public class MyRanges", "class Hidden").replace("public MyRanges(", "Hidden("),
                "MyRanges", "public class MyRanges extends Hidden { public MyRanges(int pageCount) { super(pageCount); } }"));
        assertEquals(0, session.exit(), session.out() + session.err());
    }

    /* Here the compiler makes a bridge, free(Object, int), that is not to be taken for the method. */
    @Test
    void shouldLeaveBridgesToWiderTypesAlone() throws IOException {
        Session session = conform("RangeAllocationPlain", Map.of(
                "Wide", "public interface Wide<T> { void free(T start, int pages); }",
                "MyRanges", MY_RANGES.replace("class MyRanges", "class MyRanges implements Wide<Integer>")
                        .replace("free(int start,", "free(Integer start,")));
        assertEquals(0, session.exit(), session.out() + session.err());
    }
}
