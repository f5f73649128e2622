package org.tlalloc.model.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tlalloc.model.value.Value;

class StateGraphTest {
    private static final ActionSignature STEP = new ActionSignature("Step", StepKind.CALL, List.of("by"), false);

    private static Map<String, Value> state(int x) {
        return Map.of("x", Value.of(x));
    }

    private static ActionInstance step(int by) {
        return new ActionInstance(STEP, List.of(Value.of(by)), null);
    }

    private static StateGraph chain() {
        return new StateGraph.Builder("Chain").constant("N", Value.of(3)).action(step(7))
                .transition(state(1), step(2), state(3)).transition(state(0), step(3), state(3))
                .transition(state(0), step(1), state(1)).transition(state(3), step(1), state(3))
                .transition(state(3), step(4), state(9)).initial(state(0)).build();
    }

    @Test
    void shouldNumberStatesBreadthFirst() {
        StateGraph graph = chain();
        assertEquals(List.of(state(0), state(1), state(3), state(9)),
                IntStream.range(0, 4).mapToObj(graph::state).toList());
        assertArrayEquals(new int[] {0}, graph.initialStates());
        assertEquals(3, graph.depth());
        assertEquals(5, graph.transitionCount());
    }

    @Test
    void shouldKeepTheTransitionsOfAStateTogetherAndSorted() {
        StateGraph graph = chain();
        assertEquals(List.of(step(1), step(2), step(3), step(4), step(7)), graph.actions());
        assertEquals(0, graph.firstTransition(0));
        assertEquals(2, graph.endTransition(0));
        assertEquals(List.of(0, 2), List.of(graph.action(0), graph.action(1)));
        assertEquals(List.of(1, 2), List.of(graph.target(0), graph.target(1)));
        assertEquals(graph.endTransition(3), graph.firstTransition(3));
    }

    @Test
    void shouldKnowItsNames() {
        StateGraph graph = chain();
        assertEquals("Chain", graph.spec());
        assertEquals(Map.of("N", Value.of(3)), graph.constants());
        assertEquals(List.of("x"), graph.variables());
        assertTrue(graph.digest().matches("[0-9a-f]{32}"), graph.digest());
    }

    /* The digest stands in the manifest: it must not change with the code. */
    @Test
    void shouldHaveTheDigestThatItAlwaysHad() {
        assertEquals("0ebfafa1c026bb0e1c080bd34578c599", Sketches.small().built(new Random(1)).digest());
    }

    @Test
    void shouldRefuseAStateThatCannotBeReached() {
        StateGraph.Builder builder = new StateGraph.Builder("S").initial(state(0)).transition(state(1), step(1), state(0));
        assertTrue(assertThrows(IllegalArgumentException.class, builder::build).getMessage().contains("count=1"));
    }

    @Test
    void shouldRefuseStatesOfDifferentVariables() {
        StateGraph.Builder builder = new StateGraph.Builder("S").initial(state(0))
                .transition(state(0), step(1), Map.of("y", Value.of(1)));
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void shouldRefuseAGraphWithoutInitialState() {
        assertThrows(IllegalArgumentException.class, () -> new StateGraph.Builder("S").build());
    }

    @Test
    void shouldRefuseArgumentsThatDoNotFitTheAction() {
        assertThrows(IllegalArgumentException.class, () -> new ActionInstance(STEP, List.of(), null));
        assertThrows(IllegalArgumentException.class, () -> new ActionInstance(STEP, List.of(Value.of(1)), Value.of(1)));
    }

    @Test
    void shouldOrderActionsByNameAndArguments() {
        ActionSignature other = new ActionSignature("Step", StepKind.CALL, List.of("by", "on"), false);
        ActionInstance longer = new ActionInstance(other, List.of(Value.of(1), Value.of(0)), null);
        assertEquals(List.of(step(1), longer, step(2)), List.of(step(2), longer, step(1)).stream().sorted().toList());
        assertEquals("Step(1, 0)", longer.toString());
        assertEquals("Step(by, on)", other.toString());
    }
}
