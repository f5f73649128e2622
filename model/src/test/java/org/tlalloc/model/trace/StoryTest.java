package org.tlalloc.model.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;

class StoryTest {
    private static final ActionSignature ALLOCATE = new ActionSignature("Allocate", StepKind.CALL, List.of("order"), true);

    private static List<String> changes(String before, String after) {
        return Story.changes(Map.of("v", ValueParser.parse(before)), Map.of("v", ValueParser.parse(after)));
    }

    @Test
    void shouldNameTheComponentThatChanges() {
        assertEquals(List.of("v[4]: -1 -> 0"), changes("(3 :> 1 @@ 4 :> -1)", "(3 :> 1 @@ 4 :> 0)"));
        assertEquals(List.of("v.head: 1 -> 2"), changes("[head |-> 1, tail |-> 1]", "[head |-> 2, tail |-> 1]"));
        assertEquals(List.of("v[2].at[0]: TRUE -> FALSE"),
                changes("<<1, [at |-> (0 :> TRUE)]>>", "<<1, [at |-> (0 :> FALSE)]>>"));
        assertEquals(List.of("v[1]: 1 -> 3", "v[2]: 2 -> 4"), changes("<<1, 2>>", "<<3, 4>>"));
    }

    @Test
    void shouldShowTheWholeWhereTheShapeChanges() {
        assertEquals(List.of("v: <<1>> -> <<1, 2>>"), changes("<<1>>", "<<1, 2>>"));
        assertEquals(List.of("v: {1} -> {1, 2}"), changes("{1}", "{1, 2}"));
        assertEquals(List.of("v: <<1>> -> 1"), changes("<<1>>", "1"));
    }

    @Test
    void shouldSayThatNothingChanges() {
        assertEquals(List.of("nothing changes"), changes("<<1>>", "<<1>>"));
    }

    @Test
    void shouldSayThatAVariableIsAbsent() {
        assertEquals(List.of("a: 1 -> absent", "b: absent -> 2"),
                Story.changes(Map.of("a", Value.of(1)), Map.of("b", Value.of(2))));
    }

    @Test
    void shouldTellAStepByItsCallItsNameOrNeither() {
        Map<String, Value> state = Map.of("allocated", ValueParser.parse("(0 :> -1 @@ 1 :> -1)"));
        Map<String, Value> after = Map.of("allocated", ValueParser.parse("(0 :> 0 @@ 1 :> -1)"));
        Counterexample counterexample = new Counterexample(Counterexample.Kind.INVARIANT, "FreeInv", List.of(
                Step.initial(state), Step.of(new ActionInstance(ALLOCATE, List.of(Value.of(0)), Value.of(0)), after),
                new Step(null, "Free", state), new Step(null, null, state)), -1, null, false);
        assertEquals("""
                invariant FreeInv does not hold in the last state:
                   1  initially
                        allocated = (0 :> -1 @@ 1 :> -1)
                   2  Allocate(0, 0)
                        allocated[0]: -1 -> 0
                   3  Free
                        allocated[0]: 0 -> -1
                   4  nothing happens
                        nothing changes
                """, Story.of(counterexample));
    }

    @Test
    void shouldBeginWithWhatWasRefuted() {
        Map<Counterexample.Kind, String> beginnings = Map.of(
                Counterexample.Kind.PROPERTY, "property P does not hold of this behaviour:\n",
                Counterexample.Kind.REFINEMENT, "P does not allow the last step:\n",
                Counterexample.Kind.DEADLOCK, "nothing can happen any more after:\n",
                Counterexample.Kind.ASSUMPTION, "assumption P is false\n",
                Counterexample.Kind.LINT, "P\n");
        beginnings.forEach((kind, text) -> assertEquals(text,
                Story.of(new Counterexample(kind, "P", List.of(), -1, null, false))));
    }

    @Test
    void shouldSayHowItGoesOn() {
        List<Step> steps = List.of(Step.initial(Map.of("x", Value.of(0))));
        String told = "property P does not hold of this behaviour:\n   1  initially\n        x = 0\n";
        assertEquals(told + "      and so it stays for ever\n",
                Story.of(new Counterexample(Counterexample.Kind.PROPERTY, "P", steps, -1, null, true)));
        assertEquals(told + "      and from here back to 1\n",
                Story.of(new Counterexample(Counterexample.Kind.PROPERTY, "P", steps, 0, null, false)));
    }
}
