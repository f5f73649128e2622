package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.replay.Options;
import org.tlalloc.conformance.replay.ProductReplay;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;

/** Faults planted in the sources of our own arena and its caches, which are compiled anew with each of them and replayed. */
class PlantedArenaTest {
    private static final Path FOLDER = Graphs.home().resolve("impl/src/main/java/org/tlalloc/range");

    /** A fault: what is replaced in a source by what. */
    private record Fault(String name, String model, String file, String from, String to) {
    }

    private static final String NEXT = "RangeArenaNext";
    private static final String SPANS = "RangeArenaSpans";
    private static final String WISHES = "RangeArenaWishes";
    private static final String BEST = "RangeArenaBest";
    private static final String POOL = "RangeArenaPool";
    private static final String CACHES = "QuantumCaches";
    private static final String TAGS = "BoundaryTags";
    private static final String ARENA = "RangeArena";

    private static final List<Fault> FAULTS = List.of(
            new Fault("no merge with the gap before", NEXT, TAGS, "int before = gapBefore(range);", "int before = NONE;"),
            new Fault("no merge with the gap after", NEXT, TAGS, "int after = gapAfter(range);", "int after = NONE;"),
            new Fault("a merged gap listed by its old length", WISHES, TAGS,
                    "        enlist(gap, start, pages);\n        return gap;",
                    "        enlist(gap, start, pages(range));\n        window.putInt(pool.offset(gap) + RangeArenaLayout.PAGES, pages);\n        return gap;"),
            new Fault("instant fit without fallback", WISHES, ARENA, "return gap != BoundaryTags.NONE ? gap : best(pages, request);\n    }\n\n    /** So many", "return gap;\n    }\n\n    /** So many"),
            new Fault("a rotor that never wraps", NEXT, TAGS, "return higher != NONE ? higher : firstFrom(start(tag) / layout.spanPages + 1);", "return higher != NONE ? higher : tag;"),
            new Fault("a rotor that stays behind", NEXT, ARENA, "        if (moves) {", "        if (false) {"),
            new Fault("a rotor that goes round within a span", SPANS, TAGS, "firstFrom(start(tag) / layout.spanPages + 1);", "firstFrom(start(tag) / layout.spanPages);"),
            new Fault("one tag too far", NEXT, ARENA, "left > 0; left--", "left >= 0; left--"),
            new Fault("a span returned while in use", SPANS, TAGS, "if (pages == layout.spanPages) {", "if (pages >= layout.spanPages - 1) {"),
            new Fault("an empty span kept", SPANS, TAGS, "if (pages == layout.spanPages) {", "if (false) {"),
            new Fault("the highest span first", SPANS, ARENA, "int span = tags.lowestSpan();", "int span = layout.spanCount - 1;"),
            new Fault("the oldest first", WISHES, ARENA, "if (length < least &&", "if (length <= least &&"),
            new Fault("the first that fits for the best", BEST, ARENA, "least > pages; gap", "best == BoundaryTags.NONE; gap"),
            new Fault("nothing left behind", WISHES, TAGS, "if (behind > 0) {", "if (behind > 1) {"),
            new Fault("the pool's last tag taken", POOL, TAGS, "MOST_NEW_TAGS = 3", "MOST_NEW_TAGS = 1"),
            new Fault("a tag more to spare", POOL, TAGS, "MOST_NEW_TAGS = 3", "MOST_NEW_TAGS = 4"),
            new Fault("a range freed by less than its length", NEXT, ARENA, "tags.pages(range) != pages", "tags.pages(range) < pages"),
            new Fault("a phase forgotten", WISHES, ARENA, "& -request.alignment()) + request.phase()", "& -request.alignment())"),
            new Fault("a boundary crossed", WISHES, ARENA, "return request.nocross() != 0 &&", "return request.nocross() > 4 &&"),
            new Fault("beyond the maximum", BEST, ARENA, "Math.min((long) first + length, request.maximum())", "((long) first + length)"),
            new Fault("below the minimum", BEST, ARENA, "Math.max(first, request.minimum())", "first"),
            new Fault("gives up while ranges wait", CACHES, "QuantumCaches", "return start == NONE && drain() ? arena.allocate(pages) : start;", "return start;"),
            new Fault("an emptied cache that keeps one", CACHES, "QuantumCaches", "                setCount(pages, 0);", "                setCount(pages, count - 1);"),
            new Fault("what waits freed again", CACHES, "QuantumCaches", "|| waits(start, pages)) {\n            throw", ") {\n            throw"),
            new Fault("the one that waits longest", CACHES, "QuantumCaches", "return waiting(pages, count - 1);", "return waiting(pages, 0);"));

    /** The sources of the arena, or of the caches, with a fault. */
    private static String[] sources(Fault fault) {
        String first = fault.model.equals(CACHES) ? "QuantumCaches" : ARENA;
        List<String> rest = List.of(ARENA, TAGS, "RangeArenaLayout", "QuantumCachesLayout", "NodePool", "NodePoolLayout",
                "RangeAllocation", "RangeException", "RangeRequest");
        return Stream.concat(Stream.of(first), rest.stream().filter(name -> !name.equals(first))).map(name -> source(fault, name))
                .toArray(String[]::new);
    }

    private static String source(Fault fault, String name) {
        String source = read(FOLDER.resolve(name + ".java"));
        if (name.equals(fault.file)) {
            assertTrue(source.contains(fault.from), fault.name + ": the source has no " + fault.from);
            source = source.replace(fault.from, fault.to);
        }
        return source.replaceAll("(?m)^package .*$", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldFind() {
        List<Class<?>> subjects = Compiled.each(FAULTS.stream().map(PlantedArenaTest::sources).toList());
        return IntStream.range(0, FAULTS.size()).mapToObj(i -> DynamicTest.dynamicTest(FAULTS.get(i).name(), () -> {
            String model = FAULTS.get(i).model();
            Verdict verdict = ProductReplay.run(Graphs.of(model), Binding.of(subjects.get(i), Alphabet.of(Graphs.of(model))), Options.standard());
            assertEquals(1, verdict.divergences().size(), verdict.toString());
            assertTrue(verdict.divergences().get(0).path().size() < 9, "it is found by few calls: " + verdict);
        }));
    }
}
