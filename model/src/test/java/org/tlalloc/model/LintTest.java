package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.trace.Counterexample;
import org.tlalloc.model.trace.Story;

/** Each way to leave the form of Next is found, with its place and with what to write instead. */
class LintTest {
    /* Ten lines and the first two: what follows begins at line 13. */
    private static final String BASE = """
            CONSTANT N
            VARIABLE x
            Init == x = 0
            Small == 0..2
            Below == 0..x
            Set(y) == x' = y
            Add(y, result) == y + x < 5 /\\ result = 0 /\\ x' = x + y
            Turn == x' = 0
            Either(y) == x' = y \\/ x' = y + 1
            Wrong(result, y) == result = y /\\ x' = y
            """;

    @TempDir
    private Path directory;
    private Scratch scratch;

    @BeforeEach
    void begin() {
        scratch = new Scratch(directory);
    }

    private CheckResult lint(String next, String config) {
        scratch.module("M", BASE + next);
        return scratch.check("M", "INIT Init NEXT Next CONSTANT N = 1\n" + config);
    }

    private static Arguments finding(String what, String next, String place, String message) {
        return Arguments.of(what, next, place, message);
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                finding("disjunction in a body", "Call == \\E y \\in Small : Either(y)\nNext == Call\n", "13, column 26",
                        "the body of Either is itself a disjunction"),
                finding("existential in a body", "Some == \\E y \\in Small : Set(y)\nTwice(z) == \\E y \\in Small : x' = y + z\n"
                        + "Call == \\E z \\in Small : Twice(z)\nNext == Call\n", "15, column 26", "the body of Twice is itself"),
                finding("call in a body", "Again(y) == Set(y)\nCall == \\E y \\in Small : Again(y)\nNext == Call\n",
                        "14, column 26", "the body of Again is itself"),
                finding("set that depends on the state", "Call == \\E y \\in Below : Set(y)\nNext == Call\n", "13, column 18",
                        "this set depends on the state"),
                finding("set that depends on a bound variable", "Call == \\E y \\in Small : \\E result \\in 0..y : Add(y, result)\n"
                        + "Next == Call\n", "13, column 40", "this set depends on another bound variable"),
                finding("tuple that is bound", "Call == \\E <<y, result>> \\in Small \\X Small : Add(y, result)\nNext == Call\n",
                        "13, column 30", "a tuple is bound here"),
                finding("further conjunct", "Call == \\E y \\in Small : x < 4 /\\ Set(y)\nNext == Call\n", "13, column 26",
                        "`\\land` stands where only"),
                finding("further conjunct in a list", "Call == \\E y \\in Small : Set(y)\nNext ==\n  /\\ Call\n  /\\ x < 4\n",
                        "15, column 3", "stands where only"),
                finding("formula without a name", "Call == \\E y \\in Small : x' = y\nNext == Call\n", "13, column 26",
                        "`=` stands where only"),
                finding("result that is not last", "Call == \\E y, result \\in Small : Wrong(result, y)\nNext == Call\n",
                        "13, column 34", "`result` of Wrong must be its last parameter"),
                finding("bound variable that is not passed", "Call == \\E y, z \\in Small : Set(y)\nNext == Call\n",
                        "13, column 29", "bound variable z is not passed to Set"),
                finding("bound variable that is passed twice", "Call == \\E y \\in Small : Add(y, y)\nNext == Call\n",
                        "13, column 33", "y is passed to Add twice"),
                finding("argument that is no bound variable", "Call == \\E y \\in Small : Set(y + 1)\nNext == Call\n",
                        "13, column 30", "argument y of Set is not a bound variable"),
                finding("constant argument", "Call == Set(N)\nNext == Call\n", "13, column 13",
                        "argument y of Set is not a bound variable"),
                finding("LET", "Call == LET Two == {1, 2} IN \\E y \\in Two : Set(y)\nNext == Call\n", "13, column 9", "LET in Next"),
                finding("LET in Next", "Call == \\E y \\in Small : Set(y)\nNext == LET Two == 2 IN Call\n", "14, column 9", "LET in Next"),
                finding("action that stands twice", "Call == (\\E y \\in {0} : Set(y)) \\/ (\\E y \\in {1} : Set(y))\nNext == Call\n",
                        "13, column 52", "Set stands in Next twice"),
                finding("formula in place of actions", "Call == x' = 1\nNext == Call\n", "13, column 9", "`=` stands where only"),
                finding("no Call", "Next == \\E y \\in Small : Set(y)\n", "13, column 26",
                        "Set stands under none of Call, Internal and Environment"),
                finding("result of an internal step", "Internal == \\E y, result \\in Small : Add(y, result)\nNext == Internal\n",
                        "13, column 38", "Add has a `result` but is no call"),
                finding("no primed variable", "Idle(y) == x = y\nCall == (\\E y \\in Small : Idle(y)) \\/ Turn\nNext == Call\n",
                        "14, column 27", "Idle is no action"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("findings")
    void shouldFind(String what, String next, String place, String message) {
        CheckResult result = lint(next, "");
        assertEquals(CheckResult.Outcome.VIOLATED, result.outcome(), result::toString);
        assertTrue(result.findings().stream().anyMatch(finding -> finding.startsWith("module M, line " + place + ": ")
                && finding.contains(message)), () -> result.findings().toString());
        assertEquals(result.findings().get(0), result.violated());
        assertEquals(Counterexample.Kind.LINT, result.counterexample().kind());
        assertEquals(result.violated() + "\n", Story.of(result.counterexample()));
        assertEquals(0, result.distinctStates());
        result.findings().forEach(finding -> assertTrue(finding.contains(":"), finding));
    }

    @Test
    void shouldFindNothingWhereNextHasItsForm() {
        CheckResult result = lint("""
                Call == (\\E y \\in Small : Set(y)) \\/ (\\E y \\in Small, result \\in {0} : Add(y, result))
                Internal == Turn
                Tick(z) == x' = z
                Environment == \\E z \\in Small : Tick(z)
                Next == Call \\/ Internal \\/ Environment
                """, "");
        assertEquals(List.of(), result.findings());
        assertEquals("passes", result.result());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void shouldFindWhatHidesStates(String section, String keyword) {
        CheckResult result = lint("Call == \\E y \\in Small : Set(y)\nNext == Call\nPerms == {[i \\in {1} |-> 1]}\nSeen == x\n"
                + "Few == x < 3\nFewer == x' < 3\n", section);
        assertEquals(CheckResult.Outcome.VIOLATED, result.outcome(), result::toString);
        assertTrue(result.violated().startsWith("module M.cfg, line 1, column 1: " + keyword + " hides states"),
                result.violated());
    }

    static Stream<Arguments> sections() {
        return Stream.of(Arguments.of("SYMMETRY Perms", "SYMMETRY"), Arguments.of("VIEW Seen", "VIEW"),
                Arguments.of("CONSTRAINT Few", "CONSTRAINT"), Arguments.of("ACTION_CONSTRAINT Fewer", "ACTION_CONSTRAINT"));
    }

    @Test
    void shouldFindTwoNamesOfOneDefinition() {
        CheckResult replaced = lint("Also(y) == x' = y + 1\nCall == (\\E y \\in Small : Set(y)) \\/ (\\E y \\in Small : Also(y))\n"
                + "Next == Call\n", "CONSTANT Also <- Set");
        assertTrue(replaced.violated().contains("Also and Set are the same definition"), replaced.violated());
    }

    /* TLC sees one nameless step behind an instance's Next. */
    @Test
    void shouldFindANextThatGoesThroughAnInstance() {
        scratch.module("B", "VARIABLE x\nInit == x = 0\nStep(y) == x' = y\nCall == \\E y \\in 0..2 : Step(y)\nNext == Call\n"
                + "Spec == Init /\\ [][Next]_x\n");
        scratch.module("A", "VARIABLE x\nB == INSTANCE B\nInit == B!Init\nNext == B!Next\n");
        CheckResult result = scratch.check("A", "INIT Init NEXT Next");
        assertTrue(result.violated().startsWith("module A, line 6, column 9: Next goes through an INSTANCE"),
                result.violated());
        scratch.module("A", "VARIABLE x\nB == INSTANCE B\nSpec == B!Spec\n");
        result = scratch.check("A", "SPECIFICATION Spec");
        assertTrue(result.violated().contains("Next goes through an INSTANCE"), result.violated());
    }

    @Test
    void shouldAcceptAnInstancesActions() throws IOException {
        scratch.module("B", "VARIABLE x\nInit == x = 0\nStep(y) == x' = y\n");
        scratch.module("A", "VARIABLE x\nB == INSTANCE B\nInit == B!Init\nCall == \\E y \\in 0..2 : B!Step(y)\nNext == Call\n");
        Path file = directory.resolve("a.graph");
        assertEquals("passes", scratch.check("A", "INIT Init NEXT Next", request -> request.withCapture(file)).result());
        assertEquals("B!Step(0)", StateGraph.read(file).actions().get(0).toString());
    }

    @Test
    void shouldOnlyWarnOfAForeignModel() {
        scratch.module("M", BASE + "Next == \\E y \\in Small : Either(y)\nInv == x < 3\n");
        Path file = directory.resolve("none.graph");
        CheckResult passed = scratch.check("M", "INIT Init NEXT Next CONSTANT N = 1",
                request -> request.withStrict(false).withCapture(file));
        assertEquals("passes", passed.result());
        assertEquals(4, passed.distinctStates());
        assertFalse(passed.findings().isEmpty());
        assertFalse(Files.exists(file), "a graph whose actions are not named");
        CheckResult violated = scratch.check("M", "INIT Init NEXT Next CONSTANT N = 1 INVARIANT Inv",
                request -> request.withStrict(false));
        assertEquals("violates Inv", violated.result());
        assertEquals(2, violated.counterexample().steps().size());
    }

    @Test
    void shouldFindAParameterThatTheContractCallsOtherwise() {
        scratch.module("B", "VARIABLE x\nInit == x = 0\nvars == x\nSet(value) == x' = value\n");
        scratch.module("M", BASE + "Contract == INSTANCE B\nCall == \\E y \\in Small : Set(y)\nNext == Call\n");
        CheckResult result = scratch.check("M", "INIT Init NEXT Next CONSTANT N = 1");
        assertEquals("module M, line 8, column 1: Set lacks parameter value of its contract's Contract!Set:"
                + " use the contract's names", result.violated());
        assertEquals("passes", scratch.check("M", "INIT Init NEXT Next CONSTANT N = 1",
                request -> request.withRefinement(false)).result());
    }

    @Test
    void shouldFindThatThereIsNoNext() {
        scratch.module("M", "ASSUME 1 + 1 = 2\n");
        CheckResult result = scratch.check("M", "");
        assertTrue(result.violated().startsWith("module M, line 1, column 1: there is no next-state relation"),
                result::toString);
    }

    /* What a model of this project could leave out without a count that shows it. */
    private static final String CLAIMED = """
            VARIABLE x
            Init == x = 0
            Set(y) == x' = y
            Few(y) == y < 2 /\\ x' = y
            Call == \\E y \\in 0..2 : Set(y)
            FewCall == \\E y \\in 0..1 : Set(y)
            Next == Call
            Spec == Init /\\ [][Next]_x
            Other == Init /\\ [][Call]_x
            TypeInv == x \\in 0..2
            SmallInv == x < 3
            Trivial == TRUE
            ReturnsProp == [][TRUE]_x
            THEOREM Spec => [](TypeInv /\\ SmallInv)
            THEOREM Other => ReturnsProp
            """;

    private List<String> complete(String theorem, String config) {
        scratch.module("Base", CLAIMED + theorem);
        scratch.file("MCBase.tla", "---- MODULE MCBase ----\nEXTENDS Base\n====\n");
        CheckResult result = scratch.check("MCBase", config, request -> request.withSpec("Base").withComplete(true));
        assertEquals(result.findings().isEmpty() ? CheckResult.Outcome.PASSED : CheckResult.Outcome.VIOLATED, result.outcome(),
                result::toString);
        return result.findings().stream().map(finding -> finding.replace("module MCBase.cfg, line 1, column 1: ", "")).toList();
    }

    @Test
    void shouldFindNothingWhereAModelAsksForAllThatIsClaimed() {
        assertEquals(List.of(), complete("", "SPECIFICATION Spec INVARIANTS TypeInv SmallInv"));
        assertEquals(List.of(), complete("", "SPECIFICATION Other PROPERTY ReturnsProp"));
    }

    static Stream<Arguments> leftOut() {
        return Stream.of(
                Arguments.of("SPECIFICATION Spec INVARIANT TypeInv", "a theorem claims SmallInv of Spec, but"),
                Arguments.of("SPECIFICATION Spec", "a theorem claims TypeInv of Spec, but"),
                Arguments.of("SPECIFICATION Other", "a theorem claims ReturnsProp of Other, but"),
                Arguments.of("INIT Init NEXT Next INVARIANTS TypeInv SmallInv", "INIT and NEXT do not say"),
                Arguments.of("SPECIFICATION Spec INVARIANTS TypeInv SmallInv CHECK_DEADLOCK FALSE", "CHECK_DEADLOCK FALSE hides"),
                Arguments.of("SPECIFICATION Spec INVARIANTS TypeInv SmallInv CONSTANT SmallInv <- Trivial",
                        "SmallInv, which is asked for, is replaced by Trivial"),
                Arguments.of("SPECIFICATION Other PROPERTY ReturnsProp CONSTANT ReturnsProp <- Trivial",
                        "ReturnsProp, which is asked for, is replaced by Trivial"),
                Arguments.of("SPECIFICATION Spec INVARIANTS TypeInv SmallInv CONSTANT Call <- FewCall",
                        "Call, which says what the behaviours are, is replaced by FewCall"));
    }

    @ParameterizedTest
    @MethodSource("leftOut")
    void shouldFindWhatAModelLeavesOut(String config, String message) {
        List<String> findings = complete("", config);
        assertTrue(findings.stream().anyMatch(finding -> finding.startsWith(message)), findings::toString);
    }

    /* A broken model asks for one claim, of a specification that it changes. */
    @Test
    void shouldAskAModelThatIsBrokenForLess() {
        scratch.module("M", CLAIMED);
        assertEquals(List.of(), scratch.check("M", "SPECIFICATION Spec INVARIANT TypeInv CONSTANT Call <- FewCall").findings());
        assertEquals(List.of("module M.cfg, line 1, column 1: TypeInv, which is asked for, is replaced by Trivial:"
                + " check the specification as it is written"),
                scratch.check("M", "SPECIFICATION Spec INVARIANT TypeInv CONSTANT TypeInv <- Trivial").findings());
    }

    @Test
    void shouldFindAModelOfAnotherModule() {
        scratch.module("Base", CLAIMED);
        CheckResult result = scratch.check("Base", "SPECIFICATION Spec INVARIANTS TypeInv SmallInv",
                request -> request.withSpec("Buddy").withComplete(true));
        assertTrue(result.violated().contains("the root module does not extend Buddy"), result.violated());
        assertEquals("passes", scratch.check("Base", "SPECIFICATION Spec INVARIANTS TypeInv SmallInv",
                request -> request.withSpec("Base").withComplete(true)).result());
    }

    /* Under another name, or locally, an instance is no contract. */
    @ParameterizedTest
    @MethodSource("hidden")
    void shouldFindAContractThatIsClaimedAndNotInSight(String instance, String module) {
        scratch.module("Abstract", "VARIABLE x\nvars == x\nInit == x = 0\nSet(y) == x' = y\nSpec == Init /\\ [][x' \\in 0..9]_x\n");
        scratch.module("Hidden", CLAIMED + instance);
        scratch.file("MCHidden.tla", "---- MODULE MCHidden ----\nEXTENDS Hidden\n====\n");
        CheckResult result = scratch.check("MCHidden", "SPECIFICATION Spec INVARIANTS TypeInv SmallInv",
                request -> request.withSpec("Hidden").withComplete(true));
        assertEquals(module, result.contract(), result::toString);
        assertEquals(module != null, result.findings().isEmpty(), result::toString);
    }

    static Stream<Arguments> hidden() {
        return Stream.of(Arguments.of("Contract == INSTANCE Abstract\nTHEOREM Spec => Contract!Spec\n", "Abstract"),
                Arguments.of("LOCAL Contract == INSTANCE Abstract\nTHEOREM Spec => Contract!Spec\n", null));
    }

    /* TLC's level in a guard cuts the graph where no variable says so. */
    @Test
    void shouldFindAnActionThatAsksTlc() {
        scratch.file("Level.tla", "---- MODULE Level ----\nEXTENDS Integers, TLC\nVARIABLE x\nInit == x = 0\n"
                + "Early == TLCGet(\"level\") < 3\nStep(y) == Early /\\ x' = y\nStay == x' = x\n"
                + "Call == (\\E y \\in 0..5 : Step(y)) \\/ Stay\nNext == Call\n====\n");
        CheckResult result = scratch.check("Level", "INIT Init NEXT Next");
        assertEquals("module Level, line 6, column 1: Step depends on TLCGet, so that what it does is not said by the state:"
                + " let it depend on variables alone", result.violated());
    }
}
