package org.tlalloc.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.trace.Story;
import org.tlalloc.model.value.Value;

/** A divergence told to a reader. */
public final class DivergenceReport {
    /* Of a long list of calls so many are shown at either end. */
    private static final int SHOWN = 50;

    private final Binding binding;
    private final ClauseFinder clauses;

    public DivergenceReport(Binding binding, ClauseFinder clauses) {
        this.binding = binding;
        this.clauses = clauses;
    }

    /** What happened, the difference, the clause, pictures before and after, and a test. */
    public String text(Divergence divergence) {
        StringBuilder text = new StringBuilder();
        String subject = binding.type().getSimpleName();
        text.append(subject).append(' ').append(divergence.kind().sentence()).append(".\n\n");
        text.append("Calls, as few as can be:\n");
        int number = 1;
        int left = divergence.path().size() - 2 * SHOWN;
        for (Divergence.Step step : divergence.path()) {
            if (number <= SHOWN || number > SHOWN + left) {
                text.append(String.format("%4d  %s%n", number, step));
            } else if (number == SHOWN + 1) {
                text.append("      ... and calls=").append(left).append(" more, all in the test below\n");
            }
            number++;
        }
        if (divergence.call() != null) {
            text.append(String.format("%4d  %s%s%n", number, divergence.call(),
                    divergence.attached() ? "   on an instance freshly attached to the same bytes" : ""));
        }
        if (divergence.path().isEmpty() && divergence.call() == null) {
            text.append("      none: it is so from the beginning\n");
        }
        boolean state = divergence.kind() == DivergenceKind.STATE && divergence.after() != null;
        text.append("\nexpected  ").append(divergence.expected()).append(state ? ", in a state that the specification allows" : "").append('\n');
        text.append("actual    ").append(divergence.actual()).append(state ? ", in another state" : "").append('\n');
        section(text, "Where its state differs from " + (divergence.allowed().size() > 1
                ? "the nearest of the allowed states=" + divergence.allowed().size() : "what the specification says")
                + " (expected -> actual):", difference(divergence));
        String clause = clauses.clause(divergence);
        section(text, "The clause that says no:", clause == null ? List.of() : List.of(clause));
        section(text, "Before:", ArenaPicture.of(divergence.before()));
        section(text, "After, by the subject:", ArenaPicture.of(divergence.after()));
        section(text, "Its bytes:", divergence.memory() == null ? List.of() : ByteDump.of(divergence.memory()));
        text.append("\nAs a test:\n\n").append(JUnitSource.of(divergence, binding));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    /** Against the allowed state that differs least; a refused call must leave the state as it was. */
    private static List<String> difference(Divergence divergence) {
        if (divergence.after() == null) {
            return List.of();
        }
        if (divergence.allowed().isEmpty() && divergence.before() == null) {
            return List.of();
        }
        List<Map<String, Value>> allowed = divergence.allowed().isEmpty() ? List.of(divergence.before()) : divergence.allowed();
        List<String> best = null;
        for (Map<String, Value> state : allowed) {
            List<String> lines = state.equals(divergence.after()) ? new ArrayList<>() : Story.changes(state, divergence.after());
            if (best == null || lines.size() < best.size()) {
                best = lines;
            }
        }
        return best;
    }
}
