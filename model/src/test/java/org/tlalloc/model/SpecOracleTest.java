package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpecOracleTest {
    private final StateGraph graph = Checkout.graph("BuddyHoles");
    private SpecOracle oracle;
    private SpecOracle.State[] states;

    @BeforeAll
    void open() throws IOException {
        oracle = ofModel("BuddyHoles");
        states = new SpecOracle.State[graph.stateCount()];
        for (int i = 0; i < states.length; i++) {
            states[i] = oracle.state(graph.state(i));
        }
    }

    @AfterAll
    void close() throws IOException {
        oracle.close();
    }

    private static SpecOracle ofModel(String model) throws IOException {
        Catalogue catalogue = Checkout.catalogue();
        ModelEntry entry = catalogue.model(model);
        return SpecOracle.ofModel(catalogue.module(entry), catalogue.config(entry), catalogue.libraries());
    }

    /** The graph's state, by what oracle and graph both say of it. */
    private Map<Map<String, Value>, Integer> numbers() {
        Map<Map<String, Value>, Integer> numbers = new HashMap<>();
        for (int i = 0; i < graph.stateCount(); i++) {
            numbers.put(graph.state(i), i);
        }
        return numbers;
    }

    @Test
    void shouldHaveTheGraphsNamesAndValues() {
        assertEquals(graph.variables(), oracle.variables());
        assertEquals(graph.constants(), oracle.constants());
        assertEquals(graph.actions(), oracle.instances(null).stream().sorted().toList());
        assertEquals(graph.state(0), oracle.values(oracle.initial()));
        assertTrue(oracle.isInitial(states[0]));
        assertFalse(oracle.isInitial(states[1]));
        for (int i = 0; i < states.length; i++) {
            assertEquals(graph.state(i), oracle.values(states[i]));
        }
    }

    @Test
    void shouldHaveConstantsInTheOrderOfTheirDeclaration() throws IOException {
        assertEquals(List.of("FrameCount", "MaxOrder", "Reserved"), List.copyOf(graph.constants().keySet()));
        try (SpecOracle judge = ofModel("BlockAllocationJudge")) {
            assertEquals(List.of("FrameCount", "MaxOrder", "Reserved", "SectionSize"), List.copyOf(judge.constants().keySet()));
        }
    }

    @Test
    void shouldTakeExactlyTheStepsOfTheGraph() {
        Map<Map<String, Value>, Integer> numbers = numbers();
        int refused = 0;
        for (int state = 0; state < graph.stateCount(); state++) {
            int next = graph.firstTransition(state);
            for (int action = 0; action < graph.actions().size(); action++) {
                SpecOracle.State after = oracle.step(states[state], graph.actions().get(action));
                if (next < graph.endTransition(state) && graph.action(next) == action) {
                    assertEquals(graph.target(next), numbers.get(oracle.values(after)));
                    next++;
                } else {
                    assertNull(after);
                    refused++;
                }
            }
            assertEquals(graph.endTransition(state), next);
        }
        assertEquals(graph.stateCount() * graph.actions().size() - graph.transitionCount(), refused);
    }

    @Test
    void shouldListExactlyTheResultsOfTheGraph() {
        for (int state = 0; state < graph.stateCount(); state++) {
            Map<List<Value>, Set<Value>> expected = new HashMap<>();
            for (ActionInstance action : graph.actions()) {
                if (action.name().equals("Allocate")) {
                    expected.put(action.arguments(), new HashSet<>());
                }
            }
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                ActionInstance action = graph.actions().get(graph.action(i));
                if (action.result() != null) {
                    expected.get(action.arguments()).add(action.result());
                }
            }
            for (Map.Entry<List<Value>, Set<Value>> call : expected.entrySet()) {
                List<Value> results = oracle.results(states[state], "Allocate", call.getKey().toArray(Value[]::new));
                assertEquals(call.getValue(), new HashSet<>(results));
                assertEquals(call.getValue().size(), results.size());
            }
        }
    }

    /* A clause is named exactly where the step is refused, and never where it is one of the graph's. */
    @Test
    void shouldNameAClauseExactlyWhereAStepIsRefused() {
        for (int state = 0; state < graph.stateCount(); state++) {
            int next = graph.firstTransition(state);
            for (int action = 0; action < graph.actions().size(); action++) {
                ActionInstance instance = graph.actions().get(action);
                boolean taken = next < graph.endTransition(state) && graph.action(next) == action;
                int target = taken ? graph.target(next++) : state;
                assertEquals(taken, clause(state, instance, target) == null);
                if (taken) {
                    assertNull(oracle.clause(states[state], instance.name(), instance.all(), null));
                    int elsewhere = (target + 1) % states.length;
                    assertNotNull(clause(state, instance, elsewhere));
                }
            }
        }
    }

    private SpecOracle.Clause clause(int from, ActionInstance instance, int to) {
        return oracle.clause(states[from], instance.name(), instance.all(), states[to]);
    }

    @Test
    void shouldFindEveryInstanceBetweenTwoStates() {
        for (int state = 0; state < graph.stateCount(); state += 31) {
            Map<Integer, List<ActionInstance>> expected = new TreeMap<>();
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                expected.computeIfAbsent(graph.target(i), fresh -> new ArrayList<>())
                        .add(graph.actions().get(graph.action(i)));
            }
            Set<Integer> targets = new HashSet<>(expected.keySet());
            for (int other = state % 13; other < graph.stateCount(); other += 13) {
                targets.add(other);
            }
            for (int target : targets) {
                List<ActionInstance> found = oracle.between(states[state], states[target], null);
                assertEquals(expected.getOrDefault(target, List.of()), found.stream().sorted().toList());
            }
        }
    }

    @Test
    void shouldRestrictInstancesToANamedAction() {
        int target = graph.target(graph.firstTransition(0));
        assertEquals(1, oracle.between(states[0], states[target], "Allocate").size());
        assertEquals(List.of(), oracle.between(states[0], states[target], "Free"));
        String message = assertThrows(IllegalArgumentException.class,
                () -> oracle.between(states[0], states[target], "Alocate")).getMessage();
        assertEquals("action=Alocate is none of [Allocate(order, result), Free(frame, order)]", message);
    }

    /* TLC prints the name of the definition that replaces the one in Next. */
    @Test
    void shouldKnowAReplacedActionByBothNames() throws IOException {
        try (SpecOracle broken = ofModel("BuddyBrokenFreeTwice")) {
            assertEquals(broken.instances("Free"), broken.instances("FreeTwice"));
            assertEquals("Free", broken.instances("FreeTwice").get(0).name());
        }
    }

    @Test
    void shouldSayWhatTheNearestStepDoesOtherwise() throws IOException {
        SpecOracle.State after = oracle.step(states[0], "Allocate", Value.of(0), Value.of(10));
        Map<String, Value> wrong = new TreeMap<>(oracle.values(after));
        wrong.put("allocated", ValueParser.parse(wrong.get("allocated").toString().replace("10 :> 0", "10 :> 1")));
        List<Misfit> misfits = oracle.misfits(states[0], oracle.state(wrong), null);
        assertEquals(List.of("Allocate", "Free"), misfits.stream().map(misfit -> misfit.instance().name()).toList());
        Misfit nearest = misfits.get(0);
        assertEquals("Allocate(0, 10)", nearest.instance().toString());
        assertEquals(List.of("allocated[10]: 0 -> 1"), nearest.differences());
        assertEquals(1, nearest.clauses().size());
        assertEquals("Buddy", nearest.clauses().get(0).module());
        assertEquals("allocated' = [allocated EXCEPT ![result] = order]", nearest.clauses().get(0).text());
        String line = Files.readAllLines(Checkout.spec("Buddy")).get(nearest.clauses().get(0).line() - 1);
        assertTrue(line.contains(nearest.clauses().get(0).text()), line);
        assertEquals(1, nearest.toString().lines().count());
    }

    @Test
    void shouldSayWhatKeepsTheNearestStepFromBeingTaken() {
        Misfit misfit = oracle.misfits(states[0], states[0], "Free").get(0);
        assertEquals(List.of(), misfit.differences());
        assertTrue(misfit.toString().contains("cannot be taken"), misfit::toString);
        assertTrue(misfit.clauses().stream().anyMatch(clause -> clause.text().equals("allocated[frame] = order")),
                misfit::toString);
    }

    /* The step that was meant is recognised by what it would have changed, though it could not be taken. */
    @Test
    void shouldRecogniseTheStepThatWasMeant() {
        for (int state = 0; state < graph.stateCount(); state += 97) {
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                ActionInstance instance = graph.actions().get(graph.action(i));
                if (instance.name().equals("Free")) {
                    assertEquals(List.of(), oracle.misfits(states[state], states[graph.target(i)], "Free").get(0).clauses());
                    assertEquals(instance, oracle.misfits(states[state], states[graph.target(i)], "Free").get(0).instance());
                }
            }
        }
    }

    @Test
    void shouldRefuseArgumentsOutsideTheSetsOfNext() {
        assertNull(oracle.step(states[0], "Allocate", Value.of(4), Value.of(0)));
        assertNull(oracle.step(states[0], "Free", Value.of(11), Value.of(0)));
        SpecOracle.Clause clause = oracle.clause(states[0], "Allocate", List.of(Value.of(4), Value.of(0)), null);
        assertEquals("order = 4 is not in Order", clause.text());
        assertEquals("Buddy", clause.module());
    }

    @Test
    void shouldSayWhatItCannotUse() {
        assertThrows(IllegalArgumentException.class, () -> oracle.step(states[0], "Allocate", Value.of(0)));
        assertThrows(IllegalArgumentException.class, () -> oracle.step(states[0], "Nothing"));
        assertThrows(IllegalArgumentException.class, () -> oracle.state(Map.of("allocated", Value.of(1))));
        assertThrows(IllegalArgumentException.class, () -> oracle.holds(states[0], "NoSuchInv"));
        assertTrue(oracle.holds(states[0], "ExactCoverInv"));
    }

    @Test
    void shouldSayOnOneLineThatAStateMakesNoSense() {
        Map<String, Value> strange = new TreeMap<>(graph.state(0));
        strange.put("allocated", Value.of("none"));
        String message = assertThrows(IllegalArgumentException.class,
                () -> oracle.step(oracle.state(strange), "Free", Value.of(0), Value.of(0))).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith("the specification cannot be evaluated: "), message);
    }

    @Test
    void shouldOpenASpecificationWithoutAModel() throws IOException {
        try (SpecOracle judge = SpecOracle.open(Checkout.spec("BlockAllocation"), Checkout.catalogue().libraries(),
                Map.of("FrameCount", Value.of(1024), "MaxOrder", Value.of(5), "Reserved", ValueParser.parse("{0, 1}")),
                Map.of())) {
            SpecOracle.State state = judge.step(judge.initial(), "Allocate", Value.of(5), Value.of(32));
            assertNotNull(state);
            assertNull(judge.step(state, "Allocate", Value.of(0), Value.of(-1)));
            assertEquals(31, judge.results(state, "Allocate", Value.of(5)).size() + 1);
        }
    }

    /* What a .cfg cannot say is defined in a module. */
    @Test
    void shouldTakeConstantsOfEveryKind(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("Kinds.tla"), """
                ---- MODULE Kinds ----
                EXTENDS Integers
                CONSTANTS Negative, Tuple, Text, Function, Nested, Plain
                VARIABLE x
                Init == x = Negative
                Step(y) == x' = y
                Call == \\E y \\in Nested : Step(y)
                Next == Call
                ====
                """);
        Map<String, Value> constants = new TreeMap<>();
        constants.put("Negative", Value.of(-5));
        constants.put("Tuple", ValueParser.parse("<<1, <<TRUE>>>>"));
        constants.put("Text", ValueParser.parse("\"a \\\"b\\\\\""));
        constants.put("Function", ValueParser.parse("(0 :> -1 @@ 2 :> [f |-> {}])"));
        constants.put("Nested", ValueParser.parse("{-1, 1}"));
        constants.put("Plain", ValueParser.parse("{{1, 2}, {}}"));
        try (SpecOracle kinds = SpecOracle.open(directory.resolve("Kinds.tla"), List.of(), constants, Map.of())) {
            assertEquals(constants, new TreeMap<>(kinds.constants()));
            assertEquals(2, kinds.instances("Step").size());
        }
    }

    @Test
    void shouldSayWhyASpecificationCannotBeUsed(@TempDir Path directory) throws IOException {
        Path module = Files.writeString(directory.resolve("M.tla"), """
                ---- MODULE M ----
                VARIABLE x
                Init == x = 0
                ====
                """);
        assertEquals("the specification defines no Next", assertThrows(IllegalArgumentException.class,
                () -> SpecOracle.open(module, List.of(), Map.of(), Map.of())).getMessage());
        Files.writeString(module, """
                ---- MODULE M ----
                EXTENDS Naturals
                CONSTANT N
                ASSUME Small == N < 3
                VARIABLE x
                Begin == x = 0
                Set(y) == x' = y
                Call == \\E y \\in 0..N : Set(y)
                Go == Call
                ====
                """);
        Path config = Files.writeString(directory.resolve("M.cfg"),
                "\\* INIT Nothing\nINVARIANT NoSuch INIT Begin NEXT Go CONSTANT N = 2 (* N = 3 (* *) N = 4 *)");
        try (SpecOracle oracle = SpecOracle.ofModel(module, config, List.of())) {
            assertEquals(List.of("Set(0)", "Set(1)", "Set(2)"),
                    oracle.instances(null).stream().map(ActionInstance::toString).toList());
        }
        Files.writeString(config, "INIT Begin NEXT Go CONSTANT N = 3");
        assertEquals("assumption Small is false", assertThrows(IllegalArgumentException.class,
                () -> SpecOracle.ofModel(module, config, List.of())).getMessage());
        Files.writeString(config, "FOO Begin");
        assertEquals("file=" + config + ": `FOO` stands where a section such as CONSTANTS should begin",
                assertThrows(IOException.class, () -> SpecOracle.ofModel(module, config, List.of())).getMessage());
        assertThrows(IOException.class, () -> SpecOracle.ofModel(module, directory.resolve("No.cfg"), List.of()));
        assertThrows(IOException.class, () -> SpecOracle.ofModel(directory.resolve("No.tla"), config, List.of()));
    }
}
