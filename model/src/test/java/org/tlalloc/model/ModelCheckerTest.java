package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.trace.Counterexample;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.trace.Story;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;

class ModelCheckerTest {
    /* Counts to Limit and begins again. */
    private static final String COUNTER = """
            CONSTANT Limit
            VARIABLE count
            Init == count = 0
            Increment(by) == count + by <= Limit /\\ count' = count + by
            Reset(result) == count = Limit /\\ result = count /\\ count' = 0
            Call == (\\E by \\in 1..2 : Increment(by)) \\/ (\\E result \\in 0..9 : Reset(result))
            Next == Call
            Spec == Init /\\ [][Next]_count
            SmallInv == count < 3
            ResetProp == <>(count = Limit)
            NeverProp == [][count' # 0]_count
            """;

    @TempDir
    private Path directory;
    private Scratch scratch;

    @BeforeEach
    void begin() {
        scratch = new Scratch(directory);
    }

    @Test
    void shouldTellTheWayToAFailedAssertion() {
        scratch.file("M.tla", "---- MODULE M ----\nEXTENDS Integers, TLC\nVARIABLE x\nInit == x = 0\n"
                + "Step(by) == x' = x + by /\\ Assert(x < 2, \"too large\")\nOther == x = 9 /\\ x' = x\n"
                + "Call == (\\E by \\in {1} : Step(by)) \\/ Other\nNext == Call\n====\n");
        CheckResult result = scratch.check("M", "INIT Init NEXT Next");
        assertEquals(CheckResult.Outcome.ERROR, result.outcome());
        assertTrue(result.message().contains("too large"), result.message());
        assertEquals(List.of("null", "Step(1)", "Step(1)"), titles(result.counterexample()));
    }

    private static void assertError(String message, CheckResult result) {
        assertEquals(CheckResult.Outcome.ERROR, result.outcome(), result::toString);
        assertEquals(message, result.message());
        assertEquals("error: " + message, result.result());
        assertNull(result.counterexample());
    }

    private static List<String> titles(Counterexample counterexample) {
        return counterexample.steps().stream()
                .map(step -> step.action() == null ? String.valueOf(step.name()) : step.action().toString()).toList();
    }

