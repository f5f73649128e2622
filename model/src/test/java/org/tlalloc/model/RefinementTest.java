package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.model.trace.Counterexample;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.trace.Story;

class RefinementTest {
    /* A tally that starts at 0, is raised by at most 2, and is read. */
    private static final String TALLY = """
            VARIABLE tally
            vars == tally
            Init == tally = 0
            Raise(by) == by < 3 /\\ tally' = tally + by
            Read(result) == result = tally /\\ UNCHANGED tally
            """;

    @TempDir
    private Path directory;
    private Scratch scratch;

    @BeforeEach
    void begin() {
        scratch = new Scratch(directory).withSpecs();
    }

    /** A tally in two halves, kept below 9. */
    private CheckResult check(String actions) {
        scratch.module("Tally", TALLY);
        scratch.module("Halves", """
                VARIABLES low, high
                Contract == INSTANCE Tally WITH tally <- low + high
                Init == low = 0 /\\ high = 0
                """ + actions + """
                Next == Call
                """);
        return scratch.check("Halves", "INIT Init NEXT Next CHECK_DEADLOCK FALSE");
    }

    private static final String RAISE = "Raise(by) == low + high + by < 9 /\\ low' = low + by /\\ UNCHANGED high\n";

    @Test
    void shouldAcceptStepsThatTheContractHasUnderTheSameLabel() {
        CheckResult result = check(RAISE + """
                Read(result) == result = low + high /\\ UNCHANGED <<low, high>>
                Call == (\\E by \\in 0..2 : Raise(by)) \\/ (\\E result \\in 0..9 : Read(result))
                """);
        assertEquals("passes", result.result());
        assertTrue(result.refined());
    }

    @Test
    void shouldRefuseAnAnswerThatTheContractDoesNotGive() {
        CheckResult result = check(RAISE + """
                Read(result) == result = low /\\ UNCHANGED <<low, high>>
                Lift(by) == high + low < 8 /\\ by = 1 /\\ low' = low - 1 /\\ high' = high + 1
                Call == (\\E by \\in 0..2 : Raise(by)) \\/ (\\E result \\in 0..9 : Read(result)) \\/ (\\E by \\in 1..1 : Lift(by))
                """);
        assertEquals("violates Contract!Read", result.result());
        Counterexample counterexample = result.counterexample();
        assertEquals(Counterexample.Kind.REFINEMENT, counterexample.kind());
        Step last = counterexample.steps().get(counterexample.steps().size() - 1);
        assertEquals("Read", last.action().name());
        assertTrue(Story.of(counterexample).startsWith("Contract!Read does not allow the last step:\n"));
        assertTrue(Story.of(counterexample).endsWith(last.action() + "\n        nothing changes\n"));
    }

    @Test
    void shouldRefuseArgumentsThatTheContractDoesNotTake() {
        CheckResult result = check(RAISE + "Call == \\E by \\in 0..3 : Raise(by)\n");
        assertEquals("violates Contract!Raise", result.result());
        assertEquals(List.of("Raise(3)"), result.counterexample().steps().stream().skip(1)
                .map(step -> step.action().toString()).toList());
    }

    @Test
    void shouldRefuseAnInitialState() {
        scratch.module("Tally", TALLY);
        scratch.module("Late", "VARIABLE x\nContract == INSTANCE Tally WITH tally <- x\nInit == x = 1\n"
                + "Raise(by) == x' = 1\nCall == \\E by \\in {0} : Raise(by)\nNext == Call\n");
        CheckResult result = scratch.check("Late", "INIT Init NEXT Next");
        assertEquals("violates Contract!Init", result.result());
        assertEquals("Contract!Init does not allow the last step:\n   1  initially\n        x = 1\n",
                Story.of(result.counterexample()));
    }

    /* What the contract has no name for must be invisible to it. */
    @Test
    void shouldHoldAnActionThatTheContractLacksToStuttering() {
        String shift = "Shift(by) == low >= by /\\ low' = low - by /\\ high' = high + by\n";
        String call = "Call == (\\E by \\in 0..2 : Raise(by)) \\/ (\\E by \\in 1..1 : Shift(by))\n";
        assertEquals("passes", check(RAISE + shift + call).result());
        assertEquals("violates Contract!Shift",
                check(RAISE + shift.replace("high + by", "high + by + 1") + call).result());
    }

    /*
     * The contract's variable is a function here, worked out once a state; it is looked into from before the
     * step and from after it, and within another function, for which TLC copies the state.
     */
    @Test
    void shouldTellTheStatesOfAMappedFunctionApart() {
        assertEquals("passes", raise("low' = IF i = 0 THEN low + 1 ELSE low", "high' = IF i = 1 THEN high + 1 ELSE high"));
        assertEquals("violates Contract!Raise", raise("low' = IF i = 0 THEN low + 1 ELSE low", "high' = high"));
        assertEquals("violates Contract!Raise", raise("low' = low + 1", "high' = IF i = 1 THEN high + 1 ELSE high"));
    }

