package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/**
 * The contract that judges recorded workloads keeps its state in sections, and that of large regions of pages in
 * a sequence. It is the contract all the same: each of its transitions is one of BlockAllocation's once the
 * sections are put together, and the other way round; so it is with RangeAllocation's.
 */
class JudgeTest {
    private final StateGraph plain = Checkout.graph("BlockAllocationHoles");
    private final StateGraph judge = Checkout.graph("BlockAllocationJudge");

    /**
     * The sections one after another, without what lies behind the last frame, which must be unused.
     * Each must know how many of its frames are free.
     */
    private Map<String, Value> joined(Map<String, Value> state) {
        FunctionValue sections = (FunctionValue) state.get("allocated");
        Map<Value, Value> allocated = new TreeMap<>();
        for (Value section : sections.keys()) {
            FunctionValue kept = (FunctionValue) sections.apply(section);
            FunctionValue orders = (FunctionValue) kept.apply(Value.of("orders"));
            int first = number(section) * number(judge.constants().get("SectionSize"));
            int free = 0;
            for (Value offset : orders.keys()) {
                int frame = first + number(offset);
                int order = number(orders.apply(offset));
                if (frame < number(judge.constants().get("FrameCount"))) {
                    allocated.put(Value.of(frame), orders.apply(offset));
                    free += isReserved(frame) ? 0 : 1;
                    free -= order < 0 ? 0 : 1 << order;
                } else {
                    assertEquals(-1, order);
                }
            }
            assertEquals(Value.of(free), kept.apply(Value.of("free")));
        }
        return Map.of("allocated", FunctionValue.of(allocated));
    }

    private boolean isReserved(int frame) {
        return ((SetValue) judge.constants().get("Reserved")).elements().contains(Value.of(frame));
    }

    private static int number(Value value) {
        return ((IntValue) value).value();
    }

    private static Set<String> transitions(StateGraph graph, UnaryOperator<Map<String, Value>> view) {
        String[] states = new String[graph.stateCount()];
        for (int state = 0; state < states.length; state++) {
            states[state] = view.apply(graph.state(state)).toString();
        }
        Set<String> transitions = new HashSet<>();
        for (int state = 0; state < states.length; state++) {
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                transitions.add(states[state] + " | " + graph.actions().get(graph.action(i)) + " | "
                        + states[graph.target(i)]);
            }
        }
        return transitions;
    }

    @Test
    void shouldHaveTheContractsTransitionsOneByOne() {
        Set<String> found = transitions(judge, this::joined);
        assertEquals(transitions(plain, state -> state), found);
        assertEquals(plain.transitionCount(), judge.transitionCount());
        assertEquals(plain.transitionCount(), found.size());
        assertEquals(plain.actions(), judge.actions());
        assertEquals(plain.state(0), joined(judge.state(0)));
    }

    /** The ranges in use as the contract has them: a length for each page. */
    private static UnaryOperator<Map<String, Value>> spread(StateGraph sorted) {
        int pageCount = number(sorted.constants().get("PageCount"));
        return state -> {
            Map<Value, Value> used = new TreeMap<>();
            for (int page = 0; page < pageCount; page++) {
                used.put(Value.of(page), Value.of(0));
            }
            for (Value range : ((FunctionValue) state.get("used")).values()) {
                used.put(field(range, "start"), field(range, "pages"));
            }
            return Map.of("used", FunctionValue.of(used));
        };
    }

    private static Value field(Value record, String name) {
        return ((FunctionValue) record).apply(Value.of(name));
    }

    /* With ranges as a sequence, for each thing that a policy can promise. */
    @ParameterizedTest
    @CsvSource({"RangeAllocation, RangeAllocationJudge", "RangeAllocationRoomy, RangeAllocationJudgeRoomy",
        "RangeAllocationBlocks, RangeAllocationJudgeBlocks"})
    void shouldHaveTheContractsTransitionsOneByOneForRanges(String contract, String sorted) {
        StateGraph plainRanges = Checkout.graph(contract);
        StateGraph sortedRanges = Checkout.graph(sorted);
        Set<String> found = transitions(sortedRanges, spread(sortedRanges));
        assertEquals(transitions(plainRanges, state -> state), found);
        assertEquals(plainRanges.transitionCount(), sortedRanges.transitionCount());
        assertEquals(plainRanges.transitionCount(), found.size());
        assertEquals(plainRanges.stateCount(), sortedRanges.stateCount());
        assertNotEquals(plainRanges.digest(), sortedRanges.digest());
    }

    @Test
    void shouldHaveADigestOfItsOwn() {
        assertNotEquals(plain.digest(), judge.digest());
    }
}
