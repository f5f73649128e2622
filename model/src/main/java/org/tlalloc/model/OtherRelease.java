package org.tlalloc.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A plain check by another release of the TLA+ tools, in a process of its own. It has
 * no labelled refinement and no capture, since these look into one release.
 */
public final class OtherRelease {
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) states generated, (\\d+) distinct states found", Pattern.MULTILINE);
    private static final Pattern INITIAL = Pattern.compile("Finished computing initial states: (\\d+)");
    private static final Pattern INVARIANT = Pattern.compile("Error: Invariant (\\S+) is violated");
    private static final Pattern PROPERTY = Pattern.compile("Error: (?:Action property|Temporal property) (.+?) (?:is|was) violated");
    private static final Pattern TEMPORAL = Pattern.compile("Error: Temporal properties were violated");
    private static final Pattern DEADLOCK = Pattern.compile("Error: Deadlock reached");
    private static final Pattern ASSUMPTION = Pattern.compile("Error: Assumption (.+) is false");
    private static final Pattern ERROR = Pattern.compile("(?:Error|\\*\\*\\* Errors?|Fatal errors?)[^\\n]*(?:\\n[^\\n]+)?");

    /* From release 1.8 on, TLC would write a module for each counterexample beside the model; before, it knows no such option. */
    private static final String NO_FILES = "-noGenerateSpecTE";

    /** What is violated where TLC does not say which of the properties. */
    static final String UNNAMED_PROPERTY = "a temporal property";

    private final Path jar;
    private volatile boolean knowsNoFiles = true;

    /** @throws IOException if there is no such jar, or it has no TLC in it */
    public OtherRelease(Path jar) throws IOException {
        ModelChecker.requireReadable(jar);
        try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile())) {
            if (file.getEntry("tlc2/TLC.class") == null) {
                throw new IOException("jar=" + jar + " holds no TLC");
            }
        } catch (java.util.zip.ZipException e) {
            throw new IOException("jar=" + jar + " is no jar");
        }
        this.jar = jar;
    }

    /** @throws IOException if a file cannot be read, or the process not be started */
    public CheckResult check(CheckRequest request) throws IOException {
        ModelChecker.requireReadable(request.module());
        ModelChecker.requireReadable(request.config());
        long start = System.nanoTime();
        try (TemporaryFolder folder = TemporaryFolder.make("tlalloc-tlc-")) {
            Path directory = folder.path();
            Answer answer = run(command(request, directory), directory);
            if (knowsNoFiles && answer.text.contains("unrecognized option: " + NO_FILES)) {
                knowsNoFiles = false;
                answer = run(command(request, directory), directory);
            }
            CheckResult result = result(answer.exit, answer.text, (System.nanoTime() - start) / 1e9);
            if (result.outcome() == CheckResult.Outcome.ERROR && folder.isFull(answer.text)) {
                throw TemporaryFolder.noSpace();
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    private record Answer(int exit, String text) {
    }

    private static Answer run(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        Thread kill = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(kill);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        forget(kill);
        return new Answer(exit, text);
    }

    private static void forget(Thread kill) {
        try {
            Runtime.getRuntime().removeShutdownHook(kill);
        } catch (IllegalStateException e) {
            // The program is ending: the process goes with it.
            return;
        }
    }

    private List<String> command(CheckRequest request, Path directory) {
        List<Path> libraries = new ArrayList<>(List.of(request.module().toAbsolutePath().getParent()));
        libraries.addAll(request.libraries());
        String path = libraries.stream().map(library -> library.toAbsolutePath().toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC", "-DTLA-Library=" + path, "-cp", jar.toAbsolutePath().toString(), "tlc2.TLC",
                "-workers", String.valueOf(request.workers()), "-metadir", directory.toString(), "-config",
                request.config().toAbsolutePath().toString()));
        if (knowsNoFiles) {
            command.add(NO_FILES);
        }
        command.add(request.module().toAbsolutePath().toString());
        return command;
    }

    private static CheckResult result(int exit, String text, double seconds) {
        long generated = 0;
        long distinct = 0;
        for (Matcher counts = COUNTS.matcher(text.replace(",", "").replace("generated ", "generated, "));
                counts.find();) {
            generated = Long.parseLong(counts.group(1));
            distinct = Long.parseLong(counts.group(2));
        }
        Matcher initial = INITIAL.matcher(text);
        long transitions = Math.max(0, generated - (initial.find() ? Long.parseLong(initial.group(1)) : 0));
        String violated = violated(text);
        if (exit == 0 && violated == null) {
            return new CheckResult(CheckResult.Outcome.PASSED, null, null, distinct, transitions, seconds, null, List.of(), null);
        }
        if (violated != null) {
            return new CheckResult(CheckResult.Outcome.VIOLATED, violated, null, distinct, transitions, seconds, null,
                    List.of(), null);
        }
        Matcher error = ERROR.matcher(text);
        String message = error.find() ? error.group().strip().replaceAll("\\s+", " ") : "exit code " + exit;
        return new CheckResult(CheckResult.Outcome.ERROR, null, message, distinct, transitions, seconds, null, List.of(), null);
    }

    private static String violated(String text) {
        for (Pattern pattern : List.of(INVARIANT, PROPERTY, ASSUMPTION)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return TEMPORAL.matcher(text).find() ? UNNAMED_PROPERTY : DEADLOCK.matcher(text).find() ? "Deadlock" : null;
    }
}
