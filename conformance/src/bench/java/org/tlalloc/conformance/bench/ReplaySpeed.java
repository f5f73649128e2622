package org.tlalloc.conformance.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tlalloc.conformance.replay.Options;
import org.tlalloc.conformance.replay.ProductReplay;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectClasses;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.ModelChecker;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.graph.StateGraph;

/**
 * How fast a replay is: transitions and refused calls a second, apart, and the largest heap.
 * Rates are by the processor's time of the whole process, so that others on the machine
 * count little; a rate of refused calls counts each once, though it is made on two objects.
 *
 * <p>From the project's directory:
 *
 * <pre>
 * mvn -q -Pbench -pl conformance -am package -DskipTests -Dbench.arguments="BuddyLowestFirstFull 3"
 * </pre>
 *
 * <p>The arguments are a model's name and the number of runs.
 */
public final class ReplaySpeed {
    private static final double MIB = 1 << 20;

    private ReplaySpeed() {
    }

    /** @param arguments model, runs; what is left out is BuddyLowestFirstFull, 3 */
    public static void main(String[] arguments) throws IOException {
        String model = arguments.length > 0 ? arguments[0] : "BuddyLowestFirstFull";
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        if (runs < 1) {
            throw new IllegalArgumentException("runs=" + runs + " must be at least 1");
        }
        Catalogue catalogue = Catalogue.at(home());
        ModelEntry entry = catalogue.model(model);
        StateGraph graph = graph(catalogue, entry);
        Class<?> subject = SubjectClasses.own().load(entry.subjectClass());
        for (int run = 0; run < runs; run++) {
            double before = processorSeconds();
            Verdict verdict = ProductReplay.run(graph, Binding.of(subject, Alphabet.of(graph)), Options.standard());
            print(verdict, processorSeconds() - before);
        }
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

    private static StateGraph graph(Catalogue catalogue, ModelEntry entry) throws IOException {
        Path file = Files.createTempFile("tlalloc-", ".graph");
        try {
            Files.delete(file);
            CheckResult result = new ModelChecker().check(catalogue.request(entry).withCapture(file));
            System.out.printf(Locale.ROOT, "%s %s, captured in seconds=%.1f%n", entry.name(), result.result(), result.seconds());
            return StateGraph.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static void print(Verdict verdict, double processor) {
        double share = processor / verdict.seconds();
        System.out.printf(Locale.ROOT, "%s: states=%,d, transitions=%,d a second=%,.0f, refused calls=%,d a second=%,.0f,"
                        + " seconds=%.1f of the processor, %.1f by the clock, heap=%.0f MiB, %s%n",
                verdict.subject(), verdict.productStates(), verdict.transitions(),
                verdict.transitions() / (verdict.transitionSeconds() * share), verdict.refusedCalls(),
                verdict.refusedCalls() / (verdict.refusalSeconds() * share), processor, verdict.seconds(), peakHeap(),
                verdict.agrees() ? "agrees" : verdict.divergences().isEmpty() ? verdict.incomplete() : verdict.divergences().get(0).kind());
    }

    private static double peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MIB;
    }

    static {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }
}
