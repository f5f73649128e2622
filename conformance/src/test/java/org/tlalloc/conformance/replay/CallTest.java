package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.subject.SubjectException;

/** How calls may end: by answers of every type, by every kind of exception, or not at all. */
class CallTest {
    private static final String ALLOCATE = "public int allocate(int order) {";
    private static final String REFUSE = "throw new IllegalArgumentException(\"order=\" + order)";
    private static final String REFUSE_FREE = "throw new IllegalArgumentException(\"frame=\" + frame + \", order=\" + order)";
    private static final String FREE = "public void free(int frame, int order) {";
    private static final String ANSWER = "return frame;\n";

    private static Divergence only(Verdict verdict) {
        assertEquals(1, verdict.divergences().size(), verdict.toString());
        return verdict.divergences().get(0);
    }

    private static void assertAgrees(String source) {
        Verdict verdict = Replays.tiny(source);
        assertTrue(verdict.agrees(), verdict.toString());
    }

    @Test
    void shouldTakeAnswersOfEveryTypeThatHoldsThem() {
        for (String type : List.of("long", "Integer", "Long", "Object", "Number", "Comparable<Integer>")) {
            assertAgrees(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", type + " allocate"))
                    .replace("return -1;\n        }\n        int frame", type.endsWith("ong") ? "return -1L;\n        }\n        int frame"
                            : "return -1;\n        }\n        int frame")
                    .replace(ANSWER, type.equals("Long") ? "return (long) frame;\n" : ANSWER));
        }
        assertAgrees(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", "short allocate"), ANSWER, "return (short) frame;\n"));
        assertAgrees(PlainBuddy.with(FREE, FREE.replace("void", "synchronized boolean"), "join(frame, order);\n    }", "join(frame, order);\n        return true;\n    }"));
    }

    @Test
    void shouldTakeArgumentsOfEveryTypeThatHoldsThem() {
        assertAgrees(PlainBuddy.with(ALLOCATE, "public int allocate(long wide) { int order = (int) wide; if (order != wide) { throw new IllegalArgumentException(); }"));
        assertAgrees(PlainBuddy.with(ALLOCATE, "public int allocate(byte narrow) { int order = narrow;"));
        assertAgrees(PlainBuddy.with(ALLOCATE, "public int allocate(Integer order) {"));
        assertAgrees(PlainBuddy.with(ALLOCATE, "public int allocate(Object any) { int order = (Integer) any;"));
    }

    @Test
    void shouldSeeAnswersThatAreNoSuch() {
        Divergence nothing = only(Replays.tiny(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", "Integer allocate"), ANSWER, "return null;\n")));
        assertEquals(DivergenceKind.ANSWER, nothing.kind());
        assertEquals("it answers null", nothing.actual());
        assertNull(nothing.answered());
        Divergence large = only(Replays.tiny(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", "long allocate"), ANSWER, "return frame + (1L << 32);\n")));
        assertEquals("it answers 4294967296 of java.lang.Long", large.actual());
        Divergence text = only(Replays.tiny(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", "Object allocate"), ANSWER, "return \"0\";\n")));
        assertEquals("it answers \"0\"", text.actual());
        Divergence odd = only(Replays.tiny(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("int allocate", "Object allocate"), ANSWER,
                "return new Object() { public String toString() { throw new IllegalStateException(); } };\n")));
        assertEquals(DivergenceKind.ANSWER, odd.kind());
    }

    @Test
    void shouldTakeAnyExceptionOnPurposeForARefusal() {
        assertAgrees(PlainBuddy.with(REFUSE, "throw new UnsupportedOperationException()", REFUSE_FREE, "throw new IllegalStateException()"));
        assertAgrees(PlainBuddy.with(ALLOCATE, ALLOCATE.replace("{", "throws java.io.IOException {"), REFUSE, "throw new java.io.IOException()"));
        assertAgrees(PlainBuddy.with(REFUSE, "throw new RuntimeException() { @Override public String getMessage() { throw new IllegalStateException(); } }"));
    }

    @Test
    void shouldTakeWhatTheJavaMachineThrowsForACrash() {
        for (String crash : List.of("throw new AssertionError(\"no\")", "throw null", "Integer.parseInt(\"\" + (1 / (order - order)))",
                "Object o = \"\"; o = ((Integer) o)", "allocated[-1] = 0", "notify()")) {
            Divergence divergence = only(Replays.tiny(PlainBuddy.with(REFUSE, crash + "; " + REFUSE).replace("throw null; " + REFUSE, "throw null")
                    .replace("throw new AssertionError(\"no\"); " + REFUSE, "throw new AssertionError(\"no\")")));
            assertEquals(DivergenceKind.CRASH, divergence.kind(), crash);
            assertTrue(divergence.actual().contains(" at Subject.allocate(Subject.java:"), divergence.actual());
        }
    }

    @Test
    void shouldSurviveTheSubjectsErrors() {
        Divergence deep = only(Replays.tiny(PlainBuddy.with(ANSWER, "return allocate(order) + frame;\n", "return -1;", "return allocate(order);")));
        assertEquals(DivergenceKind.CRASH, deep.kind());
        assertTrue(deep.actual().startsWith("it throws StackOverflowError at Subject.allocate"), deep.actual());
        Divergence large = only(Replays.tiny(PlainBuddy.with(ANSWER, "return new long[Integer.MAX_VALUE].length;\n")));
        assertEquals(DivergenceKind.CRASH, large.kind());
        assertTrue(large.actual().startsWith("it throws OutOfMemoryError"), large.actual());
        Divergence kept = only(Replays.of(Graphs.tiny(), Compiled.classOf(PlainBuddy.with("private final BitSet[] free;",
                "private final BitSet[] free; private long[][] kept = new long[1_000][];",
                ANSWER, "for (int i = 0; i < kept.length; i++) { kept[i] = new long[1 << 25]; } return frame;\n")), Options.standard()));
        assertEquals(DivergenceKind.CRASH, kept.kind());
        Divergence reading = only(Replays.tiny(PlainBuddy.with("return allocated.clone();", "return allocated[0] == 0 ? new int[-1] : allocated;")));
        assertEquals(DivergenceKind.CRASH, reading.kind());
        assertTrue(reading.actual().startsWith("reading its state, allocated() throws NegativeArraySizeException"), reading.actual());
    }

    @Test
    void shouldSayThatAStateIsNoValue() {
        Divergence divergence = only(Replays.tiny(PlainBuddy.with("public int[] allocated() {", "public Object allocated() { if (allocated[0] == 0) { return null; }")));
        assertEquals(DivergenceKind.STATE, divergence.kind());
        assertEquals("reading its state, allocated() returns what is no value: TLA+ has no value like null", divergence.actual());
        Divergence first = only(Replays.tiny(PlainBuddy.with("public int[] allocated() {", "public Object allocated() { if (allocated[0] < 0) { return 1.5; }")));
        assertEquals("reading its state, allocated() returns what is no value: TLA+ has no value like one of java.lang.Double", first.actual());
        assertEquals(List.of(), first.path());
    }

    @Test
    void shouldNoticeThatACallDoesNotReturn() {
        Divergence waits = only(Replays.tiny(PlainBuddy.with(FREE, FREE + " while (frame == 2 && allocated[2] == 1) {"
                + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }")));
        assertEquals(DivergenceKind.HANG, waits.kind());
        assertEquals("[Allocate(0) = 0, Allocate(1) = 2] Free(2, 0)", waits.path() + " " + waits.call());
        assertTrue(waits.actual().startsWith("it has not returned after seconds=2, at Subject.free(Subject.java:"), waits.actual());
        assertEquals(List.of(), waits.allowed());
    }

    @Test
    void shouldNoticeThatACallDoesNotReturnThoughItWouldWerePutBackWhatIsBefore() {
        Divergence waits = only(Replays.tiny(PlainBuddy.with("private final BitSet[] free;", "private final BitSet[] free; private final StringBuilder last = new StringBuilder(0);",
                FREE, FREE + " if (frame == 2) { last.ensureCapacity(100); }", ALLOCATE, ALLOCATE + " while (order == 1 && last.capacity() >= 100) {"
                + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }")));
        assertEquals(DivergenceKind.HANG, waits.kind());
        assertEquals("Allocate(1)", waits.call().toString());
        assertTrue(waits.path().size() > 3, waits.path().toString());
        assertTrue(waits.actual().startsWith("it has not returned after seconds=2, at Subject.allocate(Subject.java:"), waits.actual());
    }

    @Test
    void shouldNoticeThatReadingDoesNotReturn() {
        Verdict verdict = Replays.tiny(PlainBuddy.with("return allocated.clone();", "synchronized (this) { try { while (allocated[0] == 0) { wait(); } }"
                + " catch (InterruptedException e) { return null; } return allocated; }"));
        assertEquals(DivergenceKind.HANG, only(verdict).kind());
        assertEquals("a call does not return", verdict.incomplete());
    }

    @Test
    void shouldNotTakeItsOwnRepetitionsForAHang() {
        Class<?> slow = Compiled.classOf(PlainBuddy.with(ANSWER, "java.util.concurrent.locks.LockSupport.parkNanos(90_000_000); return frame + 1;\n"));
        assertEquals(DivergenceKind.ANSWER, only(Replays.of(Graphs.tiny(), slow, Options.standard().withPatience(1))).kind());
    }

    @Test
    void shouldSayWhatIsWrongWithTheConstants() {
        String message = assertThrows(SubjectException.class, () -> Replays.tiny(PlainBuddy.with("this.frameCount = frameCount;",
                "this.frameCount = frameCount; if (frameCount < 9) { throw new IllegalStateException(\"too few\"); }"))).getMessage();
        assertTrue(message.startsWith("class Subject refuses constants={FrameCount=4"), message);
        assertTrue(message.endsWith("java.lang.IllegalStateException: too few"), message);
    }

    /** Replays a subject in a process of its own. */
    public static final class Alone {
        private Alone() {
        }

        public static void main(String[] arguments) {
            Verdict verdict = Replays.tiny(PlainBuddy.with(ANSWER, "if (frame == 3) { " + arguments[0] + " } " + ANSWER));
            System.out.println(verdict);
        }
    }

    @Test
    void shouldNotLetASubjectEndTheMachineAsIfAllWereWell() throws Exception {
        assertEndsTheMachine("System.exit(0);");
    }

    @Test
    void shouldNotLetAThreadOfTheSubjectsEndTheMachineAsIfAllWereWell() throws Exception {
        assertEndsTheMachine("Thread exit = new Thread(() -> System.exit(0)); exit.start();"
                + " try { exit.join(); } catch (InterruptedException e) { throw new IllegalStateException(e); }");
    }

    private static void assertEndsTheMachine(String by) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Alone.class.getName(), by).directory(new File(".")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue(), said);
        assertTrue(said.contains("tlalloc: the subject ends the Java machine: call=Allocate(0) after calls=[Allocate(1) = 0, Allocate(0) = 2]"), said);
    }

    @Test
    void shouldReportSeveralDivergences() {
        Class<?> subject = Compiled.classOf(PlainBuddy.with(REFUSE, "return 3", REFUSE_FREE, "return"));
        Verdict verdict = Replays.of(Graphs.tiny(), subject, Options.standard().withMaxDivergences(5));
        assertEquals(5, verdict.divergences().size());
        verdict.divergences().forEach(divergence -> assertEquals(DivergenceKind.ACCEPTED, divergence.kind()));
        assertEquals(5, verdict.divergences().stream().map(Divergence::call).distinct().count());
    }
}
