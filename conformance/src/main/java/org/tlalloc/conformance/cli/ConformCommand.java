package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "conform", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Replays the whole state graph of models on the Java implementation, or on a class of yours: every call"
                + " that the specification allows, from every state that the implementation gets into, and every"
                + " call that it must refuse.",
        footer = {"", "A class of yours has a public constructor that takes the specification's constants in their order, a method for"
                + " each action and an accessor for each variable, by the same names. README.md says more.",
            "", "Exit status: 0 if it conforms, 1 if it does not, 2 if misused or if the class cannot be bound."})
final class ConformCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Models by name; without any, those that are replayed by `verify`.")
    private List<String> models = new ArrayList<>();

    @Mixin
    private SubjectOptions subject;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out, an object a model.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        JsonFile file = new JsonFile(json);
        Project project = Project.open();
        Class<?> foreign = subject.given() ? subject.load(project) : null;
        List<ModelEntry> entries = entries(project, foreign);
        Outcomes outcomes = new Outcomes("conform", System.out, project.contracts(), true);
        Checks checks = new Checks(project.catalogue(), Runtime.getRuntime().availableProcessors());
        Replays replays = new Replays(project, System.out);
        ExecutorService replayer = Executors.newSingleThreadExecutor(Replays::daemon);
        for (ModelEntry entry : entries) {
            ModelRun run = checks.check(entry);
            if (run.graph() == null) {
                throw new Misuse("model=" + entry.name() + " cannot be replayed, since TLC does not pass it: " + run.result().result());
            }
            Class<?> type = foreign == null ? project.ownSubject(entry) : foreign;
            Binding.of(type, Alphabet.of(run.graph()));
            PendingModel pending = new PendingModel(entry, found -> run, checked -> type, replays);
            pending.begin(replayer);
            pending.conclude(outcomes);
        }
        boolean agreed = outcomes.conclude((System.nanoTime() - start) / 1e9);
        file.write(outcomes.json());
        return Exit.of(agreed);
    }

    /** Those named; otherwise those that say they are replayed, for a class of the user's of the specification it is named after. */
    private List<ModelEntry> entries(Project project, Class<?> foreign) {
        if (!models.isEmpty()) {
            List<ModelEntry> named = project.models(models, true);
            named.forEach(entry -> requireReplayable(entry, foreign));
            return named;
        }
        List<ModelEntry> replayed = project.models(null, false).stream().filter(ModelEntry::replay).toList();
        if (foreign == null) {
            return replayed;
        }
        List<ModelEntry> own = replayed.stream().filter(entry -> entry.spec().equals(foreign.getSimpleName())).toList();
        if (own.isEmpty()) {
            throw new Misuse("class=" + foreign.getName() + " is named after no specification, so name the models:"
                    + " `tlalloc conform BlockAllocation BlockAllocationHoles --subject " + foreign.getName() + "` are those of the contract"
                    + " of blocks, RangeAllocationPlain is the one of ranges that are asked for by length alone");
        }
        return own;
    }

    private static void requireReplayable(ModelEntry entry, Class<?> foreign) {
        if (!entry.expect().passes()) {
            throw new Misuse("model=" + entry.name() + " is broken on purpose and cannot be replayed; `tlalloc list` shows which can");
        }
        if (!entry.replay() && !entry.module().endsWith("/MC" + entry.spec() + ".tla")) {
            throw new Misuse("model=" + entry.name() + " is not replayed, since it represents the state of " + entry.spec()
                    + " in a way of its own; `tlalloc list` shows which can be");
        }
        if (!entry.replay() && foreign == null) {
            throw new Misuse("model=" + entry.name() + " has no subject of ours, as a contract or a model of liveness alone:"
                    + " name one with --subject");
        }
    }
}
