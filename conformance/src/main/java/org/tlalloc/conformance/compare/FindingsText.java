package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A comparison told to a reader. */
public final class FindingsText {
    private final Findings findings;
    private final List<String> lines = new ArrayList<>();

    private FindingsText(Findings findings) {
        this.findings = findings;
    }

    /** The forum's scenario of each strategy, drawn: it takes no time, so it can be shown while the rest is measured. */
    public static List<String> scenario(List<Strategy> strategies) {
        List<String> lines = new ArrayList<>();
        lines.add("The forum's question: slabs of 4, 4 and 5 pages, the second destroyed, then one of 5 and one of 3.");
        lines.add("A letter is a page that its slab uses and that is mapped; - is reserved but never mapped: waste; . is free.");
        for (Strategy strategy : strategies) {
            lines.add("");
            lines.addAll(ForumScenario.picture(strategy));
        }
        return lines;
    }

    /** Tables and advice. */
    public static List<String> of(Findings findings) {
        FindingsText text = new FindingsText(findings);
        text.traffic();
        text.times();
        text.growth();
        text.advice();
        return text.lines;
    }

    private void traffic() {
        add("What needs no clock: means over %d seeds, +- half of the 95 %% confidence interval (Student's t).", findings.seeds().size());
        add("* the best, or not worse beyond chance: Wilcoxon's signed ranks over the same seeds, Holm's correction, 5 %%.");
        if (!findings.canTellApart()) {
            add("With so few seeds no difference can be more than chance: give more of them, with --seeds.");
        }
        if (!findings.recorded()) {
            add("No recorded traffic: --traces FOLDER plays *.pages.csv.gz and *.objects.csv.gz, too.");
        }
        for (Played played : findings.played()) {
            add("");
            add("%s, %,d pages: %s.", played.traffic().name(), played.traffic().pageCount(), played.traffic().description());
            add("  %-16s %20s %20s %20s %14s", "", "refused %", "fragmentation %", "waste %", "metadata");
            for (String title : findings.titles()) {
                add("  %-16s %20s %20s %20s %9.2f B/page", title, mean(played.refusals(), title), mean(played.fragmentation(), title),
                        mean(played.waste(), title), (double) played.metadataBytes(title) / played.traffic().pageCount());
            }
        }
        add("");
        add("Fragmentation is external: the share of free pages outside the longest run of them, over time. Waste is internal:");
        add("the share of the pages gone that nobody asked for, reserved and never mapped. Metadata is the most that was in use.");
    }

    private static String mean(Figure figure, String title) {
        Interval interval = figure.interval(title);
        return format("%.2f +- %.2f%s", interval.mean(), interval.half(), figure.isBest(title) ? " *" : "  ");
    }

    private void times() {
        add("");
        add("Nanoseconds a call, 2^%d pages, half of them in use: the median over %d Java machines, and the least and most of them.",
                Clocking.LARGEST, findings.rounds());
        add("* the fastest, or not slower beyond chance: Student's t of the logarithms, paired by round, Holm's correction, 5 %%.");
        add("  %-16s %24s %24s %24s %24s", "", "R, allocate", "R, free", "V, allocate", "V, free");
        for (String title : findings.titles()) {
            StringBuilder row = new StringBuilder(format("  %-16s", title));
            for (Lengths lengths : Lengths.values()) {
                Clocking clocking = new Clocking(lengths, Clocking.ANY_ORDER, Clocking.LARGEST);
                for (Operation operation : Operation.values()) {
                    row.append(format(" %24s", time(findings.times().figure(clocking, operation.nanoseconds()), title)));
                }
            }
            add("%s", row);
        }
        add("R: mostly short ranges, up to 1,023 pages; V: all lengths alike, 1 to 1,024 pages.");
    }

    private static String time(Figure figure, String title) {
        double[] values = figure.values().get(title);
        return format("%.0f (%.0f..%.0f)%s", figure.median(title), Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(), figure.isBest(title) ? " *" : "  ");
    }

    private void growth() {
        add("");
        add("Growth: nanoseconds, the same short ranges in regions of all sizes; in the end the largest against the smallest.");
        Times times = findings.times();
        for (Operation operation : Operation.values()) {
            StringBuilder head = new StringBuilder(format("  %-16s", operation + ", pages"));
            times.sizes().forEach(log2Pages -> head.append(format(" %7s", "2^" + log2Pages)));
            add("%s %9s", head, "growth");
            for (String title : findings.titles()) {
                StringBuilder line = new StringBuilder(format("  %-16s", title));
                times.sizes().forEach(log2Pages -> line.append(format(" %7.0f",
                        times.overall(Clocking.GROWTH_ORDER, log2Pages, operation.nanoseconds()).median(title))));
                add("%s %8.1fx", line, times.growth(title, operation));
            }
        }
        add("The logarithm of the region grows %.1f times.",
                (double) Clocking.LARGEST / Clocking.SMALLEST);
    }

    private void advice() {
        add("");
        add("Advice, by this rule:");
        Advice.rule().forEach(line -> add("  %s", line));
        add("");
        for (Advice.Pick pick : Advice.of(findings.evidence())) {
            add("  If %s: take %s.", pick.need(), pick.strategy());
            add("      (%s)", pick.why());
        }
    }

    private void add(String format, Object... arguments) {
        lines.add(format(format, arguments).stripTrailing());
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
