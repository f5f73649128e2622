package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.graph.StateGraph;

/**
 * Plain objects that keep state in every corner of Java. A sound allocator agrees, however odd
 * it is; and of one that goes wrong by what it keeps there, that is found.
 */
class OddSubjectTest {
    private static final String FIELD = "private final BitSet[] free;";
    private static final String ALLOCATE = "public int allocate(int order) {";
    private static final String ANSWER = "return frame;\n";
    private static final String REFUSE = "throw new IllegalArgumentException(\"order=\" + order)";

    /**
     * A place to keep a number in.
     *
     * @param field declares it, of whatever kind
     * @param get   an expression that is the number
     * @param set   a statement that makes it {@code frame}, which is 2 or 0
     * @param more  further classes
     */
    private record Corner(String name, String field, String get, String set, String... more) {
        /** Keeps whether frame 2 was handed out last, and never looks at it. */
        String[] sound() {
            return sources(set.isEmpty() ? declared() : PlainBuddy.changed(declared(), ANSWER, "keep(frame == 2 ? 2 : 0); " + ANSWER,
                    ALLOCATE, "private void keep(int frame) { " + set + " }\n" + ALLOCATE));
        }

        private String declared() {
            return field.startsWith("extends ") ? PlainBuddy.with("public class Subject {", "public class Subject " + field + " {")
                    : PlainBuddy.with(FIELD, FIELD + field);
        }

        /** Keeps it, and is wrong about order 0 when the last one was frame 2. */
        String[] wrong() {
            return sources(PlainBuddy.changed(sound()[0], ALLOCATE, ALLOCATE + " if (order == 0 && (" + get + ") == 2) { return -1; }"));
        }

        private String[] sources(String subject) {
            return Stream.concat(Stream.of(subject), Arrays.stream(more)).toArray(String[]::new);
        }
    }

