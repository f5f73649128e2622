package org.tlalloc.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tlalloc.model.CapturedRun;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.CheckRequest;
import org.tlalloc.model.ModelChecker;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.ModelRun;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.graph.StateGraph;

/** The state graphs of this project's models, each found by TLC once for all tests. */
public final class Graphs {
    private static final String TINY = "tiny";
    private static final Map<String, StateGraph> FOUND = new ConcurrentHashMap<>();
    private static final Catalogue CATALOGUE = catalogue();
    private static final ModelChecker CHECKER = ModelChecker.reusing();

    private Graphs() {
    }

    private static Catalogue catalogue() {
        try {
            return Catalogue.at(home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout that the tests are of. */
    public static Path home() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(home.resolve("spec")) || !Files.isDirectory(home.resolve("model"))) {
            home = home.getParent();
        }
        return home;
    }

    public static Catalogue models() {
        return CATALOGUE;
    }

    public static StateGraph of(String model) {
        return FOUND.computeIfAbsent(model, Graphs::found);
    }

    /** The lowest-first buddy on four frames: 26 states, for what has to be done many times. */
    public static StateGraph tiny() {
        return FOUND.computeIfAbsent(TINY, name -> tiny(CATALOGUE.model("BuddyLowestFirst")));
    }

    private static StateGraph tiny(ModelEntry entry) {
        try {
            Path config = Files.createTempFile("tlalloc-tiny-", ".cfg");
            try {
                Files.writeString(config, "SPECIFICATION Spec\nCONSTANTS FrameCount = 4 MaxOrder = 2 Reserved = {}\n");
                return CapturedRun.of(CheckRequest.of(CATALOGUE.module(entry), config, CATALOGUE.libraries()).withSpec(entry.spec())).graph();
            } finally {
                Files.delete(config);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Of a module that is a resource of the tests.
     *
     * @param config the text of its .cfg file
     */
    public static StateGraph ofResource(String module, String config) {
        return FOUND.computeIfAbsent(module + "\n" + config, name -> ofModule(module, config));
    }

    private static StateGraph ofModule(String module, String config) {
        try {
            Path file = Files.createTempFile("tlalloc-", ".cfg");
            try {
                Files.writeString(file, config);
                return CapturedRun.of(CheckRequest.of(Path.of(Graphs.class.getResource(module).toURI()), file, CATALOGUE.libraries())).graph();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static StateGraph found(String model) {
        ModelEntry entry = CATALOGUE.model(model);
        try {
            ModelRun run = ModelRun.of(CHECKER, CATALOGUE, entry, request -> request);
            if (run.graph() == null) {
                throw new AssertionError(model + ": " + run.result().result());
            }
            return run.graph();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model's specification, to be closed by the caller. */
    public static SpecOracle oracle(String model) throws IOException {
        return CATALOGUE.oracle(CATALOGUE.model(model));
    }
}
