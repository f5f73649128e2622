package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.trace.TraceReader;

/** What TLC really prints is read, and each of its steps is found in the model again. */
class PrintedTraceTest {
    @TempDir
    private Path directory;

    private final Catalogue catalogue = Checkout.catalogue();

    /** Runs TLC in a process of its own, with what it prints in a file. */
    private Path print(Path module, Path config, String... options) throws IOException, InterruptedException {
        Path printed = directory.resolve("printed.txt");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-DTLA-Library=" + catalogue.libraries().get(0), "-cp",
                Checkout.stockJar().toString(), "tlc2.TLC", "-metadir", directory.toString(), "-config",
                config.toString()));
        command.addAll(List.of(options));
        command.add(module.toString());
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(printed.toFile()).start().waitFor();
        return printed;
    }

    private Path print(ModelEntry model, String... options) throws IOException, InterruptedException {
        return print(catalogue.module(model), catalogue.config(model), options);
    }

    private SpecOracle oracle(ModelEntry model) throws IOException {
        return SpecOracle.ofModel(catalogue.module(model), catalogue.config(model), catalogue.libraries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nowarning", "-tool"})
    void shouldFollowAnErrorTrace(String option) throws IOException, InterruptedException {
        ModelEntry model = catalogue.model("BuddyBrokenCoalesced");
        List<Step> steps = TraceReader.read(print(model, option));
        List<Step> expected = Checkout.run("BuddyBrokenCoalesced").result().counterexample().steps();
        assertEquals(expected.stream().map(Step::state).toList(), steps.stream().map(Step::state).toList());
        assertEquals(expected.stream().map(Step::name).toList(), steps.stream().map(Step::name).toList());
        try (SpecOracle oracle = oracle(model)) {
            for (int i = 1; i < steps.size(); i++) {
                assertTrue(oracle.between(oracle.state(steps.get(i - 1).state()), oracle.state(steps.get(i).state()),
                        steps.get(i).name()).contains(expected.get(i).action()));
            }
        }
    }

    @Test
    void shouldFollowASimulation() throws IOException, InterruptedException {
        ModelEntry model = catalogue.model("BuddyHoles");
        print(model, "-simulate", "file=" + directory.resolve("walk") + ",num=1", "-depth", "40", "-seed", "7");
        List<Step> steps = TraceReader.read(directory.resolve("walk_0_0"));
        assertEquals(40, steps.size());
        try (SpecOracle oracle = oracle(model)) {
            assertTrue(oracle.isInitial(oracle.state(steps.get(0).state())));
            for (int i = 1; i < steps.size(); i++) {
                List<ActionInstance> found = oracle.between(oracle.state(steps.get(i - 1).state()),
                        oracle.state(steps.get(i).state()), null);
                assertFalse(found.isEmpty(), "step=" + i);
            }
        }
    }

    @Test
    void shouldFollowALoop() throws IOException, InterruptedException {
        Scratch scratch = new Scratch(directory);
        Path module = scratch.module("Wheel", """
                VARIABLE at
                Init == at = 0
                Turn(by) == at' = (at + by) % 3
                Call == \\E by \\in {1} : Turn(by)
                Next == Call
                FairSpec == Init /\\ [][Next]_at /\\ WF_at(Next)
                OffProp == <>(at = 3)
                """);
        Path config = scratch.file("Wheel.cfg", "SPECIFICATION FairSpec PROPERTY OffProp");
        List<Step> steps = TraceReader.read(print(module, config, "-nowarning"));
        assertEquals(List.of("0", "1", "2", "0"), steps.stream().map(step -> step.state().get("at").toString()).toList());
        assertEquals(List.of("Turn", "Turn", "Turn"), steps.stream().skip(1).map(Step::name).toList());
    }
}
