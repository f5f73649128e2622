package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestTest {
    private static final double[] ZERO = new double[6];

    @Test
    void shouldGiveTheExactProbabilityOfRanks() {
        // All six of one sign: two of the 2^6 cases.
        assertEquals(2 / 64.0, PairedTest.SIGNED_RANKS.p(new double[] {1, 2, 3, 4, 5, 6}, ZERO), 1e-12);
        // Ranks 1 to 4 against rank 5: sets out of 1 to 5 with a sum of at least 10, of 32.
        long as = IntStream.range(0, 32).filter(set -> IntStream.range(0, 5).map(i -> (set >> i & 1) * (i + 1)).sum() >= 10).count();
        assertEquals(2 * as / 32.0, PairedTest.SIGNED_RANKS.p(new double[] {1, 2, 3, 4, -5}, new double[5]), 1e-12);
    }

    @Test
    void shouldLeaveOutPairsWithoutADifference() {
        assertEquals(2 / 64.0, PairedTest.SIGNED_RANKS.p(new double[] {1, 2, 3, 0, 4, 5, 6, 0}, new double[8]), 1e-12);
        assertEquals(1, PairedTest.SIGNED_RANKS.p(ZERO, ZERO));
    }

    @Test
    void shouldCompareTheLogarithmsOfTimes() {
        // Differences of logarithms 1, 2, 3: t = 2 sqrt(3) with two degrees of freedom, where p = 1 - t / sqrt(t^2 + 2).
        double[] some = {Math.exp(1), Math.exp(2), Math.exp(3)};
        double t = 2 * Math.sqrt(3);
        assertEquals(1 - t / Math.sqrt(t * t + 2), PairedTest.T_OF_LOGARITHMS.p(some, new double[] {1, 1, 1}), 1e-9);
        assertEquals(1, PairedTest.T_OF_LOGARITHMS.p(some, some));
    }

    @Test
    void shouldNotCareWhoIsNamedFirst() {
        double[] some = {1, 5, 2, 8, 3, 9};
        double[] others = {2, 3, 4, 4, 5, 5};
        for (PairedTest test : PairedTest.values()) {
            assertEquals(test.p(some, others), test.p(others, some), 1e-12, test.name());
        }
    }
}
