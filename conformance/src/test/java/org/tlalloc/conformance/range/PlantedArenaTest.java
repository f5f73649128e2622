package org.tlalloc.conformance.range;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Faults planted in the sources of our own arena and its caches, which are compiled anew with each of them and replayed. */
class PlantedArenaTest {
    private static final String NEXT = "RangeArenaNext";
    private static final String SPANS = "RangeArenaSpans";
    private static final String WISHES = "RangeArenaWishes";
    private static final String BEST = "RangeArenaBest";
    private static final String POOL = "RangeArenaPool";
    private static final String CACHES = "QuantumCaches";
    private static final String TAGS = "BoundaryTags";
    private static final String ARENA = "RangeArena";

    private static final List<PlantedSource> FAULTS = List.of(
            new PlantedSource("no merge with the gap before", NEXT, TAGS, "int before = gapBefore(start);", "int before = NONE;"),
            new PlantedSource("no merge with the gap after", NEXT, TAGS, "int after = gapAfter(start + pages);", "int after = NONE;"),
            new PlantedSource("a merged gap listed by its old length", WISHES, TAGS,
                    "        enlist(gap, first, end - first);\n        return gap;",
                    "        enlist(gap, first, pages);\n        window.putInt(pool.offset(gap) + RangeArenaLayout.PAGES, end - first);\n        return gap;"),
            new PlantedSource("instant fit without fallback", WISHES, ARENA, "return gap != BoundaryTags.NONE ? gap : best(pages, request);\n    }\n\n    /** So many", "return gap;\n    }\n\n    /** So many"),
            new PlantedSource("a rotor that never wraps", NEXT, TAGS, ": firstFrom(layout.span(end));", ": start;"),
            new PlantedSource("a rotor that stays behind", NEXT, ARENA, "        if (moves) {", "        if (false) {"),
            new PlantedSource("a rotor that goes round within a span", SPANS, TAGS, "!RangeLengths.isInside(window, lengths + end) ? end : firstFrom(layout.span(end));", "!layout.beginsSpan(end) ? end : firstFrom(layout.span(start));"),
            new PlantedSource("one tag too far", NEXT, ARENA, "left > 0; left--", "left >= 0; left--"),
            new PlantedSource("a span returned while in use", SPANS, TAGS, "if (end - first == layout.spanPages) {", "if (end - first >= layout.spanPages - 1) {"),
            new PlantedSource("an empty span kept", SPANS, TAGS, "if (end - first == layout.spanPages) {", "if (false) {"),
            new PlantedSource("the highest span first", SPANS, ARENA, "int span = tags.lowestSpan();", "int span = layout.spanCount - 1;"),
            new PlantedSource("the oldest first", BEST, TAGS, "toLeft = pages <= pages(other);", "toLeft = pages < pages(other);"),
            new PlantedSource("the first that fits for the best", BEST, TAGS, "                shortest = gap;\n                gap = byLength.left(gap);", "                return gap;"),
            new PlantedSource("no search beyond the length's own class", BEST, TAGS, "return shortest != NONE ? shortest : shortestOfClassFrom(sizeClass + 1);", "return shortest;"),
            new PlantedSource("the longest of a longer class", BEST, TAGS, "byLength.first(tree(found))", "window.getInt(tree(found))"),
            new PlantedSource("a wish not looked for in the next gap of the class", WISHES, TAGS, "layout.isWide(sizeClass) ? byLength.next(gap) : older(gap);", "layout.isWide(sizeClass) ? NONE : older(gap);"),
            new PlantedSource("a wish not looked for in longer classes", WISHES, TAGS, "return next != NONE ? next : shortestOfClassFrom(sizeClass + 1);", "return next;"),
            new PlantedSource("a gap that stays in its tree", BEST, TAGS, "            byLength.remove(tree(sizeClass), gap);\n", ""),
            new PlantedSource("nothing left behind", WISHES, TAGS, "if (behind > 0) {", "if (behind > 1) {"),
            new PlantedSource("the end of a gap cut short unknown", WISHES, TAGS, "            setEdge(start - 1, gap);\n", ""),
            new PlantedSource("the end of a gap left as the edge of another", NEXT, TAGS, "            clearEdge(start - 1);\n", ""),
            new PlantedSource("merged with a gap of the span below", SPANS, TAGS, "lengths + page - 1) && !layout.beginsSpan(page) ?", "lengths + page - 1) ?"),
            new PlantedSource("merged with a gap of the span above", SPANS, TAGS, "lengths + page) && !layout.beginsSpan(page) ?", "lengths + page) ?"),
            new PlantedSource("a tag that is lost with a merge", POOL, TAGS, "                pool.give(after);\n", ""),
            new PlantedSource("ranges that need no tag", POOL, TAGS, "pool.available() - ranges() >=", "pool.available() >="),
            new PlantedSource("the pool's last tag taken", POOL, TAGS, "MOST_NEW_TAGS = 3", "MOST_NEW_TAGS = 1"),
            new PlantedSource("a tag more to spare", POOL, TAGS, "MOST_NEW_TAGS = 3", "MOST_NEW_TAGS = 4"),
            new PlantedSource("a range freed by less than its length", NEXT, ARENA, "tags.used(start) != pages", "tags.used(start) < pages"),
            new PlantedSource("a phase forgotten", WISHES, ARENA, "& -request.alignment()) + request.phase()", "& -request.alignment())"),
            new PlantedSource("a boundary crossed", WISHES, ARENA, "return request.nocross() != 0 &&", "return request.nocross() > 4 &&"),
            new PlantedSource("beyond the maximum", BEST, ARENA, "Math.min((long) first + length, request.maximum())", "((long) first + length)"),
            new PlantedSource("below the minimum", BEST, ARENA, "Math.max(first, request.minimum())", "first"),
            new PlantedSource("gives up while ranges wait", CACHES, "QuantumCaches", "return start == NONE && drain() ? arena.allocate(pages) : start;", "return start;"),
            new PlantedSource("an emptied cache that keeps one", CACHES, "QuantumCaches", "                setCount(pages, 0);", "                setCount(pages, count - 1);"),
            new PlantedSource("what waits freed again", CACHES, "QuantumCaches", "|| waits(start, pages)) {\n            throw", ") {\n            throw"),
            new PlantedSource("the one that waits longest", CACHES, "QuantumCaches", "return waiting(pages, count - 1);", "return waiting(pages, 0);"));

    /** The sources of the arena, or of the caches. */
    private static List<String> sources(PlantedSource fault) {
        String first = fault.model().equals(CACHES) ? "QuantumCaches" : ARENA;
        List<String> rest = List.of(ARENA, TAGS, "RangeArenaLayout", "RangeLengths", "AvlTree", "QuantumCachesLayout", "NodePool", "NodePoolLayout",
                "RangeAllocation", "RangeException", "RangeRequest");
        return Stream.concat(Stream.of(first), rest.stream().filter(name -> !name.equals(first))).toList();
    }

    @TestFactory
    Stream<DynamicTest> shouldFind() {
        return PlantedSource.tests(FAULTS, PlantedArenaTest::sources, 9);
    }
}
