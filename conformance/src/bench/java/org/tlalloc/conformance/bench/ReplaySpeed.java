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
 * <pre>
 *   mvn -q -Pbench -pl conformance -am verify -DskipTests -Dbench.model=BuddyLowestFirstFull
 * </pre>
 *
 * <p>Properties: {@code bench.home} the checkout, {@code bench.model}, {@code bench.graph} a
 * file that the state graph is kept in from one run to the next, {@code bench.states} product
 * states after which to stop, {@code bench.runs}.
 */
public final class ReplaySpeed {
    private static final double MIB = 1 << 20;

    private ReplaySpeed() {
    }

    public static void main(String[] arguments) throws IOException {
        Catalogue catalogue = Catalogue.at(Path.of(System.getProperty("bench.home", ".")));
        ModelEntry entry = catalogue.model(System.getProperty("bench.model", "BuddyLowestFirst"));
        StateGraph graph = graph(catalogue, entry, Path.of(System.getProperty("bench.graph",
                System.getProperty("java.io.tmpdir") + "/" + entry.name() + ".graph")));
        int states = Integer.getInteger("bench.states", Integer.MAX_VALUE - 1);
        Class<?> subject = SubjectClasses.own().load("org.tlalloc." + entry.folder() + "." + entry.subject());
        for (int run = 0; run < Integer.getInteger("bench.runs", 1); run++) {
            double before = processorSeconds();
            Verdict verdict = ProductReplay.run(graph, Binding.of(subject, Alphabet.of(graph)),
                    Options.standard().withProductBudget(states));
            print(verdict, processorSeconds() - before);
        }
    }

    private static StateGraph graph(Catalogue catalogue, ModelEntry entry, Path file) throws IOException {
        if (!Files.exists(file)) {
            CheckResult result = new ModelChecker().check(catalogue.request(entry).withCapture(file));
            System.out.printf(Locale.ROOT, "%s %s, captured in seconds=%.1f%n", entry.name(), result.result(), result.seconds());
        }
        return StateGraph.read(file);
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
