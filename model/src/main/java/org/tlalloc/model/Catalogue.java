package org.tlalloc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tlalloc.model.value.Value;

/**
 * The models of a checkout: {@code model/manifest.json}, the files it names, and the
 * specs they are models of.
 */
public final class Catalogue {
    private final Path models;
    private final List<Path> libraries;
    private final Manifest manifest;

    private Catalogue(Path models, List<Path> libraries, Manifest manifest) {
        this.models = models;
        this.libraries = libraries;
        this.manifest = manifest;
    }

    /**
     * @param home the project's directory, with {@code spec} and {@code model} in it
     * @throws IOException if the manifest cannot be read, or makes no sense
     */
    public static Catalogue at(Path home) throws IOException {
        Path models = home.resolve("model");
        List<Path> libraries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home.resolve("spec"))) {
            folders.filter(Catalogue::holdsModules).sorted().forEach(libraries::add);
        }
        return new Catalogue(models, libraries, Manifest.read(models.resolve("manifest.json")));
    }

    private static boolean holdsModules(Path folder) {
        String[] modules = folder.toFile().list((directory, name) -> name.endsWith(".tla"));
        return modules != null && modules.length > 0;
    }

    public List<ModelEntry> models() {
        return manifest.entries();
    }

    /** The directories in which specs are found. */
    public List<Path> libraries() {
        return List.copyOf(libraries);
    }

    /**
     * @param name with or without {@code MC}
     * @throws IllegalArgumentException if there is none; the message has the nearest name, if one is near
     */
    public ModelEntry model(String name) {
        String plain = name.startsWith("MC") ? name.substring(2) : name;
        return models().stream().filter(entry -> entry.name().equals(plain)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown model=" + name + ": " + nearest(plain)));
    }

    private String nearest(String name) {
        return Nearest.of(name, models().stream().map(ModelEntry::name).toList())
                .map(match -> "did you mean " + match + "? (`tlalloc list` shows all)").orElse("`tlalloc list` shows all");
    }

    /** The file of the model's root module. */
    public Path module(ModelEntry entry) {
        return models.resolve(entry.module());
    }

    /** The model of this .cfg file; null if it is none of the catalogue's. */
    public ModelEntry modelOf(Path config) {
        Path wanted = config.toAbsolutePath().normalize();
        return models().stream().filter(entry -> config(entry).toAbsolutePath().normalize().equals(wanted))
                .findFirst().orElse(null);
    }

    /** The model's .cfg. */
    public Path config(ModelEntry entry) {
        return models.resolve(entry.config());
    }

    public CheckRequest request(ModelEntry entry) {
        return CheckRequest.of(module(entry), config(entry), libraries)
                .withSpec(entry.spec())
                .withRefinement(entry.refines()).withComplete(entry.expect().passes());
    }

    /**
     * The model's specification as a judge of single steps.
     *
     * @throws IOException if a file cannot be read or written
     */
    public SpecOracle oracle(ModelEntry entry) throws IOException {
        return SpecOracle.ofModel(module(entry), config(entry), libraries);
    }

    /**
     * The model's specification as a judge of single steps at another size: what the .cfg replaces is
     * replaced, but the constants have these values.
     *
     * @throws IOException if a file cannot be read or written
     */
    public SpecOracle oracle(ModelEntry entry, Map<String, Value> constants) throws IOException {
        Map<String, String> replaced = Configuration.read(config(entry)).replacements();
        replaced.keySet().removeAll(constants.keySet());
        return SpecOracle.open(module(entry), libraries, constants, replaced);
    }

    /**
     * Writes what was found into the manifest, for these models.
     *
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public void update(List<ModelEntry> found) throws IOException {
        manifest.update(found);
    }
}
