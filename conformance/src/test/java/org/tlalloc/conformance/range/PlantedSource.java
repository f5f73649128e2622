package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.replay.Replays;
import org.tlalloc.conformance.replay.Verdict;

/**
 * A fault planted in one of our own sources, which are compiled anew with it.
 *
 * @param model on which the subject is replayed
 * @param file  the class in whose source it is
 * @param from  what is replaced there, wherever it stands
 * @param to    by what
 */
record PlantedSource(String name, String model, String file, String from, String to) {
    private static final Path FOLDER = Graphs.home().resolve("impl/src/main/java/org/tlalloc/range");
    /** Of what stands between a model and a class. */
    private static final Path BETWEEN = Graphs.home().resolve("conformance/src/main/java/org/tlalloc/conformance/range");

    /** The classes with a fault each. */
    private static List<Class<?>> subjects(List<PlantedSource> faults, Function<PlantedSource, List<String>> sources) {
        return Compiled.each(faults.stream().map(fault -> sources.apply(fault).stream().map(fault::source).toArray(String[]::new)).toList());
    }

    /**
     * A test for each fault: the replay finds it.
     *
     * @param sources the names of the sources that a fault's subject is made of, the subject's own first
     * @param calls   fewer than this show it
     */
    static Stream<DynamicTest> tests(List<PlantedSource> faults, Function<PlantedSource, List<String>> sources, int calls) {
        List<Class<?>> subjects = subjects(faults, sources);
        return IntStream.range(0, faults.size()).mapToObj(i -> DynamicTest.dynamicTest(faults.get(i).name(), () -> {
            Verdict verdict = faults.get(i).replay(subjects.get(i));
            assertEquals(1, verdict.divergences().size(), verdict.toString());
            assertTrue(verdict.divergences().get(0).path().size() < calls, "it is found by few calls: " + verdict);
        }));
    }

    private String source(String of) {
        Path between = BETWEEN.resolve(of + ".java");
        String source = read(Files.exists(between) ? between : FOLDER.resolve(of + ".java"));
        if (of.equals(file)) {
            assertTrue(source.contains(from), name + ": the source has no " + from);
            source = source.replace(from, to);
        }
        return source.replaceAll("(?m)^package .*$", "").replaceAll("(?m)^import org\\.tlalloc\\.range\\..*$", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the replay says of the class that the fault is in. */
    Verdict replay(Class<?> subject) {
        return Replays.of(model, subject);
    }
}
