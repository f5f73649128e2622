package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A comparison told to a reader. */
public final class FindingsText {
    private static final int WIDTH = 118;

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
        add("What needs no clock: means over %d seeds, and the 95 %% confidence interval (Student's t, cut off at 0 and 100).", findings.seeds().size());
        add("* the best, or not worse beyond chance: Wilcoxon's signed ranks over the same seeds, Holm's correction, 5 %%.");
        if (!findings.recorded()) {
            add("No recorded traffic: --traces FOLDER plays *.pages.csv.gz and *.objects.csv.gz, too.");
        }
        for (Played played : findings.played()) {
            add("");
            add("%s, %,d pages: %s.", played.traffic().name(), played.traffic().pageCount(), played.traffic().description());
            add("  %-16s %23s   %23s   %23s   %13s", "", "refused %", "fragmentation %", "waste %", "metadata");
            for (String title : findings.titles()) {
                add("  %-16s %25s %25s %25s %8.2f B/page", title, mean(played.refusals(), title), mean(played.fragmentation(), title),
                        mean(played.waste(), title), (double) played.metadataBytes(title) / played.traffic().pageCount());
            }
        }
        add("");
        add("Fragmentation is external: the share of free pages outside the longest run of them, over time. Waste is internal:");
        add("the share of the pages gone that nobody asked for, reserved and never mapped. Metadata is the most that was in use.");
    }

    private static String mean(Figure figure, String title) {
        Interval interval = figure.interval(title);
        return format("%.2f (%.2f..%.2f)%s", interval.mean(), interval.low(), interval.high(), figure.isBest(title) ? " *" : "  ");
    }

    private void times() {
        add("");
        add("Nanoseconds a call, 2^%d pages, half of them in use: the median over %d Java machines, and the least and most of them.",
                Clocking.LARGEST, findings.rounds());
        add("* the fastest, or not slower beyond chance and not more than %s times: Student's t of the logarithms, paired by round,",
                AdviceRule.AS_FAST);
        add("Holm's correction, 5 %%. A call is the mean of an allocation and a free, and of both lengths the geometric mean.");
        Lengths[] all = Lengths.values();
        add("  %-16s %41s   %41s   %19s", "", all[0].title(), all[1].title(), "both");
        add("  %-16s %19s   %19s   %19s   %19s   %19s", "", "allocate", "free", "allocate", "free", "a call");
        for (String title : findings.titles()) {
            StringBuilder row = new StringBuilder(format("  %-16s", title));
            for (Lengths lengths : all) {
                Clocking clocking = new Clocking(lengths, Clocking.ANY_ORDER, Clocking.LARGEST);
                for (Operation operation : Operation.values()) {
                    row.append(format(" %21s", time(findings.times().figure(clocking, operation.nanoseconds()), title)));
                }
            }
            add("%s %21s", row, time(findings.times().overall(), title));
        }
        for (Lengths lengths : all) {
            add("%s: %s ranges of 1 to %,d pages.", lengths.title(), lengths.description(), lengths.longest(Clocking.ANY_ORDER));
        }
    }

    private static String time(Figure figure, String title) {
        double[] values = figure.values().get(title);
        return format("%.0f (%.0f..%.0f)%s", figure.median(title), Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(), figure.isAsFast(title, figure.fastest()) ? " *" : "  ");
    }

    private void growth() {
        add("");
        add("Growth: nanoseconds, ranges of up to %d pages in regions of all sizes; in the end the largest against the smallest.",
                Clocking.longestOfGrowth());
        for (Operation operation : Operation.values()) {
            growth(operation.toString(), operation.nanoseconds());
        }
        growth("a call", Timing::call);
        add("The logarithm of the region grows %.1f times.", Clocking.LOGARITHM_GROWS);
    }

    private void growth(String what, ToDoubleFunction<Timing> figure) {
        Times times = findings.times();
        StringBuilder head = new StringBuilder(format("  %-16s", what + ", pages"));
        times.sizes().forEach(log2Pages -> head.append(format(" %7s", "2^" + log2Pages)));
        add("%s %9s", head, "growth");
        for (String title : findings.titles()) {
            StringBuilder line = new StringBuilder(format("  %-16s", title));
            times.sizes().forEach(log2Pages -> line.append(format(" %7.0f",
                    times.overall(Clocking.GROWTH_ORDER, log2Pages, figure).median(title))));
            add("%s %8.1fx", line, times.growth(title, figure));
        }
    }

    private void advice() {
        add("");
        if (findings.strategies().size() == 1) {
            add("No advice: with one strategy there is nothing to choose from.");
            return;
        }
        add("Advice, by this rule:");
        AdviceRule.sentences().forEach(sentence -> wrapped(sentence, "  ", Character.isDigit(sentence.charAt(0)) ? "     " : "  "));
        add("");
        worst();
        add("");
        for (Advice.Pick pick : Advice.of(findings.evidence())) {
            add("  If %s: take %s.", pick.need(), pick.strategy());
            wrapped("(" + pick.why() + ")", "      ", "       ");
        }
    }

    private void worst() {
        Evidence evidence = findings.evidence();
        add("All traffics, each strategy where it comes off worst; ! where the rule drops it for that.");
        add("  %-16s %44s   %24s   %13s %10s", "", "refused %, where it exceeds the best most", "waste %, at most", "metadata", "ns a call");
        for (String title : findings.titles()) {
            Evidence.Worst refuses = evidence.refusesMost(title);
            Evidence.Worst wastes = evidence.wastesMost(title);
            String where = refuses.excess() == 0 ? "" : ", " + refuses.traffic();
            String wasted = wastes.amount() == 0 ? "" : ", " + wastes.traffic();
            add("  %-16s %44s %s %24s %s %6.2f B/page %10.0f %s", title,
                    format("%.2f - %.2f = %.2f%s", refuses.amount(), refuses.best(), refuses.excess(), where), mark(refuses.drops(), '!'),
                    format("%.2f%s", wastes.amount(), wasted), mark(wastes.drops(), '!'), evidence.metadataBytes().get(title),
                    evidence.nanoseconds().median(title), mark(evidence.nanoseconds().isAsFast(title, evidence.nanoseconds().fastest()), '*'));
        }
    }

    private static char mark(boolean marked, char mark) {
        return marked ? mark : ' ';
    }

    /* At the last blank before the line is full. */
    private void wrapped(String text, String first, String further) {
        String indent = first;
        String rest = text;
        while (indent.length() + rest.length() > WIDTH) {
            int blank = rest.lastIndexOf(' ', WIDTH - indent.length());
            add("%s%s", indent, rest.substring(0, blank));
            rest = rest.substring(blank + 1);
            indent = further;
        }
        add("%s%s", indent, rest);
    }

    private void add(String format, Object... arguments) {
        lines.add(format(format, arguments).stripTrailing());
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
