package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tlalloc.conformance.subject.SubjectClasses;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.ModelEntry;

/** The checkout that the commands work on: its models, and the classes that stand for its specifications. */
final class Project {
    private final Catalogue catalogue;

    private Project(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** @throws Misuse if there is no checkout where there should be one */
    static Project open() {
        return open(Path.of(System.getProperty("tlalloc.home", ".")));
    }

    static Project open(Path home) {
        if (!Files.isDirectory(home.resolve("spec"))) {
            throw new Misuse("home=" + home.toAbsolutePath().normalize() + " has no spec/: run tlalloc from a checkout of the project");
        }
        try {
            return new Project(Catalogue.at(home));
        } catch (IOException e) {
            throw new Misuse(e.getMessage());
        }
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** @throws Misuse if there is none */
    ModelEntry model(String name) {
        if (name.endsWith(".tla")) {
            throw new Misuse("model=" + name + ": a model is a .cfg, with the .tla of the same name beside it, or a name of `tlalloc list`");
        }
        if (name.endsWith(".cfg")) {
            throw new Misuse("model=" + name + ": only `tlalloc check` takes a file, here are only models by name (`tlalloc list`)");
        }
        try {
            return catalogue.model(name);
        } catch (IllegalArgumentException e) {
            throw new Misuse(e.getMessage());
        }
    }

    /**
     * The models of these names, each once, in the order given; without names those that take
     * seconds, and with {@code full} all.
     */
    List<ModelEntry> models(List<String> names, boolean full) {
        if (names == null || names.isEmpty()) {
            return catalogue.models().stream().filter(entry -> full || !entry.full()).toList();
        }
        LinkedHashSet<ModelEntry> chosen = new LinkedHashSet<>();
        names.forEach(name -> chosen.add(model(name)));
        return new ArrayList<>(chosen);
    }

    /** The specifications that others are held against, by name. */
    Set<String> contracts() {
        return catalogue.models().stream().map(entry -> entry.expect().contract()).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /**
     * The class of our own that stands for the model's specification: the one the manifest names,
     * otherwise the one of the specification's name.
     */
    Class<?> ownSubject(ModelEntry entry) {
        return SubjectClasses.own().load(entry.subjectClass());
    }

    /**
     * A class of our own by its simple name.
     *
     * @throws SubjectException if no package has one
     */
    Class<?> ownClass(String simpleName) {
        for (String folder : new TreeSet<>(catalogue.models().stream().map(ModelEntry::folder).toList())) {
            String name = ModelEntry.className(folder, simpleName);
            if (SubjectClasses.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null) {
                return SubjectClasses.own().load(name);
            }
        }
        throw new SubjectException("class=" + simpleName + " is none of ours, say with --classpath where it is");
    }
}
