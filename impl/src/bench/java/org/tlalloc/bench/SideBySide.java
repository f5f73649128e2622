package org.tlalloc.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Contestants in one run of JMH, each in Java machines of its own. */
public final class SideBySide {
    private SideBySide() {
    }

    /**
     * For each contestant the mean of every fork.
     *
     * @param benchmark   the class with a benchmark called pair, and a parameter contestant
     * @param parameters  its other parameters
     * @param quick       one fork, and wide errors
     * @param heap        of each machine, such as 1g
     * @throws RunnerException if JMH has trouble
     */
    public static <C extends Enum<C>> Map<C, double[]> run(Class<?> benchmark, Map<String, String> parameters, Class<C> type,
                                                           List<C> contestants, boolean quick, String heap) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(benchmark.getName() + "\\.pair$")
                .param("contestant", contestants.stream().map(Enum::name).toArray(String[]::new))
                .forks(quick ? 1 : 5).warmupIterations(quick ? 2 : 3).warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(quick ? 3 : 5).measurementTime(TimeValue.milliseconds(500))
                .jvmArgs("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC")
                .verbosity(VerboseMode.SILENT);
        parameters.forEach(options::param);
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<C, double[]> forks = new EnumMap<>(type);
        for (RunResult result : results) {
            forks.put(Enum.valueOf(type, result.getParams().getParam("contestant")), result.getBenchmarkResults().stream()
                    .mapToDouble(fork -> fork.getPrimaryResult().getScore()).toArray());
        }
        return forks;
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
