package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.model.trace.Story;

/** What comes of a model does not depend on what was checked before in the same copy of TLC. */
class ReuseTest {
    /* One name is a variable in one module, a definition in the next, and a parameter in a third. */
    private static final Map<String, String> MODULES = Map.of(
            "Variable", "VARIABLE size Init == size = 0 Grow == size < 4 /\\ size' = size + 1 Next == Grow Small == size < 3",
            "Definition", "VARIABLES other, more size == other + more Init == other = 0 /\\ more = 1"
                    + " Grow == size < 4 /\\ other' = other + 1 /\\ UNCHANGED more Next == Grow Small == size < 3",
            "Parameter", "VARIABLE more Init == more = 1 Grow(size) == more + size < 9 /\\ more' = more + size"
                    + " Next == \\E size \\in 1..3 : Grow(size) Small == more < 3",
            "Models", "CONSTANTS A, B, Few VARIABLE size Init == size = A Swap == size \\in Few /\\ size' = IF size = A THEN B ELSE A"
                    + " Next == Swap Small == size \\in Few",
            "Strings", "VARIABLE size Init == size = \"a\" Turn == size' = IF size = \"a\" THEN \"z\" ELSE \"a\" Next == Turn Small == size # \"z\"",
            "Assumed", "VARIABLE more ASSUME 1 = 2 Init == more = 0 Stay == more' = more Next == Stay Small == TRUE",
            "Wrong", "VARIABLE more Init == more = 0 Stay == more' = more.size Next == Stay Small == TRUE",
            "Unknown", "VARIABLE more Init == more = 0 Stay == more' = nothing Next == Stay Small == TRUE",
            "Lively", "VARIABLE size Init == size = 0 Turn == size' = (size + 1) % 3 Next == Turn Small == <>[](size = 0)",
            "Restless", "VARIABLE more Init == more = 0 Turn == more' = (more + 1) % 2 Next == Turn Small == <>[](more = 1)");

    @TempDir
    private Path directory;
    private Scratch scratch;

    @BeforeEach
    void begin() {
        scratch = new Scratch(directory);
        MODULES.forEach(scratch::module);
    }

    private static String config(String module) {
        return "INIT Init NEXT Next CHECK_DEADLOCK " + (module.equals("Variable") ? "TRUE" : "FALSE")
                + (module.equals("Models") ? " CONSTANTS A = A B = B Few = {A}" : "")
                + (module.equals("Lively") || module.equals("Restless") ? " PROPERTY Small" : " INVARIANT Small");
    }

    private List<Object> check(ModelChecker checker, String module) throws IOException {
        CheckResult result = checker.check(scratch.request(module, config(module)).withStrict(false));
        return told(result);
    }

    private static List<Object> told(CheckResult result) {
        return List.of(result.result(), result.distinctStates(), result.transitions(), result.findings(),
                result.counterexample() == null ? "" : Story.of(result.counterexample()).toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindTheSameAfterAnyOther(long seed) throws IOException {
        List<String> order = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            List<String> modules = new ArrayList<>(MODULES.keySet().stream().sorted().toList());
            Collections.shuffle(modules, new Random(seed * 10 + round));
            order.addAll(modules);
        }
        ModelChecker reusing = ModelChecker.reusing();
        for (String module : order) {
            assertEquals(check(new ModelChecker(), module), check(reusing, module), () -> module + " in " + order);
        }
    }

    @Test
    void shouldCountTheSameInTheProjectsModels() throws IOException {
        Catalogue catalogue = Checkout.catalogue();
        ModelChecker reusing = ModelChecker.reusing();
        for (String name : List.of("BuddyEdges", "RangeArenaPool", "PageTableProtected", "BuddyBrokenExhaustion", "TlbLiveness",
                "BuddyBrokenDrain", "TlbBrokenEnds", "BuddyRagged", "BuddyEdges")) {
            ModelEntry entry = catalogue.model(name);
            CapturedRun run = CapturedRun.of(reusing, catalogue.request(entry).withWorkers(1));
            ModelRun found = new ModelRun(entry, run.result(), run.graph());
            assertEquals(List.of(), found.disagreements(), name);
            if (entry.expect().passes()) {
                assertNotNull(run.graph());
            }
        }
    }

    @Test
    void shouldTellTheWayToAViolationEachTime() throws IOException {
        ModelChecker reusing = ModelChecker.reusing();
        scratch.module("Long", "VARIABLE size Init == size = 0 Grow(by) == size' = size + by Next == \\E by \\in 1..40 : Grow(by) Small == size < 2000");
        List<Object> expected = check(new ModelChecker(), "Long");
        for (int round = 0; round < 60; round++) {
            assertEquals(expected, check(reusing, "Long"), "round " + round);
        }
    }

    /** A misfit may be the copy's fault: it is not told before a fresh copy has found it, too. */
    @Test
    void shouldCheckAgainWhatDiffers() throws IOException {
        Catalogue catalogue = Checkout.catalogue();
        ModelEntry entry = catalogue.model("BuddyRagged");
        ModelEntry wrong = new ModelEntry(entry.name(), entry.spec(), entry.module(), entry.config(), entry.full(), entry.replay(),
                entry.subject(), new Expectation("passes", 1, 1, 1, "none", null));
        List<Long> ends = new ArrayList<>();
        ModelRun run = ModelRun.of(ModelChecker.reusing(), catalogue, wrong, request -> request.withWorkers(1)
                .withProgress((distinct, generated, waiting) -> ends.add(distinct)));
        assertEquals(5, run.disagreements().size(), run.disagreements()::toString);
        assertEquals(2, ends.stream().filter(count -> count == entry.expect().distinctStates()).count(), ends::toString);
    }
}
