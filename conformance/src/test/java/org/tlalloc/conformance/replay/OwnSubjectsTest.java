package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.frame.BuddyMostRecentFirst;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.graph.StateGraph;

class OwnSubjectsTest {
    /* What is larger takes minutes, and `verify` goes through it. */
    private static final int MOST_STATES = 5_000;

    @TestFactory
    Stream<DynamicTest> shouldConformToEachModelThatIsReplayed() {
        return Graphs.models().models().stream()
                .filter(entry -> entry.replay() && !entry.full() && entry.expect().distinctStates() <= MOST_STATES)
                .map(entry -> DynamicTest.dynamicTest(entry.name() + " on " + entry.subject(), () -> conforms(entry)));
    }

    private static void conforms(ModelEntry entry) throws ClassNotFoundException {
        StateGraph graph = Graphs.of(entry.name());
        Class<?> subject = Class.forName(entry.subjectClass());
        Verdict verdict = replay(graph, subject);
        assertEquals(java.util.List.of(), verdict.divergences());
        assertTrue(verdict.agrees(), verdict.toString());
        assertTrue(verdict.productStates() > 0 && verdict.transitions() > 0 && verdict.refusedCalls() > 0, verdict.toString());
    }

    private static Verdict replay(StateGraph graph, Class<?> subject) {
        return ProductReplay.run(graph, Binding.of(subject, Alphabet.of(graph)), Options.standard());
    }

    @Test
    void shouldExhibitEveryTransitionWhereTheSpecificationLeavesNoChoice() {
        StateGraph graph = Graphs.of("BuddyLowestFirst");
        Verdict verdict = replay(graph, BuddyLowestFirst.class);
        assertEquals(graph.stateCount(), verdict.productStates());
        assertEquals(graph.transitionCount(), verdict.transitions());
        assertEquals(0, verdict.unexhibited());
        assertEquals(java.util.List.of(), verdict.examples());
    }

    @Test
    void shouldMakeEveryCallFromEveryStateOnce() {
        StateGraph graph = Graphs.of("BuddyLowestFirstHoles");
        Verdict verdict = replay(graph, BuddyLowestFirst.class);
        long enabled = 0;
        for (int state = 0; state < graph.stateCount(); state++) {
            Set<Object> calls = new HashSet<>();
            for (int t = graph.firstTransition(state); t < graph.endTransition(state); t++) {
                calls.add(graph.actions().get(graph.action(t)).name() + graph.actions().get(graph.action(t)).arguments());
            }
            enabled += calls.size();
        }
        // Orders -1..4, and far off 3 numbers of which 32 is one: 9 allocations. Frames -1..11 and orders -1..4, and
        // for each of the two 3 numbers far off: 13 * 6 + 6 releases.
        assertEquals(enabled, verdict.transitions());
        long everywhere = graph.stateCount() * (9L + 13 * 6 + 6) - enabled;
        assertTrue(verdict.refusedCalls() > everywhere && verdict.refusedCalls() < everywhere + 330_000, verdict.refusedCalls() + " of " + everywhere);
    }

    @Test
    void shouldListWhatASubjectNeverDoesWhereItHasAChoice() {
        Verdict verdict = replay(Graphs.of("BuddyRagged"), BuddyMostRecentFirst.class);
        assertTrue(verdict.agrees(), verdict.toString());
        Verdict lowest = replay(Graphs.of("Buddy"), BuddyLowestFirst.class);
        assertTrue(lowest.unexhibited() > 0);
        assertEquals(Graphs.of("Buddy").transitionCount() - lowest.transitions(), lowest.unexhibited());
        assertTrue(lowest.examples().get(0).startsWith("Allocate("), lowest.examples().toString());
    }

    @Test
    void shouldGoThroughEveryRepresentationOfAState() {
        StateGraph graph = Graphs.of("Buddy");
        Verdict verdict = replay(graph, BuddyMostRecentFirst.class);
        assertTrue(verdict.agrees(), verdict.toString());
        assertTrue(verdict.productStates() > graph.stateCount(), verdict.toString());
    }
}
