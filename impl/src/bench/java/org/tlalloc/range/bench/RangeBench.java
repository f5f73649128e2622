package org.tlalloc.range.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.tlalloc.bench.SideBySide;

/**
 * The allocators of virtual ranges side by side with the baseline, a {@code TreeMap} and a
 * {@code TreeSet}, in one run of JMH; then their growth with the region.
 *
 * <p>From the project's directory; {@code quick} takes a minute or two and wide errors, and names of
 * contestants measure those alone, beside harness and baseline:
 *
 * <pre>
 * mvn -q -Pbench -pl impl -am compile exec:exec -Dbench.main=org.tlalloc.range.bench.RangeBench -Dbench.arguments="quick BITMAP"
 * mvn -q -Pbench -pl impl -am compile exec:exec -Dbench.main=org.tlalloc.range.bench.RangeBench -Dbench.arguments="growth"
 * mvn -q -Pbench -pl impl -am compile exec:exec -Dbench.main=org.tlalloc.range.bench.RangeBench
 * </pre>
 *
 * <p>A figure is the median over forks of the mean of a fork, in nanoseconds a pair (a free and an
 * allocate); "beyond" is what is left of it without the harness, that of the same run.
 */
public final class RangeBench {
    private static final int LOG2_PAGES = 20;
    private static final int MAX_ORDER = 9;
    /* The longest range in all regions that are compared for growth: a 32nd of the smallest of them. */
    private static final int GROWTH_ORDER = 2;
    private static final int[] GROWTH = {8, 11, 14, 17, 20};

    private final boolean quick;
    private final List<Contestant> contestants;

    private RangeBench(boolean quick, List<Contestant> contestants) {
        this.quick = quick;
        this.contestants = contestants;
    }

    /** @param arguments {@code quick}, {@code growth} for growth alone, and names of contestants; without a name all of them */
    public static void main(String[] arguments) throws RunnerException {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        boolean quick = words.remove("quick");
        boolean growth = words.remove("growth");
        RangeBench bench = new RangeBench(quick, named(words));
        for (Mix mix : growth ? new Mix[0] : Mix.values()) {
            bench.compare(mix);
        }
        for (Mix mix : quick && !growth ? new Mix[0] : Mix.values()) {
            bench.grow(mix);
        }
    }

    private static List<Contestant> named(List<String> names) {
        return Arrays.stream(Contestant.values()).filter(contestant -> contestant.ordinal() <= Contestant.BASELINE.ordinal()
                || names.isEmpty() || names.contains(contestant.name())).toList();
    }

    private void compare(Mix mix) throws RunnerException {
        Map<Contestant, double[]> forks = run(mix, LOG2_PAGES, MAX_ORDER);
        double harness = SideBySide.median(forks.get(Contestant.HARNESS));
        double baseline = SideBySide.median(forks.get(Contestant.BASELINE)) - harness;
        System.out.printf(Locale.ROOT, "%n%s, 2^%d pages: ns a pair%n%-12s %8s %15s %8s %12s %8s%n", mix, LOG2_PAGES,
                "contestant", "median", "forks", "beyond", "to baseline", "goal");
        for (Contestant contestant : contestants) {
            double[] each = forks.get(contestant);
            double beyond = SideBySide.median(each) - harness;
            System.out.printf(Locale.ROOT, "%-12s %8.1f %6.1f..%-7.1f %8.1f %12s %8s%n", contestant, SideBySide.median(each),
                    Arrays.stream(each).min().orElseThrow(), Arrays.stream(each).max().orElseThrow(), beyond,
                    contestant == Contestant.HARNESS ? "" : String.format(Locale.ROOT, "%.2f x", baseline / beyond),
                    contestant.goal() <= 1 ? "" : String.format(Locale.ROOT, "%.1f x", contestant.goal()));
        }
    }

    /** The same short ranges in regions of all sizes, beyond the harness; in brackets how many times the figure of the smallest region, beside how many times its logarithm. */
    private void grow(Mix mix) throws RunnerException {
        System.out.printf(Locale.ROOT, "%nGrowth, %s: ns a pair beyond the harness (times the smallest region's)%n%8s %8s", mix, "pages", "log");
        contestants.stream().skip(1).forEach(contestant -> System.out.printf("%18s", contestant));
        System.out.println();
        Map<Contestant, Double> smallest = new EnumMap<>(Contestant.class);
        for (int log2Pages : GROWTH) {
            Map<Contestant, double[]> forks = run(mix, log2Pages, GROWTH_ORDER);
            System.out.printf(Locale.ROOT, "    2^%-2d %7.2fx", log2Pages, log2Pages / (double) GROWTH[0]);
            for (Contestant contestant : contestants.subList(1, contestants.size())) {
                double beyond = SideBySide.median(forks.get(contestant)) - SideBySide.median(forks.get(Contestant.HARNESS));
                smallest.putIfAbsent(contestant, beyond);
                System.out.printf(Locale.ROOT, "%9.1f (%5.2fx)", beyond, beyond / smallest.get(contestant));
            }
            System.out.println();
        }
    }

    private Map<Contestant, double[]> run(Mix mix, int log2Pages, int maxOrder) throws RunnerException {
        return SideBySide.run(RangePairs.class, Map.of("mix", mix.name(), "log2Pages", String.valueOf(log2Pages),
                "maxOrder", String.valueOf(maxOrder)), Contestant.class, contestants, quick, "1g");
    }
}
