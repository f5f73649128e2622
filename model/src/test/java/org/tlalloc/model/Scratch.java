package org.tlalloc.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Modules written for one test, in a directory of its own. */
final class Scratch {
    private final Path directory;
    private final List<Path> libraries = new ArrayList<>();

    Scratch(Path directory) {
        this.directory = directory;
    }

    /** Modules of the project can be extended. */
    Scratch withSpecs() {
        libraries.addAll(Checkout.catalogue().libraries());
        return this;
    }

    Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a module that extends Integers, without its first and last line. */
    Path module(String name, String body) {
        return file(name + ".tla", "---- MODULE " + name + " ----\nEXTENDS Integers\n" + body + "====\n");
    }

    CheckRequest request(String module, String config) {
        return CheckRequest.of(directory.resolve(module + ".tla"), file(module + ".cfg", config), libraries).withWorkers(1);
    }

    CheckResult check(String module, String config) {
        return check(module, config, request -> request);
    }

    CheckResult check(String module, String config, UnaryOperator<CheckRequest> options) {
        try {
            return new ModelChecker().check(options.apply(request(module, config)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
