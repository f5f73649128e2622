package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tlalloc.model.CapturedRun;
import org.tlalloc.model.CheckRequest;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.OtherRelease;
import org.tlalloc.model.graph.StateGraph;

/** A model that is not this project's: a .cfg, and the .tla of the same name beside it. */
final class ForeignModel {
    private final Path module;
    private final Path config;
    private final List<Path> libraries;
    private CheckResult result;
    private StateGraph graph;

    private ForeignModel(Path module, Path config, List<Path> libraries) {
        this.module = module;
        this.config = config;
        this.libraries = libraries;
    }

    /** @throws Misuse if a file or folder is missing */
    static ForeignModel of(Path config, List<Path> libraries) {
        if (!Files.isRegularFile(config)) {
            throw new Misuse("file=" + config + (Files.isDirectory(config) ? " is a folder" : " does not exist"));
        }
        Path module = config.resolveSibling(config.getFileName().toString().replaceFirst("\\.cfg$", ".tla"));
        if (!Files.isRegularFile(module)) {
            throw new Misuse("file=" + module + " does not exist: a model is a .cfg and the .tla of the same name beside it");
        }
        for (Path library : libraries) {
            if (!Files.isDirectory(library)) {
                throw new Misuse("library=" + library + " is no folder");
            }
        }
        return new ForeignModel(module, config, libraries);
    }

    Path config() {
        return config;
    }

    String name() {
        return module.getFileName().toString().replaceFirst("\\.tla$", "");
    }

    private CheckRequest request(int workers) {
        return CheckRequest.of(module, config, libraries).withStrict(false).withWorkers(workers);
    }

    void check(int workers, Meter meter) throws IOException {
        CapturedRun run = CapturedRun.of(request(workers).withProgress((distinct, generated, waiting) -> meter.at(distinct)));
        result = run.result();
        graph = run.graph();
    }

    void checkPlainly(OtherRelease release, int workers) throws IOException {
        result = release.check(request(workers));
    }

    CheckResult result() {
        return result;
    }

    /** Null where the lint found something, or TLC did. */
    StateGraph graph() {
        return graph;
    }
}
