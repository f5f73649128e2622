package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.compare.AdviceRule;
import org.tlalloc.conformance.compare.Comparison;
import org.tlalloc.conformance.compare.Findings;
import org.tlalloc.conformance.compare.FindingsJson;
import org.tlalloc.conformance.compare.FindingsText;
import org.tlalloc.conformance.compare.Plots;
import org.tlalloc.conformance.compare.Progress;
import org.tlalloc.conformance.compare.Recordings;
import org.tlalloc.conformance.compare.Seeds;
import org.tlalloc.conformance.compare.Strategy;
import org.tlalloc.conformance.compare.Traffic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compares the answers to the forum's question, which pages of the region are free: draws it step by step, plays"
                + " the same traffic on each of them, times them, and ends with advice.",
        footer = {"", "First, without a clock: a seed draws a traffic, and the same traffic is played on every strategy. Then Java machines"
                + " of their own time a strategy each, in rounds. A difference counts as more than chance by Wilcoxon's signed ranks over"
                + " the seeds, or by Student's t of the logarithms over the rounds, with Holm's correction, at 5 per cent.",
            "", "The advice goes by this rule:", AdviceRule.ONE, AdviceRule.TWO, AdviceRule.THREE, AdviceRule.REST,
            "", "The JSON object has: command; seeds; rounds; recorded; strategies; scenario (a character a page); traffic (for each"
                + " strategy refused, fragmentation and waste in per cent with 95 %% confidence intervals, asked, refusedThoughFree,"
                + " metadataBytes, fragmentationOverTime, wasteOverTime; differences with p and p adjusted); times (in ns, by lengths and region);"
                + " growth; advice (rule, limits, worst, picks).",
            "", "The plots are fragmentation-TRAFFIC, refusals, waste (if a strategy can waste), times, growth-allocate and growth-free, each as .svg and as .png.",
            "", "Exit status: 0 if it was compared, 2 if misused."})
final class CompareCommand implements Callable<Integer> {
    private static final int FEWEST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 100;

    @Parameters(arity = "0..*", paramLabel = "STRATEGY", description = "Such as RangeBitmap; without any, all there are.")
    private List<String> strategies = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "SEEDS", defaultValue = "1..12",
            description = "What traffic is drawn from, first..last or a list: 3,5,8. Without it ${DEFAULT-VALUE}. Eight strategies take at"
                + " least 11, two take 6: with fewer, no difference could be more than chance.")
    private String seeds;

    @Option(names = "--rounds", paramLabel = "N",
            description = "How many Java machines time each strategy. Without it 7, and 3 with --quick.")
    private Integer rounds;

    @Option(names = "--quick", description = "Smaller regions, shorter traffic, fewer and shorter timings: half a minute, and less sure.")
    private boolean quick;

    @Option(names = "--traces", paramLabel = "FOLDER",
            description = "Play the recordings of this folder as well: *.pages.csv.gz, as `judge` takes them, and *.objects.csv.gz.")
    private Path traces;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out as a JSON object.")
    private Path json;

    @Option(names = "--plots", paramLabel = "FOLDER", description = "Draw what came out, as SVG and PNG.")
    private Path plots;

    @Override
    public Integer call() throws IOException {
        JsonFile result = new JsonFile(json);
        PlotFolder pictures = new PlotFolder(plots);
        List<Strategy> chosen = Strategy.named(strategies);
        int forks = rounds == null ? quick ? 3 : 7 : rounds;
        if (forks < FEWEST_ROUNDS || forks > MOST_ROUNDS) {
            throw new Misuse("rounds=" + forks + " is not within " + FEWEST_ROUNDS + ".." + MOST_ROUNDS);
        }
        List<Traffic> recorded = traces == null ? List.of() : Recordings.in(traces);
        Comparison comparison = new Comparison(chosen, Seeds.parse(seeds), forks, quick, recorded);
        FindingsText.scenario(chosen).forEach(System.out::println);
        System.out.println();
        Findings findings;
        try (Meter meter = Meter.of("comparing", " steps", comparison.steps())) {
            findings = comparison.run(new Told(meter));
        }
        FindingsText.of(findings).forEach(System.out::println);
        result.write(FindingsJson.of(findings));
        if (pictures.wanted()) {
            System.setProperty("java.awt.headless", "true");
            pictures.write(Plots.of(findings));
        }
        return Exit.AGREED;
    }

    private static final class Told implements Progress {
        private final Meter meter;
        private int done;

        Told(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void begins(String what) {
            meter.begins(what);
        }

        @Override
        public void step() {
            meter.at(++done);
        }
    }
}
