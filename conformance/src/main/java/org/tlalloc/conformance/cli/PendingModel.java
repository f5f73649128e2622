package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;

/** A model that TLC has checked and whose replay, if it has one, goes on in another thread. */
final class PendingModel {
    private final ModelEntry entry;
    private final ModelRun run;
    private final Class<?> subject;
    private final Replays replays;
    private final Future<Verdict> verdict;
    private final AtomicLong visited = new AtomicLong();

    /** @param subject null if it is not replayed */
    PendingModel(ModelEntry entry, ModelRun run, Class<?> subject, Replays replays, ExecutorService replayer) {
        this.entry = entry;
        this.run = run;
        this.subject = subject;
        this.replays = replays;
        this.verdict = subject == null ? null : replayer.submit(() -> replays.replay(run, subject, visited::set));
    }

    boolean isDone() {
        return verdict == null || verdict.isDone();
    }

    /** Waits for the replay, and notes what came of the model. */
    void conclude(Outcomes outcomes) throws IOException {
        Verdict found = verdict == null ? null : await();
        outcomes.add(entry.name(), entry.spec(), run.result(), run.graph(), run.disagreements(), found);
        if (found != null) {
            replays.tell(entry, run, subject, found);
        }
    }

    private Verdict await() {
        try (Meter meter = Meter.of(entry.name() + " on " + subject.getSimpleName(), " states", run.graph().stateCount())) {
            while (true) {
                try {
                    return verdict.get(200, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    meter.at(visited.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Misuse("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        }
    }
}
