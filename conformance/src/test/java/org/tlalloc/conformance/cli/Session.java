package org.tlalloc.conformance.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A command run in this process, with what it printed. */
record Session(int exit, String out, String err) {

    /** The top of this project's tree. */
    static Path home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("spec")) || !Files.isDirectory(folder.resolve("model"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static Session of(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        String before = System.getProperty("tlalloc.home");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        if (before == null) {
            System.setProperty("tlalloc.home", home().toString());
        }
        try {
            int exit = Tlalloc.run(arguments);
            return new Session(exit, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            if (before == null) {
                System.clearProperty("tlalloc.home");
            }
        }
    }

    /** What went to the error stream, which is one line for whoever misuses a command. */
    String complaint() {
        List<String> lines = err.lines().toList();
        if (lines.size() != 1) {
            throw new AssertionError("not one line: " + err);
        }
        return lines.get(0);
    }
}
