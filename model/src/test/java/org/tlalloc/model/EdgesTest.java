package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.StringValue;

/**
 * A guard is exercised only where a model's bounds lead to it: each allocator is replayed
 * in arenas that have the edges at which allocators go wrong.
 */
class EdgesTest {
    private static final Pattern NUMBER = Pattern.compile("\\b(FrameCount|MaxOrder)\\s*=\\s*(\\d+)");
    private static final Pattern RESERVED = Pattern.compile("\\bReserved\\s*=\\s*\\{([\\d,\\s]*)}");

    /** The bounds of a model, as its .cfg gives them. */
    private record Arena(int frameCount, int maxOrder, Set<Integer> reserved) {
        boolean hasBlock(int frame) {
            return IntStream.range(frame, frame + (1 << maxOrder)).allMatch(at -> at < frameCount && !reserved.contains(at));
        }

        boolean hasNeighboursOfMaxOrder() {
            int size = 1 << maxOrder;
            return IntStream.iterate(0, frame -> frame < frameCount, frame -> frame + 2 * size)
                    .anyMatch(frame -> hasBlock(frame) && hasBlock(frame + size));
        }
    }

    private static Arena arena(ModelEntry model) {
        try {
            String constants = Configuration.read(Checkout.catalogue().config(model)).constants();
            Matcher reserved = RESERVED.matcher(constants);
            Set<Integer> frames = new HashSet<>();
            if (reserved.find() && !reserved.group(1).isBlank()) {
                Pattern.compile("\\s*,\\s*").splitAsStream(reserved.group(1).strip()).map(Integer::valueOf).forEach(frames::add);
            }
            return new Arena(number(constants, "FrameCount"), number(constants, "MaxOrder"), frames);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int number(String constants, String name) {
        return NUMBER.matcher(constants).results().filter(match -> match.group(1).equals(name))
                .mapToInt(match -> Integer.parseInt(match.group(2))).findFirst().orElseThrow();
    }

    private static void assertSome(String spec, String what, Predicate<Arena> edge) {
        List<ModelEntry> models = Checkout.catalogue().models().stream()
                .filter(model -> model.spec().equals(spec) && model.replay() && !model.full()).toList();
        assertTrue(models.stream().map(EdgesTest::arena).anyMatch(edge), () -> "none has " + what + ": "
                + models.stream().map(ModelEntry::name).collect(Collectors.joining(", ")));
    }

    /* In one such model alone does `order < MaxOrder` keep two free blocks apart. */
    @ParameterizedTest
    @ValueSource(strings = {"BlockAllocation", "Buddy", "BuddyLowestFirst"})
    void shouldHaveTwoNeighboursOfTheLargestOrder(String spec) {
        assertSome(spec, "two neighbours of order MaxOrder", Arena::hasNeighboursOfMaxOrder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BootAllocator", "BlockAllocation", "Buddy", "BuddyLowestFirst"})
    void shouldReserveTheFirstAndTheLastFrame(String spec) {
        assertSome(spec, "the first frame reserved", arena -> arena.reserved().contains(0));
        assertSome(spec, "the last frame reserved", arena -> arena.reserved().contains(arena.frameCount() - 1));
    }

    private static Stream<ActionInstance> taken(StateGraph graph) {
        return IntStream.range(0, (int) graph.transitionCount()).map(graph::action).distinct().mapToObj(graph.actions()::get);
    }

    private static int framesOf(ActionInstance instance) {
        FunctionValue request = (FunctionValue) instance.arguments().get(0);
        return ((IntValue) request.values().get(request.keys().indexOf(new StringValue("frames")))).value();
    }

    /* The longest run that a call may name has 2^MaxOrder frames; a request of one more is made, and refused. */
    @Test
    void shouldAskABitmapForItsLongestRunAndForALongerOne() {
        StateGraph graph = Checkout.graph("FrameBitmap");
        int longest = 1 << ((IntValue) graph.constants().get("MaxOrder")).value();
        Predicate<ActionInstance> isRequest = instance -> instance.signature().name().equals("AllocateRun");
        assertTrue(graph.actions().stream().filter(isRequest).anyMatch(instance -> framesOf(instance) == longest + 1));
        assertTrue(taken(graph).filter(isRequest).anyMatch(instance -> framesOf(instance) == longest
                && !instance.result().equals(new IntValue(-1))));
        assertEquals(0, taken(graph).filter(isRequest).filter(instance -> framesOf(instance) > longest).count());
    }

    /* The first frame has number 0, and the last one ends a bitmap that does not end with a word. */
    @Test
    void shouldHandOutTheFirstAndTheLastFrameOfABitmapOfSeveralNodes() {
        StateGraph graph = Checkout.graph("FrameBitmapSparse");
        int last = ((IntValue) graph.constants().get("FrameCount")).value() - 1;
        for (int frame : new int[] {0, last}) {
            assertTrue(taken(graph).anyMatch(instance -> new IntValue(frame).equals(instance.result())), "frame=" + frame);
        }
    }
}
