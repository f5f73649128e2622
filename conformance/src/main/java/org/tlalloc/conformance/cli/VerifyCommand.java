package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks the models of this checkout with TLC, holds what comes out against model/manifest.json,"
                + " and replays the state graphs on the Java implementation.",
        footer = "Exit status: 0 if all agree, 1 if anything does not, 2 if misused.")
final class VerifyCommand implements Callable<Integer> {
    @Option(names = "--full", description = "Include the models that take minutes.")
    private boolean full;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out, an object a model.")
    private Path json;

    private final Deque<PendingModel> pending = new ArrayDeque<>();
    private Outcomes outcomes;

    /* TLC has all processors while it runs, but is not always able to use them; so the replay of one
       model goes on while the next ones are checked. Rows stand in the order of the manifest. */
    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        JsonFile file = new JsonFile(json);
        Project project = Project.open();
        outcomes = new Outcomes("verify", System.out, true);
        Checks checks = new Checks(project.catalogue(), Runtime.getRuntime().availableProcessors());
        Replays replays = new Replays(project, System.out);
        ExecutorService replayer = Executors.newSingleThreadExecutor(Replays::daemon);
        for (ModelEntry entry : project.models(null, full)) {
            ModelRun run = checks.check(entry);
            Class<?> subject = entry.replay() && run.graph() != null ? project.ownSubject(entry) : null;
            pending.add(new PendingModel(entry, run, subject, replays, replayer));
            while (!pending.isEmpty() && pending.peek().isDone()) {
                pending.remove().conclude(outcomes);
            }
        }
        while (!pending.isEmpty()) {
            pending.remove().conclude(outcomes);
        }
        boolean agreed = outcomes.conclude((System.nanoTime() - start) / 1e9);
        file.write(outcomes.json());
        return Exit.of(agreed);
    }
}
