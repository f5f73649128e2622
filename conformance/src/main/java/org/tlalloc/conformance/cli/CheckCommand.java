package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;
import org.tlalloc.model.OtherRelease;
import org.tlalloc.model.trace.Story;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks models with TLC, in this process, with labelled refinement, and tells a counterexample"
                + " as a story: each action with its arguments, and what it changed.",
        footer = {"", "A model of this checkout is held against model/manifest.json. Any other is a .cfg with the .tla of the"
                + " same name beside it; there the lint only warns, and if the module has an instance called Contract,"
                + " each step is held against it, unless the lint found something: the table says so.",
            "", "Exit status: 0 if all is as expected, 1 if not, 2 if misused or if TLC cannot make sense of the model."})
final class CheckCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MODEL|FILE.cfg",
            description = "Models by name (`tlalloc list`), whatever their size, or .cfg files; without any, all that take seconds.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--full", description = "Without a MODEL: include those that take minutes.")
    private boolean full;

    @Option(names = "--workers", paramLabel = "N", description = "TLC's worker threads; as many as there are processors.")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--update", description = "Write what is found into model/manifest.json.")
    private boolean update;

    @Option(names = "--library", paramLabel = "DIR", arity = "1..*", description = "Where a .cfg's modules are, besides its own folder.")
    private List<Path> libraries = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out, an object a model.")
    private Path json;

    @Option(names = "--tla2tools", paramLabel = "JAR", description = "Check with this release of the TLA+ tools instead:"
            + " plainly, without labelled refinement and digest.")
    private Path jar;

    private Outcomes outcomes;
    private final List<ModelEntry> found = new ArrayList<>();
    private int changed;
    private boolean failed;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        if (workers < 1 || workers > 1024) {
            throw new Misuse("workers=" + workers + " is not within 1..1024");
        }
        if (update && jar != null) {
            throw new Misuse("--update goes with the release that the digests are made with, not with --tla2tools");
        }
        JsonFile file = new JsonFile(json);
        OtherRelease other = jar == null ? null : new OtherRelease(jar);
        Project project = Project.open();
        List<ForeignModel> foreign = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String model : models) {
            if (model.endsWith(".cfg")) {
                ModelEntry own = project.catalogue().modelOf(Path.of(model));
                if (own != null) {
                    names.add(own.name());
                } else {
                    foreign.add(ForeignModel.of(Path.of(model), libraries));
                }
            } else {
                names.add(model);
            }
        }
        if (update && !foreign.isEmpty()) {
            throw new Misuse("--update: config=" + foreign.get(0).config() + " is not in model/manifest.json");
        }
        List<ModelEntry> own = names.isEmpty() && !foreign.isEmpty() ? List.of() : project.models(names, full);
        outcomes = new Outcomes("check", System.out, project.contracts(), false);
        for (ModelEntry entry : own) {
            if (other == null) {
                check(project, entry);
            } else {
                plain(project, entry, other);
            }
        }
        for (ForeignModel model : foreign) {
            check(model, other);
        }
        boolean agreed = outcomes.conclude((System.nanoTime() - start) / 1e9);
        file.write(outcomes.json());
        return update ? update(project) : Exit.of(agreed);
    }

    private void check(Project project, ModelEntry entry) throws IOException {
        ModelRun run = new Checks(project.catalogue(), workers).check(entry);
        outcomes.add(entry.name(), entry.spec(), run.result(), run.graph(), run.disagreements(), null);
        // A reader who asks for one broken model wants to see how it breaks.
        if (run.result().counterexample() != null && (!run.agrees() || !models.isEmpty())) {
            System.out.println("\n" + Story.of(run.result().counterexample()));
        }
        if (run.result().outcome() != CheckResult.Outcome.ERROR) {
            found.add(run.asEntry());
            changed += run.agrees() ? 0 : 1;
        } else {
            failed = true;
        }
    }

    private void plain(Project project, ModelEntry entry, OtherRelease other) throws IOException {
        if (!entry.expect().passes() && entry.refines()) {
            System.out.println(entry.name() + ": left out, since plain TLC does not see what " + entry.expect().violated() + " refuses");
            return;
        }
        CheckResult result = other.check(project.catalogue().request(entry).withWorkers(workers));
        outcomes.add(entry.name(), entry.spec(), result, null, ModelRun.plainDisagreements(entry, result), null);
    }

    private void check(ForeignModel model, OtherRelease other) throws IOException {
        try (Meter meter = Meter.of("TLC " + model.name(), " states", -1)) {
            if (other == null) {
                model.check(workers, meter);
            } else {
                model.checkPlainly(other, workers);
            }
        }
        CheckResult result = model.result();
        if (result.outcome() == CheckResult.Outcome.ERROR) {
            if (result.counterexample() != null) {
                System.out.println(Story.of(result.counterexample()));
            }
            throw new Misuse(model.config() + ": " + result.message());
        }
        outcomes.addForeign(model.name(), result, model.graph());
        result.findings().forEach(finding -> System.out.println("    warning: " + finding));
        if (result.counterexample() != null) {
            System.out.println("\n" + Story.of(result.counterexample()));
        }
    }

    private int update(Project project) throws IOException {
        project.catalogue().update(found);
        System.out.println("model/manifest.json: changed models=" + changed);
        return Exit.of(!failed);
    }
}
