package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.function.LongConsumer;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.Options;
import org.tlalloc.conformance.replay.ProductReplay;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.conformance.report.ClauseFinder;
import org.tlalloc.conformance.report.DivergenceReport;
import org.tlalloc.conformance.report.OracleClauses;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;
import org.tlalloc.model.SpecOracle;

/** Replays checked models on a class, and tells of what diverges. */
final class Replays {
    private final Project project;
    private final PrintStream out;

    Replays(Project project, PrintStream out) {
        this.project = project;
        this.out = out;
    }

    /**
     * @param visited is told how many states have been gone through
     * @throws OutOfMemoryError also where memory ran out in the subject, which says nothing of it
     * @throws SubjectException where it needs a class that is not there
     */
    Verdict replay(ModelRun run, Class<?> subject, LongConsumer visited) {
        Binding binding = Binding.of(subject, Alphabet.of(run.graph()));
        Verdict verdict = ProductReplay.run(run.graph(), binding,
                Options.fitting(run.graph().stateCount()).withProgress((states, waiting) -> visited.accept(states - waiting)));
        if (verdict.divergences().stream().anyMatch(divergence -> divergence.thrown() == OutOfMemoryError.class)) {
            throw new OutOfMemoryError("in " + verdict.subject());
        }
        verdict.divergences().stream().filter(divergence -> divergence.thrown() == NoClassDefFoundError.class).findFirst()
                .ifPresent(divergence -> {
                    throw new SubjectException("class " + verdict.subject() + " needs a class that the class path lacks: " + divergence.actual());
                });
        return verdict;
    }

    /** A thread that does not keep the program from ending. */
    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "replays");
        thread.setDaemon(true);
        return thread;
    }

    /** Prints each divergence whole. */
    void tell(ModelEntry entry, ModelRun run, Class<?> subject, Verdict verdict) throws IOException {
        if (verdict.divergences().isEmpty()) {
            return;
        }
        Binding binding = Binding.of(subject, Alphabet.of(run.graph()));
        try (SpecOracle oracle = project.catalogue().oracle(entry)) {
            tell(binding, new OracleClauses(oracle), verdict);
        }
    }

    private void tell(Binding binding, ClauseFinder clauses, Verdict verdict) {
        for (Divergence divergence : verdict.divergences()) {
            out.println();
            out.println(new DivergenceReport(binding, clauses).text(divergence));
        }
    }
}
