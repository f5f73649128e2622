package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;

/** Checks models of the catalogue with TLC. */
final class Checks {
    private final Catalogue catalogue;
    private final int workers;

    /** @param workers of TLC, for each model */
    Checks(Catalogue catalogue, int workers) {
        this.catalogue = catalogue;
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
        return ModelRun.of(catalogue, entry, request -> request.withWorkers(workers)
                .withProgress((distinct, generated, waiting) -> found.accept(distinct)));
    }
}