    @Test
    void shouldPassAModelAndCaptureItsGraph() throws IOException {
        scratch.module("Counter", COUNTER);
        Path file = directory.resolve("counter.graph");
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 4",
                request -> request.withCapture(file));
        assertEquals("passes", result.result(), result::toString);
        StateGraph graph = StateGraph.read(file);
        assertEquals(5, graph.stateCount());
        assertEquals(4 + 3 + 1, graph.transitionCount());
        assertEquals(List.of(5L, 8L), List.of(result.distinctStates(), result.transitions()));
        assertEquals("Counter", graph.spec());
        assertEquals(Map.of("Limit", Value.of(4)), graph.constants());
        assertEquals(2 + 10, graph.actions().size());
        assertEquals("Increment(1)", graph.actions().get(0).toString());
        assertFalse(result.refined());
    }

    @Test
    void shouldNameTheGraphAfterTheSpecAndNotTheModel() throws IOException {
        scratch.module("MCCounter", COUNTER);
        Path file = directory.resolve("counter.graph");
        scratch.check("MCCounter", "SPECIFICATION Spec CONSTANT Limit = 1", request -> request.withCapture(file));
        assertEquals("Counter", StateGraph.read(file).spec());
        scratch.check("MCCounter", "SPECIFICATION Spec CONSTANT Limit = 1",
                request -> request.withCapture(file).withSpec("Other"));
        assertEquals("Other", StateGraph.read(file).spec());
    }

    /* TLC writes equal initial states down once, and counts them as often as it found them. */
    @Test
    void shouldCaptureAnInitialStateOnceHoweverOftenItIsFound() throws IOException {
        scratch.module("Twice", COUNTER.replace("Init == count = 0", "Init == count = 0 \\/ count = 0 \\/ count = 1"));
        Path file = directory.resolve("twice.graph");
        CheckResult result = scratch.check("Twice", "SPECIFICATION Spec CONSTANT Limit = 4",
                request -> request.withCapture(file));
        assertEquals("passes", result.result());
        assertEquals(2, StateGraph.read(file).initialStates().length);
        assertEquals(5, result.distinctStates());
        assertEquals(8, result.transitions());
    }

    @Test
    void shouldHaveConstantsOfEveryKindInTheGraph() throws IOException {
        scratch.module("Kinds", """
                CONSTANTS Negative, Pair, Text, Values, Unbounded, Op(_)
                VARIABLE x
                MinusOne == -1
                APair == <<1, TRUE>>
                Id(y) == y
                Init == x = Negative
                Set(y) == x' = Op(y)
                Call == \\E y \\in {Negative} : Set(y)
                Next == Call
                """);
        Path file = directory.resolve("kinds.graph");
        CheckResult result = scratch.check("Kinds", """
                INIT Init NEXT Next
                CONSTANTS Negative <- MinusOne Pair <- APair Text = "a b" Values = {v1, v2} Unbounded <- Nat Op <- Id
                """, request -> request.withCapture(file));
        assertEquals("passes", result.result());
        assertEquals(Map.of("Negative", Value.of(-1), "Pair", ValueParser.parse("<<1, TRUE>>"), "Text", Value.of("a b"),
                "Values", ValueParser.parse("{v1, v2}")), StateGraph.read(file).constants());
    }

    /* TLC keeps its state in static fields: what one run left behind must not be seen by the next. */
    @Test
    void shouldCheckOneModelAfterAnother() throws IOException {
        scratch.module("Counter", COUNTER);
        String digest = null;
        for (int run = 0; run < 2; run++) {
            Path file = directory.resolve("run.graph");
            CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 5",
                    request -> request.withCapture(file));
            assertEquals(6, result.distinctStates());
            assertTrue(digest == null || digest.equals(StateGraph.read(file).digest()));
            digest = StateGraph.read(file).digest();
            assertEquals("violates SmallInv",
                    scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 5 INVARIANT SmallInv").result());
        }
    }

    /* With a property each, since liveness has tables of its own. What TLC complains of goes to standard error. */
    @Test
    void shouldCheckSeveralModelsAtOnce() throws Exception {
        scratch.module("Counter", COUNTER + "FairSpec == Spec /\\ WF_count(Next)\n");
        scratch.module("Other", COUNTER + "FairSpec == Spec /\\ WF_count(Next)\n");
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier bothEnd = new CyclicBarrier(2);
            Future<CheckResult> one = threads.submit(() -> checkedUntil(bothEnd, "Counter", 3));
            Future<CheckResult> other = threads.submit(() -> checkedUntil(bothEnd, "Other", 6));
            assertEquals("passes", one.get().result());
            assertEquals("passes", other.get().result());
            assertEquals(4, one.get().distinctStates());
            assertEquals(7, other.get().distinctStates());
        } finally {
            threads.shutdownNow();
            System.setErr(err);
        }
        assertEquals("", printed.toString());
    }

    /* A run tells at its end, in the thread that asked for it, how far it came: there it waits for the other one. */
    private CheckResult checkedUntil(CyclicBarrier bothEnd, String module, int limit) {
        Thread asking = Thread.currentThread();
        return scratch.check(module, "SPECIFICATION FairSpec CONSTANT Limit = " + limit + " PROPERTY ResetProp",
                request -> request.withProgress((distinct, generated, waiting) -> {
                    if (Thread.currentThread() == asking) {
                        await(bothEnd);
                    }
                }));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other check is not under way", e);
        }
    }

    @Test
    void shouldFindTheSameGraphWithSeveralWorkers() throws IOException {
        Catalogue catalogue = Checkout.catalogue();
        ModelRun two = ModelRun.of(catalogue, catalogue.model("BuddyHoles"), request -> request.withWorkers(2));
        assertEquals(Checkout.graph("BuddyHoles").digest(), two.graph().digest());
        assertEquals(Checkout.graph("BuddyHoles").depth(), two.graph().depth());
    }

    @Test
    void shouldPrintNothingAndLeaveNothingBehind() throws IOException {
        scratch.file("Talker.tla", "---- MODULE Talker ----\nEXTENDS Integers, TLC\n"
                + COUNTER.replace("Init ==", "Init == PrintT(1) /\\") + "====\n");
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            assertEquals("violates SmallInv",
                    scratch.check("Talker", "SPECIFICATION Spec CONSTANT Limit = 3 INVARIANT SmallInv").result());
        } finally {
            System.setOut(out);
        }
        assertEquals("", printed.toString());
        assertEquals(List.of("Talker.cfg", "Talker.tla"), Stream.of(directory.toFile().list()).sorted().toList());
        Path temporary;
        try (TemporaryFolder folder = TemporaryFolder.make("tlalloc-")) {
            temporary = Files.createFile(folder.path().resolve("file"));
        }
        assertFalse(Files.exists(temporary.getParent()));
    }

    @Test
    void shouldTellHowFarItCame() {
        scratch.module("Counter", COUNTER);
        List<List<Long>> told = new CopyOnWriteArrayList<>();
        scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 4", request -> request
                .withProgress((distinct, generated, waiting) -> told.add(List.of(distinct, generated, waiting))));
        assertEquals(List.of(5L, 9L, 0L), told.get(told.size() - 1));
    }

    @Test
    void shouldRefuseNoWorkers() {
        scratch.module("Counter", COUNTER);
        CheckRequest request = scratch.request("Counter", "SPECIFICATION Spec CONSTANT Limit = 3");
        assertEquals("workers=0 must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> request.withWorkers(0)).getMessage());
    }

    @Test
    void shouldTellAnInvariantsViolationAsAStory() {
        scratch.module("Counter", COUNTER);
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 4 INVARIANT SmallInv");
        assertEquals("violates SmallInv", result.result());
        Counterexample counterexample = result.counterexample();
        assertEquals(Counterexample.Kind.INVARIANT, counterexample.kind());
        assertEquals(List.of("null", "Increment(1)", "Increment(2)"), titles(counterexample));
        assertEquals("""
                invariant SmallInv does not hold in the last state:
                   1  initially
                        count = 0
                   2  Increment(1)
                        count: 0 -> 1
                   3  Increment(2)
                        count: 1 -> 3
                """, Story.of(counterexample));
    }

    @Test
    void shouldShowAnInitialStateThatViolatesAnInvariant() {
        scratch.module("Counter", COUNTER.replace("Init == count = 0", "Init == count \\in 2..3"));
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 4 INVARIANT SmallInv");
        assertEquals("violates SmallInv", result.result());
        assertEquals(List.of(Step.initial(Map.of("count", Value.of(3)))), result.counterexample().steps());
    }

    @Test
    void shouldTellADeadlock() {
        scratch.module("Counter", COUNTER.replace("count = Limit /\\", "count = Limit + 1 /\\"));
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 2");
        assertEquals("violates Deadlock", result.result());
        assertEquals(Counterexample.Kind.DEADLOCK, result.counterexample().kind());
        assertEquals(List.of("null", "Increment(2)"), titles(result.counterexample()));
        assertTrue(Story.of(result.counterexample()).startsWith("nothing can happen any more after:\n"));
        assertEquals("passes", scratch.check("Counter",
                "SPECIFICATION Spec CONSTANT Limit = 2 CHECK_DEADLOCK FALSE").result());
    }

    @Test
    void shouldTellALivenessCounterexampleThatStutters() {
        scratch.module("Counter", COUNTER);
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 2 PROPERTY ResetProp");
        assertEquals("violates ResetProp", result.result());
        Counterexample counterexample = result.counterexample();
        assertEquals(Counterexample.Kind.PROPERTY, counterexample.kind());
        assertTrue(counterexample.stutters());
        assertEquals(-1, counterexample.loopsBackTo());
        assertTrue(Story.of(counterexample).endsWith("      and so it stays for ever\n"));
    }

    @Test
    void shouldTellALivenessCounterexampleThatLoops() {
        scratch.module("Counter", COUNTER + "FairSpec == Spec /\\ WF_count(Next)\nOddProp == <>(count = 1)\n");
        CheckResult result = scratch.check("Counter", "SPECIFICATION FairSpec CONSTANT Limit = 2 PROPERTY OddProp");
        assertEquals("violates OddProp", result.result());
        Counterexample counterexample = result.counterexample();
        assertFalse(counterexample.stutters());
        assertEquals(0, counterexample.loopsBackTo());
        assertEquals(List.of("null", "Increment(2)"), titles(counterexample));
        assertTrue(Story.of(counterexample).endsWith("      and from here by Reset(2) back to 1\n"), Story.of(counterexample));
    }

    @Test
    void shouldNameAnActionPropertyThatIsViolated() {
        scratch.module("Counter", COUNTER);
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 2 PROPERTY NeverProp");
        assertEquals("violates NeverProp", result.result());
        assertEquals(List.of("null", "Increment(2)", "Reset(2)"), titles(result.counterexample()));
    }

    @Test
    void shouldNameAnAssumptionThatIsFalse() {
        scratch.module("Counter", COUNTER + "ASSUME LimitAssumption == Limit > 7\n");
        CheckResult result = scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 2");
        assertEquals("violates LimitAssumption", result.result());
        assertEquals(Counterexample.Kind.ASSUMPTION, result.counterexample().kind());
        assertEquals("assumption LimitAssumption is false\n", Story.of(result.counterexample()));
        scratch.module("Counter", COUNTER + "ASSUME Limit > 7\n");
        assertEquals("violates the assumption at line 14, col 8 to line 14, col 16 of module Counter",
                scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 2").result());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '~', value = {
        "Init == x = = 0! module M, line 4, column 15: Was expecting",
        "Init == y = 0! module M, line 4, column 9: Unknown operator: `y'.",
        "Init == x' = 0 /\\ x = Nope! module M, line 4, column 23: Unknown operator: `Nope'.",
        "Init == x = \"abc! module M, line 4, column 17: Lexical error",
    })
    void shouldSayWhereASpecDoesNotParse(String init, String message) {
        scratch.module("M", "VARIABLE x\n" + init + "\nNext == x' = x\n");
        CheckResult result = scratch.check("M", "INIT Init NEXT Next");
        assertEquals(CheckResult.Outcome.ERROR, result.outcome());
        assertTrue(result.message().startsWith(message.strip()), result.message());
        assertEquals(1, result.message().lines().count());
        assertFalse(result.message().contains("Exception"), result.message());
    }

    @Test
    void shouldSayThatAFileIsNoModule() {
        scratch.file("M.tla", "this is no module\n");
        assertError("module M: its file does not begin with a line like ---- MODULE M ----",
                scratch.check("M", "INIT Init NEXT Next"));
    }

    @ParameterizedTest
    @CsvSource({
        "Nowhere, put it beside the model",
        "SequencesExt, it is one of the community modules",
        "TLAPS, it is one of the community modules",
        "TLCExt, it is a standard module that this release of TLC lacks",
    })
    void shouldSayWhichModuleIsMissing(String missing, String advice) {
        scratch.file("M.tla", "---- MODULE M ----\nEXTENDS Integers, " + missing + "\nVARIABLE x\n====\n");
        CheckResult result = scratch.check("M", "INIT Init NEXT Next");
        assertEquals(CheckResult.Outcome.ERROR, result.outcome());
        assertTrue(result.message().startsWith("module " + missing + " is not found in ["), result.message());
        assertTrue(result.message().contains(advice), result.message());
    }

    @Test
    void shouldFindModulesBesideTheModelFirstAndThenInLibraries() throws IOException {
        Path library = Files.createDirectory(directory.resolve("library"));
        new Scratch(library).module("Sizes", "Size == 3\n");
        scratch.file("M.tla", "---- MODULE M ----\nEXTENDS Integers, Sizes\nVARIABLE x\nInit == x = Size\nStep == x' = x\n"
                + "Call == Step\nNext == Call\nInv == x = 3\n====\n");
        CheckRequest request = scratch.request("M", "INIT Init NEXT Next INVARIANT Inv");
        CheckRequest withLibrary = CheckRequest.of(request.module(), request.config(), List.of(library)).withWorkers(1);
        assertEquals("passes", new ModelChecker().check(withLibrary).result());
        scratch.module("Sizes", "Size == 4\n");
        assertEquals("violates Inv", new ModelChecker().check(withLibrary).result());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "SPECIFICATION Spec! The constant parameter Limit is not assigned a value by the configuration file.",
        "SPECIFICATION Spec CONSTANT Limit = 2 INVARIANT NoSuchInv! The invariant NoSuchInv specified in the configuration file is not defined in the specification.",
        "SPECIFICATION NoSpec CONSTANT Limit = 2! The name NoSpec specified in the configuration file is not defined in the specification.",
        "SPECIFICATION Spec CONSTANT Limit ! TLC found an error in the configuration file at line 1 It was expecting = or <-, but did not find it.",
        "SPECIFICATION Spec CONSTANT Limit = 2 FOO! TLC found an error in the configuration file at line 1 It was expecting = or <-, but did not find it.",
    })
    void shouldSayWhatIsWrongWithAConfiguration(String config, String message) {
        scratch.module("Counter", COUNTER);
        assertError(message, scratch.check("Counter", config));
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        scratch.module("Counter", COUNTER);
        CheckRequest request = scratch.request("Counter", "SPECIFICATION Spec");
        Path none = directory.resolve("None.tla");
        assertEquals("file=" + none + " does not exist", assertThrows(IOException.class, () -> new ModelChecker()
                .check(CheckRequest.of(none, request.config(), List.of()))).getMessage());
        assertEquals("file=" + none + " does not exist", assertThrows(IOException.class, () -> new ModelChecker()
                .check(CheckRequest.of(request.module(), none, List.of()))).getMessage());
    }

    @Test
    void shouldSayWhereAnEvaluationFails() {
        scratch.module("M", """
                VARIABLE x
                Init == x = 0
                Third(y) == y[3]
                Step == x' = IF x < 2 THEN x + 1 ELSE Third(<<1>>)
                Call == Step
                Next == Call
                """);
        CheckResult result = scratch.check("M", "INIT Init NEXT Next");
        String message = "module M, line 6, column 45: Attempted to apply tuple <<1>> to integer 3 which is out of domain.";
        assertEquals("error: " + message, result.result());
        assertEquals("TLC cannot go on after this behaviour: " + message + """

                   1  initially
                        x = 0
                   2  Step()
                        x: 0 -> 1
                   3  Step()
                        x: 1 -> 2
                """, Story.of(result.counterexample()));
        scratch.module("M", """
                VARIABLE x
                Init == x = 0
                Third(y) == y[3]
                Step == Third(<<1>>) = x /\\ x' = x
                Call == Step
                Next == Call
                """);
        assertEquals("error: module M, line 6, column 15: Attempted to apply tuple <<1>> to integer 3 which is out of domain.",
                scratch.check("M", "INIT Init NEXT Next").result());
    }

    /* What the machine lacks is no fault of the model. */
    @Test
    void shouldThrowWhereMemoryRunsOut() {
        scratch.module("M", """
                VARIABLE x
                Init == x = 0
                Step == x' = [i \\in 1..2000000000 |-> i]
                Call == Step
                Next == Call
                """);
        scratch.module("N", "VARIABLE x\nInit == x = [i \\in 1..2000000000 |-> i]\nStep == x' = x\nCall == Step\nNext == Call\n");
        for (String module : List.of("M", "N")) {
            assertThrows(OutOfMemoryError.class, () -> scratch.check(module, "INIT Init NEXT Next CHECK_DEADLOCK FALSE"));
        }
    }

    /* A file that takes no byte, where the graph is to go. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldThrowWhereTheDiskIsFull() throws IOException {
        scratch.module("Counter", COUNTER);
        Path file = directory.resolve("counter.graph");
        Files.createSymbolicLink(directory.resolve("counter.graph.part"), Path.of("/dev/full"));
        CheckRequest request = scratch.request("Counter", "SPECIFICATION Spec CONSTANT Limit = 4").withCapture(file);
        assertEquals("no space left in TMPDIR=" + System.getProperty("java.io.tmpdir"),
                assertThrows(IOException.class, () -> new ModelChecker().check(request)).getMessage());
        Files.delete(directory.resolve("counter.graph.part"));
    }

    @Test
    void shouldSayThatTheTemporaryFolderIsNone() throws IOException {
        scratch.module("Counter", COUNTER);
        CheckRequest request = scratch.request("Counter", "SPECIFICATION Spec CONSTANT Limit = 4");
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", directory.resolve("none").toString());
        try {
            assertEquals("TMPDIR=" + directory.resolve("none") + " is no folder",
                    assertThrows(IOException.class, () -> CapturedRun.of(request)).getMessage());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void shouldSayThatAVariableHasNoValue() {
        scratch.module("M", "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nStep == x' = 1\nCall == Step\nNext == Call\n");
        CheckResult result = scratch.check("M", "INIT Init NEXT Next");
        assertEquals(CheckResult.Outcome.ERROR, result.outcome());
        assertTrue(result.message().contains("y"), result.message());
        assertEquals(1, result.message().lines().count());
        assertEquals(List.of("null"), titles(result.counterexample()));
    }

    @Test
    void shouldGiveNoGraphOfAModelThatIsRefused() {
        scratch.module("Counter", COUNTER);
        Path file = directory.resolve("none.graph");
        scratch.check("Counter", "SPECIFICATION Spec CONSTANT Limit = 4 INVARIANT SmallInv",
                request -> request.withCapture(file));
        assertEquals(List.of("Counter.cfg", "Counter.tla"), Stream.of(directory.toFile().list()).sorted().toList());
    }
}
