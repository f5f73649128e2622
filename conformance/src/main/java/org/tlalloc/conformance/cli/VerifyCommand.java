package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.replay.Verdict;
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

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        JsonFile file = new JsonFile(json);
        Project project = Project.open();
        Outcomes outcomes = new Outcomes("verify", System.out, true);
        Checks checks = new Checks(project.catalogue(), Runtime.getRuntime().availableProcessors());
        Replays replays = new Replays(project, System.out);
        outcomes.head();
        for (ModelEntry entry : project.models(null, full)) {
            ModelRun run = checks.check(entry);
            Class<?> subject = entry.replay() && run.graph() != null ? project.ownSubject(entry) : null;
            Verdict verdict = subject == null ? null : replays.replay(run, subject);
            outcomes.add(entry.name(), entry.spec(), run.result(), run.graph(), run.disagreements(), verdict);
            if (verdict != null) {
                replays.tell(entry, run, subject, verdict);
            }
        }
        boolean agreed = outcomes.conclude((System.nanoTime() - start) / 1e9);
        file.write(outcomes.json());
        return Exit.of(agreed);
    }
}
