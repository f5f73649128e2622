package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is told of each strategy, less being better: its values over the seeds or the rounds, what they come to, and who differs. */
final class Figure {
    private final Map<String, double[]> values;
    private final Map<String, Interval> intervals = new LinkedHashMap<>();
    private final Differences differences;

    private Figure(Map<String, double[]> values, PairedTest test) {
        this.values = values;
        values.forEach((title, each) -> intervals.put(title, test == PairedTest.T_OF_LOGARITHMS ? Interval.ofLogarithms(each) : Interval.ofShares(each)));
        this.differences = Differences.of(values, test);
    }

    static Figure of(Map<String, double[]> values, PairedTest test) {
        return new Figure(values, test);
    }

    /** A figure of what came of each seed. */
    static Figure ofPlays(Map<String, Play[]> plays, ToDoubleFunction<Play> figure) {
        Map<String, double[]> values = new LinkedHashMap<>();
        plays.forEach((title, each) -> values.put(title, Arrays.stream(each).mapToDouble(figure).toArray()));
        return of(values, PairedTest.SIGNED_RANKS);
    }

    Map<String, double[]> values() {
        return values;
    }

    Interval interval(String title) {
        return intervals.get(title);
    }

    Differences differences() {
        return differences;
    }

    double mean(String title) {
        return intervals.get(title).mean();
    }

    /** The one with the least mean. */
    String best() {
        return intervals.keySet().stream().min(Comparator.comparingDouble(this::mean)).orElseThrow();
    }

    /**
     * Of times: whether this one is not slower than the other by more than chance, nor by much. Few rounds
     * show little to be more than chance, so that alone would call alike what is far apart.
     */
    boolean isAsFast(String title, String other) {
        return title.equals(other) || !differences.significant(title, other) && median(title) <= AdviceRule.AS_FAST * median(other);
    }

    /** The one with the least median. */
    String fastest() {
        return intervals.keySet().stream().min(Comparator.comparingDouble(this::median)).orElseThrow();
    }

    /** Whether it is the best, or differs from it by no more than chance. */
    boolean isBest(String title) {
        return title.equals(best()) || !differences.significant(title, best());
    }

    double median(String title) {
        double[] sorted = values.get(title).clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
