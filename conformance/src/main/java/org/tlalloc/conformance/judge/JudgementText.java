package org.tlalloc.conformance.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A judgement told to a reader. */
public final class JudgementText {
    private JudgementText() {
    }

    /** The report's lines. */
    public static List<String> of(Judgement judgement) {
        List<String> lines = new ArrayList<>();
        Workload workload = judgement.workload();
        lines.add(format("%s on %,d frames, orders 0..%d, by %s", workload.file().getFileName(), judgement.frameCount(),
                judgement.maxOrder(), judgement.allocator().substring(judgement.allocator().lastIndexOf('.') + 1)));
        lines.add("");
        if (judgement.agreed()) {
            lines.add(format("%,d calls judged by BlockAllocation: it agrees with every answer.", judgement.calls()));
        } else {
            disagreement(judgement, lines);
        }
        lines.add("");
        figures(judgement, lines);
        lines.add("");
        lines.add(judgement.free().buddyinfo());
        if (!judgement.samples().isEmpty() && judgement.maxOrder() > 0) {
            lines.add("");
            table(judgement, lines);
        }
        return lines;
    }

    private static void disagreement(Judgement judgement, List<String> lines) {
        Disagreement disagreement = judgement.disagreement();
        lines.add(format("DISAGREEMENT at event=%d, line=%d, after %,d calls judged:", judgement.events(), judgement.line(),
                judgement.calls()));
        lines.add("  call    " + disagreement.call());
        lines.add("  what    it " + disagreement.answer());
        lines.add("  but     " + disagreement.reason());
        lines.add("The figures below are of the calls before.");
    }

    private static void figures(Judgement judgement, List<String> lines) {
        FreeMemory free = judgement.free();
        lines.add(figure("events", judgement.events(), judgement.events() < judgement.workload().size()
                ? format("of %,d", judgement.workload().size()) : ""));
        lines.add(figure("handed out", judgement.allocations(), "blocks"));
        lines.add(figure("taken back", judgement.frees(), "blocks"));
        lines.add(figure("refused", judgement.refused(), refusals(judgement)));
        lines.add(figure("peak", judgement.peakLiveFrames(), format("frames in %,d blocks; the workload asks for %,d",
                judgement.peakLiveBlocks(), judgement.workload().peakFrames())));
        lines.add(figure("live at the end", judgement.liveFrames(), format("frames in %,d blocks", judgement.liveBlocks())));
        lines.add(figure("free at the end", free.frames(), "frames"));
        lines.add(figure("largest block", free.largestBlock(), "frames free, aligned, of an order that the arena has"));
        lines.add(figure("longest run", free.longestRun(), format("frames free side by side: external fragmentation is %.3f",
                free.externalFragmentation())));
        lines.add(format("%-15s %,13.2f  %,.0f calls a second", "seconds", judgement.seconds(), judgement.callsPerSecond()));
    }

    private static String figure(String name, long value, String rest) {
        return format("%-15s %,13d  %s", name, value, rest).stripTrailing();
    }

    private static String refusals(Judgement judgement) {
        if (judgement.refused() == 0) {
            return "calls: there was always a block";
        }
        StringBuilder text = new StringBuilder("calls, no block being free");
        String between = ": ";
        for (int order = 0; order <= judgement.maxOrder(); order++) {
            if (judgement.refusals().get(order) > 0) {
                text.append(between).append(format("%,d of order %d", judgement.refusals().get(order), order));
                between = ", ";
            }
        }
        return text.append(format("; their frees=%,d are skipped", judgement.skippedFrees())).toString();
    }

    private static void table(Judgement judgement, List<String> lines) {
        lines.add("Unusable free space index: how much of the free memory is in blocks too small for an order, in per cent,");
        lines.add("as the workload goes on (. nothing, 100 all of it):");
        StringBuilder head = new StringBuilder("done %  ");
        for (Judgement.Sample sample : judgement.samples()) {
            head.append(format(" %3d", Math.round(100.0 * sample.events() / judgement.workload().size())));
        }
        lines.add(head.toString());
        for (int order = 1; order <= judgement.maxOrder(); order++) {
            StringBuilder row = new StringBuilder(format("order %2d", order));
            for (Judgement.Sample sample : judgement.samples()) {
                row.append(format(" %3s", percent(sample.free().unusable(order))));
            }
            lines.add(row.toString());
        }
    }

    /** Rounded, but so that only nothing looks like nothing, and only all like all. */
    private static String percent(double share) {
        return share <= 0 ? "." : share >= 1 ? "100" : share < 0.01 ? "<1" : String.valueOf(Math.min(99, Math.round(100 * share)));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
