package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.ModelRun;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;

/** The representation that workloads are judged in says what the contract says, and no more. */
class SectionsTest {
    private static final Path HOME = Path.of("..");

    private static StateGraph graph(Catalogue catalogue, String model) throws IOException {
        ModelRun run = ModelRun.of(catalogue, catalogue.model(model), request -> request.withRefinement(false));
        assertEquals(CheckResult.Outcome.PASSED, run.result().outcome(), () -> run.result().result());
        return run.graph();
    }

    @Test
    void shouldHaveTheContractsOwnGraph() throws IOException {
        Catalogue catalogue = Catalogue.at(HOME);
        StateGraph contract = graph(catalogue, "BlockAllocationHoles");
        StateGraph sections = graph(catalogue, "BlockAllocationJudge");

        StateGraph.Builder flat = new StateGraph.Builder(contract.spec());
        sections.constants().forEach((name, value) -> {
            if (contract.constants().containsKey(name)) {
                flat.constant(name, value);
            }
        });
        assertEquals(contract.constants(), without("SectionSize", sections.constants()));
        sections.actions().forEach(flat::action);
        for (int state : sections.initialStates()) {
            flat.initial(flat(sections.state(state), contract));
        }
        for (int state = 0; state < sections.stateCount(); state++) {
            Map<String, Value> from = flat(sections.state(state), contract);
            for (int i = sections.firstTransition(state); i < sections.endTransition(state); i++) {
                flat.transition(from, sections.actions().get(sections.action(i)),
                        flat(sections.state(sections.target(i)), contract));
            }
        }
        StateGraph same = flat.build();
        assertEquals(contract.stateCount(), sections.stateCount());
        assertEquals(contract.transitionCount(), same.transitionCount());
        assertEquals(contract.digest(), same.digest());
    }

    private static Map<String, Value> without(String name, Map<String, Value> constants) {
        Map<String, Value> rest = new LinkedHashMap<>(constants);
        rest.remove(name);
        return rest;
    }

    /** The state as the contract has it: a function on the arena's frames. */
    private static Map<String, Value> flat(Map<String, Value> state, StateGraph contract) {
        int frameCount = ((IntValue) contract.constants().get("FrameCount")).value();
        List<Value> orders = new ArrayList<>();
        for (Value section : ((FunctionValue) state.get("allocated")).values()) {
            orders.addAll(((FunctionValue) ((FunctionValue) section).apply(Value.of("orders"))).values());
        }
        return Map.of("allocated", FunctionValue.onIntervalFrom(0, orders.subList(0, frameCount)));
    }
}
