package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.machine.PhysicalMemory;

/**
 * No operation grows faster than the logarithm of the region, but for an arena's search for what is wished beyond a length:
 * from 2^8 to 2^20 pages a call makes, on average and at worst, at most so many accesses to memory as a number, the same for
 * all regions, times the logarithm. What time makes of them, with its caches, is for the benchmark to say.
 */
class GrowthTest {
    private static final int[] LOG2_PAGES = {8, 11, 14, 17, 20};
    private static final int LONGEST = 8;
    private static final int TURNS = 4;
    private static final int PAIRS = 20_000;
    private static final long BASE = 0x10_0000;

    private static final IntFunction<RangeAllocation> BITMAP = pages -> RangeBitmap.format(memory(), BASE, pages);
    private static final IntFunction<RangeAllocation> BUDDY = pages -> RangeBuddy.format(memory(), BASE, pages);
    private static final IntFunction<RangeAllocation> TREES = pages -> RangeTrees.format(memory(), BASE, pages, pages);
    private static final IntFunction<RangeAllocation> AUGMENTED = pages -> RangeAugmented.format(memory(), BASE, pages, pages);

    @BeforeAll
    static void count() {
        Accesses.begin();
    }

    static Stream<Arguments> allocators() {
        return Stream.of(
                of("RangeBitmap", 3, 8, BITMAP), of("RangeBuddy", 1.5, 7, BUDDY), of("RangeTrees", 6, 20, TREES),
                of("RangeAugmented", 7, 18, AUGMENTED),
                of("RangeArena, instant fit", 4, 8, pages -> arena(pages, 1, RangeArena.MAX_STEPS, "instant")),
                of("RangeArena, best fit", 4, 8, pages -> arena(pages, 1, RangeArena.MAX_STEPS, "best")),
                of("RangeArena, next fit", 5, 15, pages -> arena(pages, 1, RangeArena.MAX_STEPS, "next")),
                of("RangeArena, instant fit, powers of two", 8, 30, pages -> arena(pages, 1, 1, "instant")),
                of("RangeArena, best fit, powers of two", 6, 22, pages -> arena(pages, 1, 1, "best")),
                of("RangeArena, next fit, powers of two", 10, 32, pages -> arena(pages, 1, 1, "next")),
                of("RangeArena, instant fit, spans", 8, 30, pages -> arena(pages, pages / 64, 1, "instant")),
                of("RangeArena, best fit, spans", 6, 22, pages -> arena(pages, pages / 64, 1, "best")),
                of("RangeArena, next fit, spans", 10, 32, pages -> arena(pages, pages / 64, 1, "next")),
                of("QuantumCaches", 2, 130, pages -> QuantumCaches.format(memory(), BASE, pages, 8, 16)));
    }

    /** Those that promise no more of an aligned range than that it is found where there is room wherever the gap begins, or a block. */
    static Stream<Arguments> thatAlignWithoutASearch() {
        return Stream.of(of("RangeBitmap", 4, 8, BITMAP), of("RangeBuddy", 3, 7, BUDDY), of("RangeTrees", 12, 32, TREES),
                of("RangeAugmented", 10, 24, AUGMENTED));
    }

    /** How many accesses a doubling a call may make, on average, and at worst. */
    private static Arguments of(String name, double average, double worst, IntFunction<RangeAllocation> made) {
        return Arguments.of(name, average, worst, made);
    }

    private static PhysicalMemory memory() {
        return new PhysicalMemory(1L << 30);
    }

    private static RangeAllocation arena(int pages, int spans, int steps, String policy) {
        return RangeArena.format(memory(), BASE, pages, pages / spans, steps, pages + 3, policy, 16);
    }

