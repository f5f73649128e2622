package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.BitSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.tlalloc.frame.Buddy;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.frame.BuddyMostRecentFirst;

/** The buddy allocators on a thousand frames, under thousands of random calls, each judged by the specifications. */
class BuddyOracleProperties {
    private static final int BURSTS = 200;

    /** Frames here and there, some side by side, and the last one. */
    private static BitSet holes(int frameCount) {
        BitSet holes = new BitSet();
        IntStream.iterate(5, frame -> frame < frameCount, frame -> frame + 97).forEach(holes::set);
        holes.set(frameCount / 2, frameCount / 2 + 20);
        holes.set(frameCount - 1);
        return holes;
    }

    @AfterContainer
    static void close() throws IOException {
        Arena.close();
    }

    @Group
    class Whole extends Calls {
        Whole() {
            super(new Arena(1024, 10, new BitSet()));
        }
    }

    @Group
    class WithHoles extends Calls {
        WithHoles() {
            super(new Arena(1024, 10, holes(1024)));
        }
    }

    @Group
    class Ragged extends Calls {
        Ragged() {
            super(new Arena(1000, 7, holes(1000)));
        }
    }

    abstract static class Calls {
        private final Arena arena;

        Calls(Arena arena) {
            this.arena = arena;
        }

        private Arbitrary<ActionChain<BlockCalls>> chains(Class<? extends Buddy> type, String spec) {
            return BlockCalls.chains(() -> new BlockCalls(arena.judged(type, spec)), arena, BURSTS);
        }

        private static void run(ActionChain<BlockCalls> chain) {
            BlockCalls calls = chain.run();
            calls.compare();
            Statistics.label("some allocation found nothing").collect(calls.exhausted() > 0)
                    .coverage(coverage -> coverage.check(true).count(count -> count > 0));
            Statistics.label("some call was refused").collect(calls.refused() > 0)
                    .coverage(coverage -> coverage.check(true).count(count -> count > 0));
        }

        @Provide
        Arbitrary<ActionChain<BlockCalls>> lowestFirstByItsOwn() {
            return chains(BuddyLowestFirst.class, "BuddyLowestFirst");
        }

        @Property(tries = 2, shrinking = ShrinkingMode.FULL)
        @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
        void shouldBeLowestFirst(@ForAll("lowestFirstByItsOwn") ActionChain<BlockCalls> chain) {
            run(chain);
        }

        @Provide
        Arbitrary<ActionChain<BlockCalls>> lowestFirstByBuddy() {
            return chains(BuddyLowestFirst.class, "Buddy");
        }

        @Property(tries = 2, shrinking = ShrinkingMode.FULL)
        @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
        void shouldBeABuddyWhenLowestFirst(@ForAll("lowestFirstByBuddy") ActionChain<BlockCalls> chain) {
            run(chain);
        }

        @Provide
        Arbitrary<ActionChain<BlockCalls>> lowestFirstByTheContract() {
            return chains(BuddyLowestFirst.class, "BlockAllocation");
        }

        @Property(tries = 2, shrinking = ShrinkingMode.FULL)
        @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
        void shouldKeepTheContractWhenLowestFirst(@ForAll("lowestFirstByTheContract") ActionChain<BlockCalls> chain) {
            run(chain);
        }

        @Provide
        Arbitrary<ActionChain<BlockCalls>> mostRecentFirstByBuddy() {
            return chains(BuddyMostRecentFirst.class, "Buddy");
        }

        @Property(tries = 2, shrinking = ShrinkingMode.FULL)
        @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
        void shouldBeABuddyWhenMostRecentFirst(@ForAll("mostRecentFirstByBuddy") ActionChain<BlockCalls> chain) {
            run(chain);
        }

        @Provide
        Arbitrary<ActionChain<BlockCalls>> mostRecentFirstByTheContract() {
            return chains(BuddyMostRecentFirst.class, "BlockAllocation");
        }

        @Property(tries = 2, shrinking = ShrinkingMode.FULL)
        @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
        void shouldKeepTheContractWhenMostRecentFirst(@ForAll("mostRecentFirstByTheContract") ActionChain<BlockCalls> chain) {
            run(chain);
        }
    }

    /** The property must fail, and what is left of its chain be short. */
    static final class MustShrink implements AroundPropertyHook {
        private static final int BURSTS = 3;
        private static final int CALLS = 10;

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            try {
                assertEquals(PropertyExecutionResult.Status.FAILED, result.status(), "the planted fault is not found");
                ActionChain<?> chain = (ActionChain<?>) result.falsifiedParameters().orElseThrow().get(0);
                assertTrue(chain.transformations().size() <= BURSTS, () -> "not short: " + chain.transformations());
                long calls = ((BlockCalls) chain.finalState().orElseThrow()).judged().calls();
                assertTrue(calls <= CALLS, () -> "calls=" + calls + " in " + chain.transformations());
                assertTrue(result.throwable().orElseThrow().getMessage().contains("the specification says no in module BlockAllocation"),
                        () -> result.throwable().orElseThrow().getMessage());
                return result.mapToSuccessful();
            } catch (AssertionError e) {
                return result.mapToFailed(e);
            }
        }
    }

    private final Arena arena = new Arena(1024, 10, holes(1024));

    @Provide
    Arbitrary<ActionChain<BlockCalls>> planted() {
        return BlockCalls.chains(() -> new BlockCalls(arena.judged(PlantedBlocks.FreesWrongOrder.class, "BlockAllocation")), arena, BURSTS);
    }

    /* The seed is fixed, since how short a chain becomes depends a little on where it began. */
    @Property(tries = 20, shrinking = ShrinkingMode.FULL, seed = "1")
    @AddLifecycleHook(MustShrink.class)
    void shouldFindAPlantedFaultAndShrinkItsChain(@ForAll("planted") ActionChain<BlockCalls> chain) {
        chain.run();
    }
}
