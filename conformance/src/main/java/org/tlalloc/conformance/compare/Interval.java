package org.tlalloc.conformance.compare;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** A mean, and between which bounds it lies with 95 per cent confidence, by Student's t distribution. */
record Interval(double mean, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** @param values at least two */
    static Interval of(double[] values) {
        SummaryStatistics summary = new SummaryStatistics();
        Arrays.stream(values).forEach(summary::addValue);
        double t = new TDistribution(values.length - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        double half = t * summary.getStandardDeviation() / Math.sqrt(values.length);
        return new Interval(summary.getMean(), summary.getMean() - half, summary.getMean() + half);
    }

    /** The same of shares in per cent, cut off at 0 and 100, beyond which there are none. */
    static Interval ofShares(double[] values) {
        Interval interval = of(values);
        return new Interval(interval.mean, Math.max(0, interval.low), Math.min(100, interval.high));
    }

    /** The geometric mean and its bounds: for times, whose errors multiply. */
    static Interval ofLogarithms(double[] values) {
        Interval logarithms = of(Arrays.stream(values).map(Math::log).toArray());
        return new Interval(Math.exp(logarithms.mean), Math.exp(logarithms.low), Math.exp(logarithms.high));
    }
}
