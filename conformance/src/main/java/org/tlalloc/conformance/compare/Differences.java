package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which of several strategies differ in one figure, every one against every other. So many tests find
 * something by chance; so their probabilities are corrected by Holm's method, after which the
 * probability of even one false finding among them is at most 5 per cent.
 *
 * <p>Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
 * Statistics 6, 1979.
 */
final class Differences {
    static final double LEVEL = 0.05;

    /** @param p of the test alone; {@code adjusted} by Holm's method */
    record Difference(String some, String other, double p, double adjusted) {
        boolean isSignificant() {
            return adjusted < LEVEL;
        }
    }

    private final List<Difference> all;

    private Differences(List<Difference> all) {
        this.all = all;
    }

    /** @param values for each strategy its figures, as many for all, and in the same order */
    static Differences of(Map<String, double[]> values, PairedTest test) {
        List<String> titles = List.copyOf(values.keySet());
        List<Difference> raw = new ArrayList<>();
        for (int i = 0; i < titles.size(); i++) {
            for (String other : titles.subList(i + 1, titles.size())) {
                double p = test.p(values.get(titles.get(i)), values.get(other));
                raw.add(new Difference(titles.get(i), other, p, p));
            }
        }
        double[] adjusted = holm(raw.stream().mapToDouble(Difference::p).toArray());
        return new Differences(IntStream.range(0, adjusted.length)
                .mapToObj(i -> new Difference(raw.get(i).some, raw.get(i).other, raw.get(i).p, adjusted[i])).toList());
    }

    /** The probabilities, corrected for being so many. */
    static double[] holm(double[] p) {
        List<Integer> smallestFirst = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < p.length; rank++) {
            int i = smallestFirst.get(rank);
            least = Math.max(least, Math.min(1, (p.length - rank) * p[i]));
            adjusted[i] = least;
        }
        return adjusted;
    }

    List<Difference> all() {
        return all;
    }

    /** Whether these two differ by more than chance. */
    boolean significant(String some, String other) {
        return all.stream().anyMatch(each -> each.isSignificant()
                && (each.some.equals(some) && each.other.equals(other) || each.some.equals(other) && each.other.equals(some)));
    }
}
