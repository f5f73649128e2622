package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tlalloc.model.ModelChecker;
import org.tlalloc.model.ModelEntry;
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

    /* With fewer transitions than this, TLC's second worker has hardly begun when the first is done. */
    private static final long WORTH_WORKERS = 1_000_000;

    /* As many models at a time as there are processors, each of them checked by one worker of TLC and then
       replayed: most are so small that what takes time, the parser and the JIT compiler, is done by one
       thread for each. The longest begin first, so that none is left over at the end. Rows stand in the
       order of the manifest. */
    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        JsonFile file = new JsonFile(json);
        Project project = Project.open();
        Outcomes outcomes = new Outcomes("verify", System.out, project.contracts(), true);
        int processors = Runtime.getRuntime().availableProcessors();
        ModelChecker checker = ModelChecker.reusing();
        Checks alone = new Checks(project.catalogue(), checker, 1);
        Checks together = new Checks(project.catalogue(), checker, processors);
        Replays replays = new Replays(project, System.out);
        Deque<PendingModel> pending = new ArrayDeque<>();
        for (ModelEntry entry : project.models(null, full)) {
            Checks checks = entry.expect().transitions() >= WORTH_WORKERS ? together : alone;
            pending.add(new PendingModel(entry, found -> checks.check(entry, found),
                    run -> entry.replay() && run.graph() != null ? project.ownSubject(entry) : null, replays));
        }
        ExecutorService crew = Executors.newFixedThreadPool(processors, Replays::daemon);
        pending.stream().sorted(Comparator.comparingLong(VerifyCommand::length).reversed()).forEach(each -> each.begin(crew));
        while (!pending.isEmpty()) {
            // Removed, so that its graph can go.
            pending.remove().conclude(outcomes);
        }
        boolean agreed = outcomes.conclude((System.nanoTime() - start) / 1e9);
        file.write(outcomes.json());
        return Exit.of(agreed);
    }

    /* A replay makes a hundred calls where TLC takes one step, and so takes about as long. */
    private static long length(PendingModel model) {
        return model.entry().expect().transitions() * (model.entry().replay() ? 2 : 1);
    }
}