    private static final List<Corner> CORNERS = List.of(
            new Corner("a field", "private int last;", "last", "last = frame;"),
            new Corner("a transient field", "private transient int last;", "last", "last = frame;"),
            new Corner("a volatile long", "volatile long last;", "(int) last", "last = frame;"),
            new Corner("a double", "double last;", "(int) last", "last = frame;"),
            new Corner("a char", "char last;", "last", "last = (char) frame;"),
            new Corner("a boxed number", "Long last;", "last == null ? 0 : last.intValue()", "last = (long) frame;"),
            new Corner("a string", "String last = \"\";", "last.length()", "last = \"x\".repeat(frame);"),
            new Corner("an array of arrays", "final byte[][][] last = new byte[2][3][4];", "last[1][2][3]", "last[1][2][3] = (byte) frame;"),
            new Corner("a list", "final java.util.List<Object> last = new java.util.ArrayList<>();", "last.size()",
                    "while (last.size() > frame) { last.remove(0); } while (last.size() < frame) { last.add(\"x\"); }"),
            new Corner("a deque", "final java.util.ArrayDeque<Integer> last = new java.util.ArrayDeque<>();",
                    "last.isEmpty() ? 0 : last.peek()", "last.clear(); last.push(frame);"),
            new Corner("a priority queue", "final java.util.PriorityQueue<Integer> last = new java.util.PriorityQueue<>((a, b) -> b - a);",
                    "last.isEmpty() ? 0 : last.peek()", "last.clear(); last.add(frame);"),
            new Corner("a tree", "final java.util.TreeMap<Integer, String> last = new java.util.TreeMap<>(java.util.Comparator.comparing(i -> -i));",
                    "last.isEmpty() ? 0 : last.firstKey()", "last.clear(); last.put(frame, \"x\");"),
            new Corner("a hash table", "final java.util.HashMap<String, Integer> last = new java.util.HashMap<>(64);",
                    "last.getOrDefault(\"last\", 0)", "last.put(\"last\", frame); for (int i = 0; i < 40; i++) { last.put(\"x\" + i, i); } for (int i = 0; i < 40; i++) { last.remove(\"x\" + i); }"),
            new Corner("a table in the order of access", "final java.util.LinkedHashMap<Integer, Integer> last = new java.util.LinkedHashMap<>(8, 0.5f, true);"
                    + " { last.put(2, 2); last.put(0, 0); }", "last.keySet().stream().reduce(0, (a, b) -> b)", "last.get(frame == 2 ? 2 : 0);"),
            new Corner("a set of enum constants", "enum Mark { ZERO, ONE, TWO, OTHER } java.util.EnumSet<Mark> last = java.util.EnumSet.noneOf(Mark.class);",
                    "last.contains(Mark.TWO) ? 2 : 0", "last.clear(); last.add(frame > 2 ? Mark.OTHER : Mark.values()[frame]);"),
            new Corner("a map from enum constants", "enum Mark { LAST } java.util.EnumMap<Mark, Integer> last = new java.util.EnumMap<>(Mark.class);",
                    "last.getOrDefault(Mark.LAST, 0)", "last.put(Mark.LAST, frame);"),
            new Corner("an unmodifiable view", "final java.util.List<Integer> inner = new java.util.ArrayList<>(java.util.List.of(0));"
                    + " final java.util.List<Integer> last = java.util.Collections.unmodifiableList(inner);", "last.get(0)", "inner.set(0, frame);"),
            new Corner("a synchronized map", "final java.util.Map<Integer, Integer> last = java.util.Collections.synchronizedMap(new java.util.TreeMap<>());",
                    "last.getOrDefault(0, 0)", "last.put(0, frame);"),
            new Corner("a concurrent map", "final java.util.concurrent.ConcurrentHashMap<Integer, Integer> last = new java.util.concurrent.ConcurrentHashMap<>();",
                    "last.getOrDefault(0, 0)", "last.put(0, frame);"),
            new Corner("an atomic number", "final java.util.concurrent.atomic.AtomicInteger last = new java.util.concurrent.atomic.AtomicInteger();",
                    "last.get()", "last.set(frame);"),
            new Corner("an atomic reference", "final java.util.concurrent.atomic.AtomicReference<int[]> last = new java.util.concurrent.atomic.AtomicReference<>(new int[1]);",
                    "last.get()[0]", "last.set(new int[] {frame});"),
            new Corner("atomic elements", "final java.util.concurrent.atomic.AtomicReferenceArray<Integer> last = new java.util.concurrent.atomic.AtomicReferenceArray<>(2);",
                    "last.get(1) == null ? 0 : last.get(1)", "last.set(1, frame);"),
            new Corner("a lock held", "final java.util.concurrent.locks.ReentrantLock last = new java.util.concurrent.locks.ReentrantLock();",
                    "last.getHoldCount()", "while (last.isHeldByCurrentThread()) { last.unlock(); } for (int i = 0; i < frame; i++) { last.lock(); }"),
            new Corner("a text being built", "final StringBuilder last = new StringBuilder();", "last.length()", "last.setLength(frame);"),
            new Corner("a buffer", "final java.nio.ByteBuffer last = java.nio.ByteBuffer.allocateDirect(8);", "last.get(3)", "last.put(3, (byte) frame);"),
            new Corner("a buffer's position", "final java.nio.IntBuffer last = java.nio.IntBuffer.allocate(8);", "last.position()", "last.position(frame);"),
            new Corner("a bit set", "final BitSet last = new BitSet();", "last.nextSetBit(0)", "last.clear(); last.set(frame);"),
            new Corner("an optional", "java.util.Optional<Integer> last = java.util.Optional.empty();", "last.orElse(0)", "last = java.util.Optional.of(frame);"),
            new Corner("a weak reference", "int[] strong = new int[1]; final java.lang.ref.WeakReference<int[]> last = new java.lang.ref.WeakReference<>(strong);",
                    "last.get()[0]", "last.get()[0] = frame;"),
            new Corner("a variable of the thread", "final ThreadLocal<Integer> last = ThreadLocal.withInitial(() -> 0);", "last.get()", "last.set(frame);"),
            new Corner("a seeded generator", "java.util.Random last = new java.util.Random(0);", "last.nextLong() == new java.util.Random(2).nextLong() ? 2 : 0", "last = new java.util.Random(frame);"),
            new Corner("a record", "record Last(int frame) { } Last last = new Last(0);", "last.frame()", "last = new Last(frame);"),
            new Corner("an inner class", "class Last { int frame() { return kept; } } int kept; final Last last = new Last();", "last.frame()", "kept = frame;"),
            new Corner("an anonymous class", "interface Cell { int get(); void set(int value); } final Cell last = new Cell() { int value;"
                    + " public int get() { return value; } public void set(int next) { value = next; } };", "last.get()", "last.set(frame);"),
            new Corner("a lambda", "final int[] cell = new int[1]; final java.util.function.IntSupplier last = () -> cell[0];", "last.getAsInt()", "cell[0] = frame;"),
            new Corner("what a lambda holds", "java.util.function.IntSupplier last = () -> 0;", "last.getAsInt()", "last = () -> frame;"),
            new Corner("linked nodes", "static class Node { final Node next; Node(Node next) { this.next = next; } } Node last;"
                    + " int length() { int n = 0; for (Node at = last; at != null; at = at.next) { n++; } return n; }", "length()",
                    "last = null; for (int i = 0; i < frame; i++) { last = new Node(last); }"),
            new Corner("a ring", "static class Node { Node next = this; int frame; } final Node last = new Node(); { last.next = new Node(); last.next.next = last; }",
                    "last.next.frame", "last.next.frame = frame;"),
            new Corner("who is who", "final Object one = new Object(); final Object other = new Object(); Object last = one;", "last == other ? 2 : 0",
                    "last = frame == 2 ? other : one;"),
            new Corner("a set of nodes without hash codes", "static class Node { final int frame; Node(int frame) { this.frame = frame; } }"
                    + " final java.util.Set<Node> last = new java.util.HashSet<>(); { for (int i = 10; i < 20; i++) { last.add(new Node(i)); } }",
                    "last.stream().filter(node -> node.frame < 10).mapToInt(node -> node.frame).sum()",
                    "last.removeIf(node -> node.frame < 10); last.add(new Node(frame));"),
            new Corner("a subclass of a list", "static class Kept extends java.util.ArrayList<Object> { int frame; } final Kept last = new Kept();", "last.frame", "last.frame = frame;"),
            new Corner("a subclass of a table", "static class Kept extends java.util.HashMap<String, Object> { int frame; } final Kept last = new Kept();", "last.frame", "last.frame = frame;"),
            new Corner("what a subclass of a list inherits", "static class Kept extends java.util.ArrayList<Integer> { int other = 1; } final Kept last = new Kept();",
                    "last.isEmpty() ? 0 : last.get(0)", "last.clear(); last.add(frame);"),
            new Corner("an exception kept ready", "static class Kept extends RuntimeException { int frame; } final Kept last = new Kept();", "last.frame", "last.frame = frame;"),
            new Corner("another class", "final Other last = new Other();", "last.frame", "last.frame = frame;", "class Other { int frame; }"),
            new Corner("an ancestor", "extends Ancestor", "last", "last = frame;", "class Ancestor { protected int last; }"),
            new Corner("a list that it is", "extends java.util.ArrayList<Integer>", "isEmpty() ? 0 : get(0)", "clear(); add(frame);"));

