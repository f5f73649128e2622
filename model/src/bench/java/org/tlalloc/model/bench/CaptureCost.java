package org.tlalloc.model.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.CheckRequest;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.ModelChecker;

/**
 * What the capture of the state graph costs beside TLC alone, in processor time of the
 * whole process, compiler and collector included. The two take turns, each run in fresh
 * classes; what counts is the ratio of the medians. The project's limit is 1.2 on
 * {@code BuddyLowestFirstFull}. Refinement is not checked in either.
 *
 * <p>From the project's directory:
 *
 * <pre>
 * mvn -q -Pbench -pl model -am compile exec:exec -Dbench.arguments="BuddyLowestFirstFull 5 1"
 * </pre>
 *
 * <p>The arguments are a model's name, the number of runs of each, and TLC's workers.
 */
public final class CaptureCost {
    private final CheckRequest request;
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CaptureCost(CheckRequest request) {
        this.request = request;
    }

    /** @param arguments model, runs, workers; what is left out is BuddyLowestFirstFull, 5, 1 */
    public static void main(String[] arguments) throws IOException {
        String model = arguments.length > 0 ? arguments[0] : "BuddyLowestFirstFull";
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int workers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        if (runs < 1) {
            throw new IllegalArgumentException("runs=" + runs + " must be at least 1");
        }
        Catalogue catalogue = Catalogue.at(home());
        System.out.println("model=" + model + " runs=" + runs + " workers=" + workers);
        new CaptureCost(catalogue.request(catalogue.model(model)).withRefinement(false).withWorkers(workers)).compare(runs);
    }

    private static Path home() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("model/manifest.json"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalArgumentException("directory=" + Path.of("").toAbsolutePath() + " is not within the project");
        }
        return directory;
    }

    private void compare(int runs) throws IOException {
        double[] alone = new double[runs];
        double[] captured = new double[runs];
        Path file = Files.createTempFile("capture-cost-", ".graph");
        try {
            for (int run = 0; run < runs; run++) {
                // Whichever comes second finds the machine warmer: so they change places.
                if (run % 2 == 0) {
                    alone[run] = seconds(request);
                    captured[run] = seconds(request.withCapture(file));
                } else {
                    captured[run] = seconds(request.withCapture(file));
                    alone[run] = seconds(request);
                }
                System.out.printf("run=%d alone=%.2f s capture=%.2f s ratio=%.3f%n", run + 1, alone[run], captured[run],
                        captured[run] / alone[run]);
            }
            System.out.printf("median alone=%.2f s capture=%.2f s ratio=%.3f file=%d bytes%n", median(alone),
                    median(captured), median(captured) / median(alone), Files.size(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private double seconds(CheckRequest run) throws IOException {
        System.gc();
        long begin = system.getProcessCpuTime();
        CheckResult result = new ModelChecker().check(run);
        long end = system.getProcessCpuTime();
        if (result.outcome() != CheckResult.Outcome.PASSED) {
            throw new IllegalStateException("the model does not pass: result=" + result.result());
        }
        return (end - begin) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