    private String raise(String low, String high) {
        scratch.module("Pair", """
                VARIABLE pair
                vars == pair
                Init == pair = [i \\in 0..1 |-> 0]
                Raise(i) == pair' = [j \\in 0..1 |-> IF j = i THEN pair[j] + 1 ELSE pair[j]]
                """);
        scratch.module("Two", """
                VARIABLES low, high
                Contract == INSTANCE Pair WITH pair <- [i \\in 0..1 |-> IF i = 0 THEN low ELSE high]
                Init == low = 0 /\\ high = 0
                Raise(i) == low + high < 5 /\\ (%s) /\\ (%s)
                Call == \\E i \\in 0..1 : Raise(i)
                Next == Call
                """.formatted(low, high));
        return scratch.check("Two", "INIT Init NEXT Next CHECK_DEADLOCK FALSE").result();
    }

    @Test
    void shouldFindAContractThatCannotTellStuttering() {
        scratch.module("Bare", "VARIABLE tally\nInit == tally = 0\nRaise(by) == tally' = tally + by\n");
        scratch.module("Other", "VARIABLE x\nContract == INSTANCE Bare WITH tally <- x\nInit == x = 0\nSet(y) == x' = y\n"
                + "Call == \\E y \\in 0..2 : Set(y)\nNext == Call\n");
        CheckResult result = scratch.check("Other", "INIT Init NEXT Next");
        assertEquals("module Other, line 6, column 1: the contract has no Set, so it must leave the contract's variables"
                + " alone: define vars there", result.violated());
    }

    @Test
    void shouldLeaveOutACpuThatTheContractDoesNotKnow() {
        assertEquals("passes", check(RAISE.replace("Raise(by)", "Raise(cpu, by)")
                + "Call == \\E cpu \\in {1, 2}, by \\in 0..2 : Raise(cpu, by)\n").result());
    }

    @Test
    void shouldMatchParametersByName() {
        String raise = "Raise(other, by) == low + high + by < 9 /\\ low' = low + by /\\ UNCHANGED high\n";
        assertEquals("passes", check(raise + "Call == \\E by \\in 0..2, other \\in {7} : Raise(other, by)\n").result());
    }

    /*
     * The reason for labels. Both allocators break the contract: the one answers frame 0 where memory is
     * exhausted, the other says exhausted where a larger block could be split. Neither does a step that the
     * contract's variables show, so that to TLC's own PROPERTY all is well.
     */
    @ParameterizedTest
    @CsvSource({"BuddyBrokenAnswer, Allocate <- AllocateAnsweringZero", "BuddyBrokenEarly, Sufficient <- OnlyThisOrder"})
    void shouldRefuseWhatAPropertyAccepts(String model, String fault) throws IOException {
        CheckResult labelled = Checkout.run(model).result();
        assertEquals("violates Contract!Allocate", labelled.result());
        assertTrue(Story.of(labelled.counterexample()).endsWith("        nothing changes\n"));

        CheckResult plain = property(fault);
        assertEquals("passes", plain.result());
        assertTrue(plain.distinctStates() > 1);
        assertFalse(plain.refined());
    }

    /* And that the property was asked at all. */
    @Test
    void shouldSeeThatThePropertyRefusesWhatShows() throws IOException {
        CheckResult result = property("Allocate <- AllocateRecordingSize");
        assertEquals(CheckResult.Outcome.VIOLATED, result.outcome(), result::toString);
        int line = 1 + Files.readAllLines(Checkout.spec("BlockAllocation")).indexOf("Spec == Init /\\ [][Next]_vars");
        assertEquals("line " + line + ", col 17 to line " + line + ", col 29 of module BlockAllocation", result.violated());
    }

    /** What TLC alone says of PROPERTY Contract!Spec for a buddy allocator with this fault. */
    private CheckResult property(String fault) throws IOException {
        Path models = Checkout.home().resolve("model/frame");
        scratch.file("MCBuddyBroken.tla", Files.readString(models.resolve("MCBuddyBroken.tla")));
        scratch.file("AsProperty.tla", "---- MODULE AsProperty ----\nEXTENDS MCBuddyBroken\nContractProp == Contract!Spec\n====\n");
        return scratch.check("AsProperty", "SPECIFICATION Spec CONSTANTS FrameCount = 4 MaxOrder = 2 Reserved = {} "
                + fault + "\nPROPERTY ContractProp\n", request -> request.withRefinement(false));
    }
}
