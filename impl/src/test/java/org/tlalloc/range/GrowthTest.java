package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.machine.PhysicalMemory;

/**
 * No operation grows faster than the logarithm of the region: from 2^8 to 2^20 pages a call makes, on average, at
 * most so many accesses to memory as a number, the same for all regions, times the logarithm. What time makes of them, with its caches,
 * is for the benchmark to say.
 */
class GrowthTest {
    private static final int[] LOG2_PAGES = {8, 11, 14, 17, 20};
    private static final int LONGEST = 8;
    private static final int TURNS = 4;
    private static final int PAIRS = 20_000;
    private static final long BASE = 0x10_0000;

    @BeforeAll
    static void count() {
        Accesses.begin();
    }

    static Stream<Arguments> allocators() {
        return Stream.of(
                of("RangeBitmap", 3, pages -> RangeBitmap.format(memory(), BASE, pages)),
                of("RangeBuddy", 1.5, pages -> RangeBuddy.format(memory(), BASE, pages)),
                of("RangeTrees", 8, pages -> RangeTrees.format(memory(), BASE, pages, pages)),
                of("RangeAugmented", 10, pages -> RangeAugmented.format(memory(), BASE, pages, pages)),
                of("RangeArena, instant fit", 4, pages -> arena(pages, "instant")),
                of("RangeArena, best fit", 4, pages -> arena(pages, "best")),
                of("RangeArena, next fit", 5, pages -> arena(pages, "next")),
                of("QuantumCaches", 2, pages -> QuantumCaches.format(memory(), BASE, pages, 8, 16)));
    }

    private static Arguments of(String name, double aDoubling, IntFunction<RangeAllocation> made) {
        return Arguments.of(name, aDoubling, made);
    }

    private static PhysicalMemory memory() {
        return new PhysicalMemory(1L << 30);
    }

    private static RangeAllocation arena(int pages, String policy) {
        return RangeArena.format(memory(), BASE, pages, pages, 8, pages + 3, policy, 16);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allocators")
    void shouldGrowNoFasterThanTheLogarithm(String name, double aDoubling, IntFunction<RangeAllocation> made) {
        double[][] costs = Arrays.stream(LOG2_PAGES).mapToObj(log2 -> new Run(made.apply(1 << log2)).costs()).toArray(double[][]::new);
        StringBuilder told = new StringBuilder(name).append(": accesses of an allocate, of a free; the most of either\n");
        for (int i = 0; i < LOG2_PAGES.length; i++) {
            told.append(String.format(Locale.ROOT, "  2^%-2d %7.1f %7.1f %6.0f %6.0f%n", LOG2_PAGES[i], costs[i][0], costs[i][1], costs[i][2], costs[i][3]));
        }
        // The README has these figures, and sends its reader here for them.
        System.out.print(told);
        for (int i = 0; i < LOG2_PAGES.length; i++) {
            double most = aDoubling * LOG2_PAGES[i];
            assertTrue(costs[i][0] <= most && costs[i][1] <= most, told::toString);
            assertTrue(costs[i][0] >= 1 && costs[i][1] >= 1, told::toString);
        }
    }

    /** Half of the region in use, by ranges of up to eight pages that come and go. */
    private static final class Run {
        private final RangeAllocation allocation;
        private final Random random = new Random(1);
        private final int[] starts;
        private final int[] lengths;
        private long allocating;
        private long freeing;
        private long mostAllocating;
        private long mostFreeing;
        private int allocated;
        private int freed;

        Run(RangeAllocation allocation) {
            this.allocation = allocation;
            // The mean length is half of this.
            this.starts = new int[allocation.pageCount() / (LONGEST + 1)];
            this.lengths = new int[starts.length];
            Arrays.fill(starts, RangeAllocation.NONE);
        }

        /** Mean accesses of an allocate and of a free, and the most of either. */
        double[] costs() {
            for (int slot = 0; slot < starts.length; slot++) {
                fill(slot);
            }
            turnOver(TURNS * starts.length + PAIRS);
            allocating = freeing = mostAllocating = mostFreeing = allocated = freed = 0;
            turnOver(PAIRS);
            return new double[] {(double) allocating / allocated, (double) freeing / freed, mostAllocating, mostFreeing};
        }

        private void turnOver(int pairs) {
            for (int i = 0; i < pairs; i++) {
                int slot = random.nextInt(starts.length);
                if (starts[slot] != RangeAllocation.NONE) {
                    long before = Accesses.count;
                    allocation.free(starts[slot], lengths[slot]);
                    long took = Accesses.count - before;
                    freeing += took;
                    mostFreeing = Math.max(mostFreeing, took);
                    freed++;
                }
                fill(slot);
            }
        }

        private void fill(int slot) {
            lengths[slot] = 1 + random.nextInt(LONGEST);
            long before = Accesses.count;
            starts[slot] = allocation.allocate(lengths[slot]);
            long took = Accesses.count - before;
            allocating += took;
            mostAllocating = Math.max(mostAllocating, took);
            allocated++;
        }
    }
}
