package org.tlalloc.model;

import java.nio.file.Path;
import java.util.List;

/**
 * What to check, and how.
 *
 * @param module     the root module's file
 * @param config     the .cfg file
 * @param spec       the module that the captured graph is named after; null for the root module's name without MC
 * @param libraries  directories with further modules
 * @param workers    TLC's worker threads, at least 1
 * @param capture    where the state graph goes; null for none
 * @param refinement whether each step is held against {@code Contract}
 * @param strict     whether a finding of the lint ends the check, instead of being a warning
 * @param complete   whether the model has to ask for all that the specification's theorems claim, of the
 *                   specification as it is written
 */
public record CheckRequest(Path module, Path config, String spec, List<Path> libraries, int workers, Path capture,
                           boolean refinement, boolean strict, boolean complete, ProgressListener progress) {

    /** Is told how far TLC has come: now and then, from a thread of its own, and at the end. */
    @FunctionalInterface
    public interface ProgressListener {
        void at(long distinctStates, long generatedStates, long waitingStates);
    }

    public CheckRequest {
        libraries = List.copyOf(libraries);
        if (workers < 1) {
            throw new IllegalArgumentException("workers=" + workers + " must be at least 1");
        }
    }

    /** A model of this project, which need not be complete: nothing is captured. */
    public static CheckRequest of(Path module, Path config, List<Path> libraries) {
        return new CheckRequest(module, config, null, libraries, Runtime.getRuntime().availableProcessors(), null,
                true, true, false, (distinct, generated, waiting) -> { });
    }

    public CheckRequest withSpec(String name) {
        return new CheckRequest(module, config, name, libraries, workers, capture, refinement, strict, complete, progress);
    }

    public CheckRequest withWorkers(int count) {
        return new CheckRequest(module, config, spec, libraries, count, capture, refinement, strict, complete, progress);
    }

    public CheckRequest withCapture(Path file) {
        return new CheckRequest(module, config, spec, libraries, workers, file, refinement, strict, complete, progress);
    }

    public CheckRequest withRefinement(boolean on) {
        return new CheckRequest(module, config, spec, libraries, workers, capture, on, strict, complete, progress);
    }

    public CheckRequest withStrict(boolean on) {
        return new CheckRequest(module, config, spec, libraries, workers, capture, refinement, on, complete, progress);
    }

    public CheckRequest withComplete(boolean on) {
        return new CheckRequest(module, config, spec, libraries, workers, capture, refinement, strict, on, progress);
    }

    public CheckRequest withProgress(ProgressListener listener) {
        return new CheckRequest(module, config, spec, libraries, workers, capture, refinement, strict, complete, listener);
    }
}
