package org.tlalloc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tlalloc.model.graph.StateGraph;

/**
 * A check with the state graph that TLC went through.
 *
 * @param graph null unless TLC passed the model and the lint found nothing in it
 */
public record CapturedRun(CheckResult result, StateGraph graph) {

    /**
     * Checks with capture, through a file that is gone afterwards.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static CapturedRun of(CheckRequest request) throws IOException {
        return of(new ModelChecker(), request);
    }

    static CapturedRun of(ModelChecker checker, CheckRequest request) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make("tlalloc-graph-")) {
            Path file = folder.path().resolve("captured.graph");
            CheckResult result = checker.check(request.withCapture(file));
            boolean captured = result.outcome() == CheckResult.Outcome.PASSED && Files.exists(file);
            return new CapturedRun(result, captured ? StateGraph.read(file) : null);
        }
    }
}
