package org.tlalloc.frame.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;
import org.tlalloc.bench.SideBySide;

/**
 * The buddy allocators side by side with the baseline, a TreeSet an order, and with the same
 * algorithms on plain arrays, in one run of JMH; then their growth with the arena.
 *
 * <p>From the project's directory; {@code quick} takes a minute or two and wide errors:
 *
 * <pre>
 * mvn -q -Pbench -pl impl -am compile exec:exec -Dbench.arguments=quick
 * mvn -q -Pbench -pl impl -am compile exec:exec
 * </pre>
 *
 * <p>A figure is the median over forks of the mean of a fork, in nanoseconds a pair (a free and
 * an allocate); "beyond" is what is left of it without the harness, that of the same run.
 */
public final class BuddyBench {
    private static final int LOG2_FRAMES = 20;
    private static final List<Contestant> GROWING =
            List.of(Contestant.HARNESS, Contestant.MOST_RECENT, Contestant.LOWEST);

    private final boolean quick;

    private BuddyBench(boolean quick) {
        this.quick = quick;
    }

    /** @param arguments {@code quick}, or nothing */
    public static void main(String[] arguments) throws RunnerException {
        if (arguments.length > 1 || arguments.length == 1 && !arguments[0].equals("quick")) {
            throw new IllegalArgumentException("arguments=" + Arrays.toString(arguments) + " are not `quick` or nothing");
        }
        BuddyBench bench = new BuddyBench(arguments.length == 1);
        for (Mix mix : bench.quick ? List.of(Mix.U, Mix.G) : List.of(Mix.U, Mix.G, Mix.Z)) {
            bench.compare(mix);
        }
        if (!bench.quick) {
            bench.grow();
        }
    }

    private void compare(Mix mix) throws RunnerException {
        Map<Contestant, double[]> forks = run(mix, LOG2_FRAMES, Arrays.asList(Contestant.values()));
        double harness = SideBySide.median(forks.get(Contestant.HARNESS));
        double baseline = SideBySide.median(forks.get(Contestant.BASELINE)) - harness;
        System.out.printf(Locale.ROOT, "%n%s, 2^%d frames: ns a pair%n%-20s %8s %15s %8s %14s %14s %12s%n", mix, LOG2_FRAMES,
                "contestant", "median", "forks", "beyond", "to baseline", "to plain arrays", "bytes a frame");
        for (Contestant contestant : Contestant.values()) {
            double[] each = forks.get(contestant);
            double beyond = SideBySide.median(each) - harness;
            Contestant twin = contestant.onArrays();
            System.out.printf(Locale.ROOT, "%-20s %8.1f %6.1f..%-7.1f %8.1f %14s %14s %12s%n", contestant, SideBySide.median(each),
                    Arrays.stream(each).min().orElseThrow(), Arrays.stream(each).max().orElseThrow(), beyond,
                    contestant == Contestant.HARNESS ? String.format(Locale.ROOT, "(1/%.1f)", SideBySide.median(forks.get(Contestant.BASELINE)) / harness)
                            : String.format(Locale.ROOT, "%.2f x", baseline / beyond),
                    twin == null ? "" : String.format(Locale.ROOT, "%.2f", beyond / (SideBySide.median(forks.get(twin)) - harness)),
                    contestant.metadataBytes(1 << LOG2_FRAMES) < 0 ? ""
                            : String.format(Locale.ROOT, "%.2f", contestant.metadataBytes(1 << LOG2_FRAMES) / (double) (1 << LOG2_FRAMES)));
        }
    }

    private void grow() throws RunnerException {
        System.out.printf(Locale.ROOT, "%nGrowth, G: ns a pair beyond the harness%n%8s %12s %12s%n", "frames", "MOST_RECENT", "LOWEST");
        for (int log2Frames : new int[] {10, 14, 18, 20, 22, 24}) {
            Map<Contestant, double[]> forks = run(Mix.G, log2Frames, GROWING);
            double harness = SideBySide.median(forks.get(Contestant.HARNESS));
            System.out.printf(Locale.ROOT, "    2^%-2d %12.1f %12.1f%n", log2Frames, SideBySide.median(forks.get(Contestant.MOST_RECENT)) - harness,
                    SideBySide.median(forks.get(Contestant.LOWEST)) - harness);
        }
    }

    private Map<Contestant, double[]> run(Mix mix, int log2Frames, List<Contestant> contestants) throws RunnerException {
        return SideBySide.run(Pairs.class, Map.of("mix", mix.name(), "log2Frames", String.valueOf(log2Frames)), Contestant.class,
                contestants, quick, "2g");
    }
}
