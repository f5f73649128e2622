package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.ModelChecker;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;

/** Checks models of the catalogue with TLC. */
final class Checks {
    private final Catalogue catalogue;
    private final ModelChecker checker;
    private final int workers;

    /** @param workers of TLC, for each model, of which each has a fresh copy */
    Checks(Catalogue catalogue, int workers) {
        this(catalogue, new ModelChecker(), workers);
    }

    Checks(Catalogue catalogue, ModelChecker checker, int workers) {
        this.catalogue = catalogue;
        this.checker = checker;
        this.workers = workers;
    }

    ModelRun check(ModelEntry entry) throws IOException {
        long expected = entry.expect().distinctStates();
        try (Meter meter = Meter.of("TLC " + entry.name(), " states", expected == 0 ? -1 : expected)) {
            return check(entry, meter::at);
        }
    }

    /** @param found is told now and then how many states have been found */
    ModelRun check(ModelEntry entry, LongConsumer found) throws IOException {
        return ModelRun.of(checker, catalogue, entry, request -> request.withWorkers(workers)
                .withProgress((distinct, generated, waiting) -> found.accept(distinct)));
    }
}
