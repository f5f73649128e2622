package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;

/** Whether two strategies differ by more than chance, from figures that belong together pair by pair. */
enum PairedTest {
    /**
     * Wilcoxon's signed ranks, exact and two-sided: for what a seed gives, since the same seed asks
     * both strategies for the same, and the figures are far from normal (many are 0). Pairs
     * without a difference are left out, as Wilcoxon has it; ties share their mean rank.
     */
    SIGNED_RANKS {
        /* The exact distribution is summed up over 2^n cases. */
        private static final int MOST_EXACT = 20;

        @Override
        double p(double[] some, double[] others) {
            int[] different = IntStream.range(0, some.length).filter(i -> some[i] != others[i]).toArray();
            if (different.length == 0) {
                return 1;
            }
            double[] x = Arrays.stream(different).mapToDouble(i -> some[i]).toArray();
            double[] y = Arrays.stream(different).mapToDouble(i -> others[i]).toArray();
            return Math.min(1, new WilcoxonSignedRankTest().wilcoxonSignedRankTest(x, y, x.length <= MOST_EXACT));
        }
    },
    /**
     * Student's t on the logarithms, pair by pair: for times, since both were measured in the same
     * round, errors multiply, and there are too few rounds for ranks to tell anything.
     */
    T_OF_LOGARITHMS {
        @Override
        double p(double[] some, double[] others) {
            if (Arrays.equals(some, others)) {
                return 1;
            }
            return new TTest().pairedTTest(logarithms(some), logarithms(others));
        }
    };

    /** The probability of a difference at least as large by chance alone. */
    abstract double p(double[] some, double[] others);

    private static double[] logarithms(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }
}
