package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every model does what the manifest says, but for those that the command line is for. */
class ManifestModelsTest {
    private static final long MOST_STATES = 100_000;

    private static Stream<ModelEntry> models() {
        return Checkout.catalogue().models().stream()
                .filter(model -> !model.full() && model.expect().distinctStates() <= MOST_STATES);
    }

    @TestFactory
    Stream<DynamicTest> shouldPass() {
        return models().filter(model -> model.expect().passes()).map(model -> dynamicTest(model.name(), () -> {
            ModelRun run = Checkout.run(model.name());
            assertEquals(model.expect().result(), run.result().result());
            // A new model has no digest until `check --update` has counted it.
            if (model.expect().digest() != null) {
                assertEquals(List.of(), run.disagreements());
            }
            assertEquals(List.of(), run.result().findings());
            assertEquals(run.graph().stateCount(), run.result().distinctStates());
            assertEquals(run.graph().transitionCount(), run.result().transitions());
            assertEquals(model.spec(), run.graph().spec());
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldBeRefused() {
        return models().filter(model -> !model.expect().passes()).map(model -> dynamicTest(model.name(), () -> {
            CheckResult result = Checkout.run(model.name()).result();
            assertEquals(model.expect().result(), result.result());
            assertFalse(result.counterexample().steps().isEmpty());
        }));
    }
}
