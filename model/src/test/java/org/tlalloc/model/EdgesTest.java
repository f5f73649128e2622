package org.tlalloc.model;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
