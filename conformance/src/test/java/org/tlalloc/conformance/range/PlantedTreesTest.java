package org.tlalloc.conformance.range;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Faults planted in the sources of RangeTrees and RangeAugmented, which are compiled anew with each of them and replayed. */
class PlantedTreesTest {
    private static final String TREES = "RangeTrees";
    private static final String AUGMENTED = "RangeAugmented";
    private static final String GAPS = "Gaps";
    private static final String AVL = "AvlTree";
    private static final String SHORT = "ShortGaps";
    private static final String BY_ADDRESS = "GapsByAddress";
    private static final String LARGEST = "LargestGaps";

    private static final List<PlantedSource> FAULTS = List.of(
            new PlantedSource("the tree by size is stale", TREES, TREES, "        leaves(gap, pagesBefore);\n        entered(gap);\n", ""),
            new PlantedSource("a gap that was merged stays in the tree by size", TREES, TREES,
                    "        leaves(gap, pages(gap));\n", ""),
            new PlantedSource("no order among equals that are short", TREES, TREES, "toLeft = start < start(other);", "toLeft = false;"),
            new PlantedSource("no order among equals that are not", TREES, TREES, "(long) pages(gap) << Integer.SIZE | start(gap)", "pages(gap)"),
            new PlantedSource("the first gap that will do, not the best", TREES, SHORT,
                    "Masks.atLeast(window, some, pages)", "Masks.atLeast(window, some, pages) < 0 ? Masks.NONE : Masks.below(window, some, count)"),
            new PlantedSource("a gap that is now the lowest of its length is not known as that", TREES, TREES,
                    "lowest == NO_NODE || start < start(lowest)", "lowest == NO_NODE"),
            new PlantedSource("the lowest gap of a length is not followed by the next", TREES, TREES, "right == NO_NODE ? bySize.parent(gap) : right", "NO_NODE"),
            new PlantedSource("the lowest gap of a length is followed by the one above it, not by the one below", TREES, TREES,
                    "right == NO_NODE ? bySize.parent(gap) : right", "bySize.parent(gap)"),
            new PlantedSource("a length without a gap is not forgotten", TREES, SHORT, "            Masks.remove(window, some, pages);\n", ""),
            new PlantedSource("a gap goes into the tree of another length", TREES, TREES, "bySize.insert(root, gap, above, toLeft);", "bySize.insert(gap, above, toLeft);"),
            new PlantedSource("no merge on the left", TREES, GAPS, "boolean joinsLeft = left != NO_NODE && ", "boolean joinsLeft = left != left && "),
            new PlantedSource("no merge on the right", TREES, GAPS, "boolean joinsRight = right != NO_NODE && ", "boolean joinsRight = right != right && "),
            new PlantedSource("merged on the left with what does not touch", TREES, GAPS, "left != NO_NODE && start(left) + pages(left) == start", "left != NO_NODE"),
            new PlantedSource("the node of a gap that is filled is lost", TREES, GAPS,
                    "            leave(gap);\n            pool.give(gap);\n", "            leave(gap);\n"),
            new PlantedSource("the node of a merged gap is lost", TREES, GAPS, "                pool.give(right);\n", ""),
            new PlantedSource("the length of a range that came back is not forgotten", TREES, GAPS, "        RangeLengths.end(window, lengths + start, pages);\n", ""),
            new PlantedSource("the node set aside for a range stays so", "RangeTreesPool", GAPS, "        setRanges(ranges() - 1);\n", ""),
            new PlantedSource("a double rotation takes the node that was there before", TREES, AVL,
                    "        return rotateRight(root, link, rotateLeft(root, left, right(left)));\n",
                    "        rotateLeft(root, left, right(left));\n        return rotateRight(root, link, left);\n"),
            new PlantedSource("a rotation forgets what is between", TREES, AVL,
                    "        window.putInt(at(link) + RIGHT, between);\n", "        window.putInt(at(link) + RIGHT, NONE);\n"),
            new PlantedSource("a longer range is taken for this one", TREES, GAPS, "if (length != pages) {", "if (length < pages) {"),
            new PlantedSource("a range goes where it is not aligned", TREES, GAPS, "start(gap) + alignment - 1 & -alignment", "start(gap) + (alignment - 1 & ~start(gap))"),
            new PlantedSource("what is before an aligned range is lost", AUGMENTED, GAPS, "            resize(gap, first, before);\n", "            resize(gap, first, 1);\n"),
            new PlantedSource("gives up while there is a node", "RangeTreesPool", GAPS, "> pool.available()", ">= pool.available()"),
            new PlantedSource("does not count the second node", "RangeAugmentedPool", GAPS, "(before > 0 ? 1 : 0) + (after > 0 ? 1 : 0)", "(before > 0 || after > 0 ? 1 : 0)"),
            new PlantedSource("a new gap is not known above it", AUGMENTED, AVL, "            raiseLargest(parent, window.getInt(at + number));\n", ""),
            new PlantedSource("the largest gap is not updated after a cut", AUGMENTED, BY_ADDRESS, "            trees.changed(gap);\n", ""),
            new PlantedSource("the largest gap is updated in the node, and not above it", AUGMENTED, AVL,
                    "        while (at != NONE && refreshLargest(at)) {", "        if (at != NONE && refreshLargest(at)) {"),
            new PlantedSource("the largest gap is not updated after a rotation", AUGMENTED, AVL,
                    "        window.putByte(at + height, (byte) now);\n        if (keeps) {\n            refreshLargest(link);\n        }\n    }\n}",
                    "        window.putByte(at + height, (byte) now);\n    }\n}"),
            new PlantedSource("gives up where the largest gap would just do", AUGMENTED, LARGEST, "largest() < pages", "largest() <= pages"),
            new PlantedSource("a gap here is taken before one on the left", AUGMENTED, BY_ADDRESS,
                    "            if (left != NONE && trees.largest(left)", "            if (trees.number(gap) < pages - 1 && left != NONE && trees.largest(left)"),
            new PlantedSource("the top is not told of a gap that is new", AUGMENTED, BY_ADDRESS,
                    "            Masks.add(window, some, slice);\n        }\n        refreshLargest(slice);\n", "            Masks.add(window, some, slice);\n        }\n"),
            new PlantedSource("the top is not told of a gap that went", AUGMENTED, BY_ADDRESS,
                    "            Masks.remove(window, some, slice);\n        }\n        refreshLargest(slice);\n", "            Masks.remove(window, some, slice);\n        }\n"),
            new PlantedSource("the top is not told of a gap that is longer or shorter", AUGMENTED, BY_ADDRESS,
                    "            trees.changed(gap);\n            refreshLargest(slice);\n", "            trees.changed(gap);\n"),
            new PlantedSource("the second slice is taken before the first", AUGMENTED, LARGEST, "int first = isShorter(four, pages);", "int first = isShorter(four + NUMBER, pages) ^ 1;"),
            new PlantedSource("a slice with a gap is not known", TREES, BY_ADDRESS, "            Masks.add(window, some, slice);\n", ""),
            new PlantedSource("a slice without a gap is not forgotten", TREES, BY_ADDRESS, "            Masks.remove(window, some, slice);\n", ""),
            new PlantedSource("no merge on the left across slices", TREES, GAPS, "            left = byAddress.lastBelow(slice);\n", ""),
            new PlantedSource("no merge on the right across slices", TREES, GAPS, "            right = byAddress.first(byAddress.slice(end));\n", ""),
            new PlantedSource("the last slice's first gap is taken for its last", TREES, BY_ADDRESS, "trees.last(root(below))", "trees.first(root(below))"),
            new PlantedSource("a gap that is cut stays in the slice where it began", TREES, GAPS, "int to = byAddress.slice(start);", "int to = from;"));

    private static final List<String> SOURCES = List.of(TREES, AUGMENTED, GAPS, AVL, SHORT, BY_ADDRESS, LARGEST, "Gap", "GapsLayout", "RangeLengths", "NodePool", "NodePoolLayout",
            "RangeAllocation", "RangeException", "RangeRequest");

    /** All sources, the subject's first. */
    private static List<String> sources(PlantedSource fault) {
        String subject = fault.model().startsWith(TREES) ? TREES : AUGMENTED;
        return Stream.concat(Stream.of(subject), SOURCES.stream().filter(name -> !name.equals(subject))).toList();
    }

    @TestFactory
    Stream<DynamicTest> shouldFind() {
        return PlantedSource.tests(FAULTS, PlantedTreesTest::sources, 9);
    }
}