    @TestFactory
    Stream<DynamicTest> shouldSeeWhatIsKeptIn() {
        return tests(CORNERS, Corner::wrong, subject -> {
            Divergence divergence = only(Replays.tiny(subject));
            assertEquals(DivergenceKind.ANSWER, divergence.kind(), divergence.toString());
            assertEquals("[Allocate(0) = 0, Allocate(1) = 2] Allocate(0)", divergence.path() + " " + divergence.call());
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldNotMindASoundAllocatorThatHas() {
        return tests(CORNERS, Corner::sound, subject -> {
            Verdict verdict = Replays.tiny(subject);
            assertTrue(verdict.agrees(), verdict.toString());
            assertTrue(verdict.productStates() > 26 && verdict.productStates() < 3 * 26, verdict.toString());
        });
    }

    private static Stream<DynamicTest> tests(List<Corner> corners, Function<Corner, String[]> sources, Consumer<Class<?>> test) {
        List<Class<?>> subjects = Compiled.each(corners.stream().map(sources).toList());
        return IntStream.range(0, corners.size()).mapToObj(i -> DynamicTest.dynamicTest(corners.get(i).name(), () -> test.accept(subjects.get(i))));
    }

    private static Divergence only(Verdict verdict) {
        assertEquals(1, verdict.divergences().size(), verdict.toString());
        return verdict.divergences().get(0);
    }

    /** Variables that instances share, in every place that Java has for them. */
    @TestFactory
    Stream<DynamicTest> shouldFindStateThatInstancesShare() {
        return tests(List.of(
                new Corner("a static variable", "static int last;", "", "last++;"),
                new Corner("a static constant array", "static final int[] LAST = new int[1];", "", "LAST[0]++;"),
                new Corner("a static atomic number", "static final java.util.concurrent.atomic.AtomicLong LAST = new java.util.concurrent.atomic.AtomicLong();",
                        "", "LAST.incrementAndGet();"),
                new Corner("a static variable of the thread", "static final ThreadLocal<int[]> LAST = ThreadLocal.withInitial(() -> new int[1]);",
                        "", "LAST.get()[0]++;"),
                new Corner("a static table", "static final java.util.Map<Integer, Integer> LAST = new java.util.HashMap<>();", "", "LAST.put(LAST.size(), 1);"),
                new Corner("a nested class", "static class Kept { static int last; }", "", "Kept.last++;"),
                new Corner("another class", "", "", "Other.last++;", "class Other { static int last; }"),
                new Corner("a class that another one uses", "", "", "Other.count();", "class Other { static void count() { Third.last++; } }", "class Third { static int last; }"),
                new Corner("a singleton", "", "", "Other.ONE.last++;", "class Other { static final Other ONE = new Other(); int last; }"),
                new Corner("an enum constant", "", "", "Other.ONE.last++;", "enum Other { ONE; int last; }"),
                new Corner("an interface", "", "", "Other.LAST[0]++;", "interface Other { int[] LAST = new int[1]; }"),
                new Corner("a static lambda's cell", "static final Runnable COUNT = counter(new int[1]); static Runnable counter(int[] cell) { return () -> cell[0]++; }",
                        "", "COUNT.run();"),
                new Corner("an ancestor", "extends Ancestor", "", "last++;", "class Ancestor { protected static int last; }")),
                Corner::sound, subject -> {
                    Divergence divergence = only(Replays.tiny(subject));
                    assertEquals(DivergenceKind.HIDDEN_STATE, divergence.kind(), divergence.toString());
                    assertEquals(0, divergence.path().size());
                    assertTrue(divergence.actual().contains("static variable "), divergence.actual());
                });
    }

    @Test
    void shouldFindStateInAClassThatIsKnownByNameOnly() {
        Divergence divergence = only(Replays.tiny(PlainBuddy.with(ANSWER, "try { Class.forName(\"Other\").getMethod(\"count\").invoke(null); }"
                + " catch (ReflectiveOperationException e) { throw new AssertionError(e); } " + ANSWER),
                "public class Other { static int last; public static void count() { last++; } }"));
        assertEquals("static variable Other.last: 0 -> 1", divergence.place().toString());
    }

    @Test
    void shouldFindStateInAnotherFolderOfTheClassPath() throws Exception {
        Compiled other = Compiled.of("public class Other { public static int last; }");
        Compiled subject = Compiled.of(other, PlainBuddy.with(ANSWER, "Other.last++; " + ANSWER));
        try (URLClassLoader both = new URLClassLoader(new URL[] {folder(subject, "Subject"), folder(other, "Other")}, getClass().getClassLoader())) {
            Divergence divergence = only(Replays.tiny(both.loadClass("Subject")));
            assertEquals("static variable Other.last: 0 -> 1", String.valueOf(divergence.place()));
        }
    }

    private static URL folder(Compiled compiled, String name) {
        return compiled.load(name).getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void shouldSayThatWhatGoesWrongOnceDoesNotGoWrongAgain() {
        String key = "tlalloc.test.calls";
        System.clearProperty(key);
        Divergence divergence = only(Replays.tiny(PlainBuddy.with(ALLOCATE, ALLOCATE + " int calls = Integer.getInteger(\"" + key + "\", 0) + (order == 2 ? 1 : 0);"
                + " System.setProperty(\"" + key + "\", \"\" + calls); if (calls == 700 && order == 2) { return 3; }")));
        assertEquals(DivergenceKind.UNREPEATABLE, divergence.kind());
        assertTrue(divergence.actual().matches("after calls=\\d+ on one instance that was never put back, it answers 3; .*"), divergence.actual());
    }

    /** What is another each time, or depends on what was done before by others. */
    @TestFactory
    Stream<DynamicTest> shouldSayThatCallsCannotBeRepeated() {
        return tests(List.of(
                new Corner("a random choice", "", "", "", "return Math.random() < 0.5 ? frame : frame ^ 1;\n"),
                new Corner("a random state", "int last;", "", "last = (int) (Math.random() * 1000); "),
                new Corner("a generator seeded by chance", "final java.util.Random last = new java.util.Random();", "", "last.nextInt(); "),
                new Corner("the time", "int last;", "", "last = (int) System.nanoTime(); "),
                new Corner("an identity hash code", "final int last = System.identityHashCode(this);", "", ""),
                new Corner("a system property", "int last;", "", "last = Integer.getInteger(\"tlalloc.test\", 0); System.setProperty(\"tlalloc.test\", String.valueOf(last + 1)); ")),
                corner -> new String[] {PlainBuddy.with(FIELD, FIELD + corner.field(), ANSWER,
                        corner.set() + (corner.more().length > 0 ? corner.more()[0] : ANSWER))},
                subject -> {
                    Verdict verdict = Replays.tiny(subject);
                    if (verdict.divergences().isEmpty()) {
                        assertTrue(verdict.incomplete().contains("depends on chance"), verdict.incomplete());
                    } else {
                        assertEquals(DivergenceKind.UNREPEATABLE, only(verdict).kind(), verdict.toString());
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> shouldSayWhatCannotBeSeen() {
        return Stream.of(
                new Corner("a thread", "final Thread last = new Thread(() -> { });", "java.lang.Thread", ""),
                new Corner("an iterator", "java.util.Iterator<Integer> last = new java.util.ArrayList<Integer>().iterator();", "java.util.ArrayList$Itr in last", ""),
                new Corner("an iterator behind a field", "final Object[] last = {new java.util.TreeMap<Integer, Integer>().keySet().iterator()};",
                        "java.util.TreeMap$KeyIterator in last[0]", ""),
                new Corner("a static thread", "static final Thread LAST = new Thread(() -> { });", "in the static variable Subject.LAST", ""),
                new Corner("objects without end", "final java.util.List<Integer> last = java.util.Collections.nCopies(2_000_000, 7);", "take more than bytes=4194304", ""))
                .map(corner -> DynamicTest.dynamicTest(corner.name(), () -> {
                    String message = assertThrows(SubjectException.class, () -> Replays.tiny(corner.sound())).getMessage();
                    assertTrue(message.contains(corner.get()), message);
                    assertEquals(1, message.lines().count(), message);
                }));
    }

    @Test
    void shouldSeeThatASecondIdenticalCallGoesWrong() {
        Divergence divergence = only(Replays.tiny(PlainBuddy.with(FIELD, FIELD + " private int before = -1;",
                "int from = order;", "boolean again = order == before; before = order; if (again && order == 0) { return 3; } int from = order;")));
        assertEquals(DivergenceKind.ANSWER, divergence.kind());
        assertEquals("[Allocate(0) = 0] Allocate(0)", divergence.path() + " " + divergence.call());
    }

    @Test
    void shouldSeeThatASecondRefusalGoesWrong() {
        Divergence divergence = only(Replays.tiny(PlainBuddy.with(FIELD, FIELD + " private int refused;",
                REFUSE, "if (refused++ == 1) { return 3; } " + REFUSE)));
        assertEquals(DivergenceKind.REFUSAL_CHANGED, divergence.kind());
        assertEquals("field refused: 0 -> 1", divergence.place().toString());
    }

    @Test
    void shouldFindWhatGoesWrongAfterACertainOrderOfFrees() {
        // Frames 2 and 3 freed in this order, and not in the other, spoil the answer for the largest order.
        Divergence divergence = only(Replays.tiny(PlainBuddy.with(FIELD, FIELD + " private int trail;",
                "allocated[frame] = -1;", "trail = order == 0 && frame == 2 ? 1 : trail == 1 && frame == 3 ? 2 : 0; allocated[frame] = -1;",
                ALLOCATE, ALLOCATE + " if (order == 2 && trail == 2) { trail = 0; return -1; }",
                "return frame;\n", "if (trail == 1 && order > 0) { trail = 0; } return frame;\n")));
        assertEquals(DivergenceKind.ANSWER, divergence.kind(), divergence.toString());
        assertEquals("[Allocate(1) = 0, Allocate(0) = 2, Allocate(0) = 3, Free(0, 1), Free(2, 0), Free(3, 0)] Allocate(2)",
                divergence.path() + " " + divergence.call());
    }

    @Test
    void shouldNotLetAnAccessorLie() {
        Divergence everyOther = only(Replays.tiny(PlainBuddy.with(FIELD, FIELD + " private boolean odd;",
                "return allocated.clone();", "odd = !odd; return odd ? allocated.clone() : new int[frameCount];")));
        assertEquals(DivergenceKind.READING_CHANGED, everyOther.kind());
        assertEquals("field odd: false -> true", everyOther.place().toString());
        Divergence shared = only(Replays.tiny(PlainBuddy.with("return allocated.clone();", "allocated[0]++; return allocated;")));
        assertEquals(DivergenceKind.INITIAL_STATE, shared.kind());
        Divergence after = only(Replays.tiny(PlainBuddy.with("return allocated.clone();",
                "int[] all = allocated.clone(); if (all[0] >= 0) { free[0].clear(); } return all;")));
        assertEquals(DivergenceKind.STATE, after.kind());
    }

    @Test
    void shouldNotMindThatAnAccessorGivesTheArrayItself() {
        assertTrue(Replays.tiny(PlainBuddy.with("return allocated.clone();", "return allocated;")).agrees());
    }

    @Test
    void shouldGiveUpWhereStatesNeverEnd() {
        Class<?> subject = Compiled.classOf(PlainBuddy.with(FIELD, FIELD + " private long count;", "int from = order;", "count++; int from = order;"));
        StateGraph graph = Graphs.tiny();
        Options options = Options.fitting(graph.stateCount());
        Verdict verdict = Replays.of(graph, subject, options);
        assertEquals(List.of(), verdict.divergences());
        assertTrue(verdict.incomplete().matches("images=\\d+ of states=" + graph.stateCount() + " were found, and no end of them:"
                + " does a field count calls, .*"), verdict.incomplete());
        assertTrue(options.productBudget() < 60_000 && verdict.productStates() > options.productBudget(), verdict.toString());
    }

    @Test
    void shouldMakeArgumentsAnewSoThatASubjectMayKeepThem() {
        assertTrue(Replays.of("BuddyLowestFirstHoles", PlainBuddy.with("BitSet reserved) {\n        this.frameCount",
                "BitSet reserved) {\n        this.holes = reserved; this.frameCount", FIELD, FIELD + " private final BitSet holes;",
                ANSWER, "holes.set(frame); " + ANSWER, "allocated[frame] = -1;", "holes.clear(frame); allocated[frame] = -1;")).agrees());
    }
}
