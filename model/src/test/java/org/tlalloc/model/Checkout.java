package org.tlalloc.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tlalloc.model.graph.StateGraph;

/** The models of this checkout, each checked once for all tests that ask, but for the largest. */
public final class Checkout {
    /* A graph with more is not kept: one test alone asks for it, and all of them together are gigabytes. */
    private static final long KEPT_TRANSITIONS = 30_000;
    private static final ModelChecker CHECKER = ModelChecker.reusing();
    private static final Map<String, ModelRun> RUNS = new ConcurrentHashMap<>();

    private Checkout() {
    }

    /** The project's directory. */
    static Path home() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("model/manifest.json"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** The jar of the release that is on the class path. */
    static Path stockJar() {
        String resource = Checkout.class.getClassLoader().getResource("tlc2/TLC.class").toString();
        return Path.of(URI.create(resource.substring("jar:".length(), resource.indexOf("!/"))));
    }

    /** TLC in a process of its own, without anything of ours. */
    static OtherRelease stockTlc() {
        try {
            return new OtherRelease(stockJar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Catalogue catalogue() {
        try {
            return Catalogue.at(home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path spec(String module) {
        return home().resolve("spec/frame/" + module + ".tla");
    }

    static ModelRun run(String model) {
        ModelRun kept = RUNS.get(model);
        if (kept != null) {
            return kept;
        }
        try {
            Catalogue catalogue = catalogue();
            ModelRun run = ModelRun.of(CHECKER, catalogue, catalogue.model(model), request -> request.withWorkers(1));
            if (run.graph() == null || run.graph().transitionCount() <= KEPT_TRANSITIONS) {
                RUNS.put(model, run);
            }
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StateGraph graph(String model) {
        return run(model).graph();
    }
}
