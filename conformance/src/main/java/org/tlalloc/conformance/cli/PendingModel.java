package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;

/** A model that is checked with TLC and then, if it is one of those, replayed, in another thread. */
final class PendingModel {
    /** Checks the model, and says now and then how many states have been found. */
    interface Check {
        ModelRun run(LongConsumer found) throws IOException;
    }

    /** Says which class to replay a checked model on; null for none. */
    interface Subject {
        Class<?> of(ModelRun run);
    }

    /** @param subject null if it is not replayed; then there is no verdict either */
    private record Outcome(ModelRun run, Class<?> subject, Verdict verdict) {
    }

    private final ModelEntry entry;
    private final Replays replays;
    private final FutureTask<Outcome> outcome;
    private final AtomicLong states = new AtomicLong();

    PendingModel(ModelEntry entry, Check check, Subject subject, Replays replays) {
        this.entry = entry;
        this.replays = replays;
        this.outcome = new FutureTask<>(() -> {
            ModelRun run = check.run(states::set);
            Class<?> type = subject.of(run);
            return new Outcome(run, type, type == null ? null : replays.replay(run, type, states::set));
        });
    }

    ModelEntry entry() {
        return entry;
    }

    void begin(Executor crew) {
        crew.execute(outcome);
    }

    /** Waits for what comes of the model, and notes it. */
    void conclude(Outcomes outcomes) throws IOException {
        Outcome found = await();
        outcomes.add(entry.name(), entry.spec(), found.run().result(), found.run().graph(), found.run().disagreements(), found.verdict());
        if (found.verdict() != null) {
            replays.tell(entry, found.run(), found.subject(), found.verdict());
        }
    }

    private Outcome await() throws IOException {
        long expected = entry.expect().distinctStates();
        try (Meter meter = Meter.of(entry.name(), " states", expected == 0 ? -1 : expected)) {
            while (true) {
                try {
                    return outcome.get(200, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    meter.at(states.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Misuse("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        }
    }
}