    /** How many accesses to memory a call makes. */
    private static long accesses(Runnable call) {
        long before = Accesses.count;
        call.run();
        return Accesses.count - before;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allocators")
    void shouldGrowNoFasterThanTheLogarithm(String name, double average, double worst, IntFunction<RangeAllocation> made) {
        bound(name, 1, average, worst, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatAlignWithoutASearch")
    void shouldGrowNoFasterWithAnAlignment(String name, double average, double worst, IntFunction<RangeAllocation> made) {
        for (int alignment : new int[] {2, 8, 32}) {
            bound(name + ", aligned to " + alignment, alignment, average, worst, made);
        }
    }

    private static void bound(String name, int alignment, double average, double worst, IntFunction<RangeAllocation> made) {
        double[][] costs = Arrays.stream(LOG2_PAGES).mapToObj(log2 -> new Run(made.apply(1 << log2), alignment).costs()).toArray(double[][]::new);
        StringBuilder told = new StringBuilder(name).append(": accesses of an allocate, of a free; the most of either\n");
        for (int i = 0; i < LOG2_PAGES.length; i++) {
            told.append(String.format(Locale.ROOT, "  2^%-2d %7.1f %7.1f %6.0f %6.0f%n", LOG2_PAGES[i], costs[i][0], costs[i][1], costs[i][2], costs[i][3]));
        }
        // The README has these figures, and sends its reader here for them.
        System.out.print(told);
        for (int i = 0; i < LOG2_PAGES.length; i++) {
            double most = average * LOG2_PAGES[i];
            assertTrue(costs[i][0] <= most && costs[i][1] <= most, told::toString);
            most = worst * LOG2_PAGES[i];
            assertTrue(costs[i][2] <= most && costs[i][3] <= most, told::toString);
            assertTrue(costs[i][0] >= 1 && costs[i][1] >= 1, told::toString);
        }
    }

    /** Next fit goes on from a span's last range to a span far away, and nothing between them is here. */
    @Test
    void shouldFindTheNextSpanThatIsHereAsQuickly() {
        for (int log2 : LOG2_PAGES) {
            int pages = 1 << log2;
            RangeAllocation arena = arena(pages, pages / 8, 1, "next");
            for (int start = 0; start < pages; start += 8) {
                assertEquals(start, arena.allocate(start == 0 ? 5 : 8));
            }
            for (int start = 8; start < pages - 8; start += 8) {
                arena.free(start, 8);
            }
            // From the last range, which fills its span, round to the gap in the first, until that is full.
            for (int i = 0; i < 3; i++) {
                int start = 5 + i;
                long took = accesses(() -> assertEquals(start, arena.allocate(1)));
                assertTrue(took >= 1 && took <= 15 * log2, "pages=" + pages + " took=" + took);
            }
            // Then round over the two spans that are here, to no avail, and the second is imported.
            long took = accesses(() -> assertEquals(8, arena.allocate(1)));
            assertTrue(took >= 1 && took <= 30 * log2, "pages=" + pages + " took=" + took);
        }
    }

    /** A caller's mistake is no scan either. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("allocators")
    void shouldRefuseAsQuickly(String name, double average, double worst, IntFunction<RangeAllocation> made) {
        for (int log2 : LOG2_PAGES) {
            RangeAllocation allocation = made.apply(1 << log2);
            // The whole region is one range; but a span at most, and one word where the range's end is a bit that is looked for.
            int pages = name.endsWith("spans") || name.equals("RangeBitmap") || name.equals("RangeBuddy") ? 64 : 1 << log2;
            assertEquals(0, allocation.allocate(pages));
            for (int page : new int[] {0, 1, pages / 2, pages - 7}) {
                long took = accesses(() -> assertThrows(RangeException.class, () -> allocation.free(page, 7), name));
                assertTrue(took >= 1 && took <= worst * log2, name + " pages=2^" + log2 + " page=" + page + " took=" + took);
            }
        }
    }

    /** Half of the region in use, by ranges of up to eight pages that come and go. */
    private static final class Run {
        private final RangeAllocation allocation;
        private final int alignment;
        private final Random random = new Random(1);
        private final int[] starts;
        private final int[] lengths;
        private long allocating;
        private long freeing;
        private long mostAllocating;
        private long mostFreeing;
        private int allocated;
        private int freed;

        Run(RangeAllocation allocation, int alignment) {
            this.allocation = allocation;
            this.alignment = alignment;
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
                    long took = accesses(() -> allocation.free(starts[slot], lengths[slot]));
                    freeing += took;
                    mostFreeing = Math.max(mostFreeing, took);
                    freed++;
                }
                fill(slot);
            }
        }

        private void fill(int slot) {
            lengths[slot] = 1 + random.nextInt(LONGEST);
            RangeRequest request = RangeRequest.aligned(lengths[slot], alignment);
            long took = accesses(() -> starts[slot] = alignment == 1 ? allocation.allocate(lengths[slot]) : allocation.allocateWithin(request));
            allocating += took;
            mostAllocating = Math.max(mostAllocating, took);
            allocated++;
        }
    }
}
