package org.tlalloc.conformance.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.model.CheckResult;
import org.tlalloc.model.graph.StateGraph;

/**
 * What came of each model: a row of the table as soon as it is known, an object of the JSON
 * file, and at the end what has to be said below the table.
 */
final class Outcomes {
    private final PrintStream out;
    private final Table table;
    private final boolean replays;
    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final ArrayNode models;
    private final List<String> remarks = new ArrayList<>();
    private final Set<String> refinements = new TreeSet<>();
    private final Set<String> unrefined = new TreeSet<>();
    private final Set<String> contracts;
    private final Set<String> themselves = new TreeSet<>();
    private int agreed;
    private int disagreed;
    private int unchecked;

    /**
     * @param contracts the specifications of this project that others are held against
     * @param replays   whether the table has columns for a replay
     */
    Outcomes(String command, PrintStream out, Set<String> contracts, boolean replays) {
        this.out = out;
        this.contracts = contracts;
        this.replays = replays;
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("model", 34),
                Table.Column.text("TLC", 31), Table.Column.number("states", 7), Table.Column.number("transitions", 11),
                Table.Column.number("depth", 5)));
        if (replays) {
            columns.addAll(List.of(Table.Column.text("replayed on", 20), Table.Column.number("product", 7),
                    Table.Column.number("taken", 9), Table.Column.number("refused", 10)));
        }
        columns.addAll(List.of(Table.Column.number("seconds", 7), Table.Column.text("verdict", 9)));
        this.table = new Table(out, columns);
        root.put("command", command);
        models = root.putArray("models");
    }

    /**
     * Notes a model of this project.
     *
     * @param graph         null where there is none
     * @param disagreements with what is expected of the model, a line each
     * @param verdict       null if it was not replayed
     */
    void add(String name, String spec, CheckResult result, StateGraph graph, List<String> disagreements, Verdict verdict) {
        add(name, spec, result, graph, disagreements, verdict, "agrees", true);
    }

    /**
     * Notes a model of somebody else's, of which nothing is expected but that TLC passes it, and its contract each step.
     *
     * @param graph null where there is none
     */
    void addForeign(String name, CheckResult result, StateGraph graph) {
        boolean passed = result.outcome() == CheckResult.Outcome.PASSED;
        unchecked += passed && !result.refined() ? 1 : 0;
        add(name, name, result, graph, passed ? List.of() : List.of("TLC refutes it"), null,
                result.refined() ? "agrees" : "passes, contract NOT checked", false);
    }

    private void add(String name, String spec, CheckResult result, StateGraph graph, List<String> disagreements, Verdict verdict,
                     String agreeing, boolean own) {
        boolean agrees = disagreements.isEmpty() && (verdict == null || verdict.agrees());
        models.add(json(name, spec, result, graph, disagreements, verdict));
        boolean passed = result.outcome() == CheckResult.Outcome.PASSED;
        if (passed && result.refined()) {
            refinements.add(spec + " against " + result.contract());
        } else if (passed) {
            (own && contracts.contains(spec) ? themselves : unrefined).add(spec);
        }
        List<Object> cells = new ArrayList<>();
        cells.add(name);
        cells.add(passed ? "passes" : result.outcome() == CheckResult.Outcome.ERROR ? "error" : result.violated());
        cells.add(passed ? result.distinctStates() : null);
        cells.add(passed ? result.transitions() : null);
        cells.add(graph == null ? null : graph.depth());
        if (replays) {
            cells.add(verdict != null ? simple(verdict.subject()) : passed ? "only checked" : null);
            cells.add(verdict == null ? null : verdict.productStates());
            cells.add(verdict == null ? null : verdict.transitions());
            cells.add(verdict == null ? null : verdict.refusedCalls());
        }
        cells.add(result.seconds() + (verdict == null ? 0 : verdict.seconds()));
        cells.add(!agrees ? "DISAGREES" : passed ? agreeing + (verdict != null && verdict.upToRenaming() ? " up to renaming of pool slots" : "")
                : "refused, as it must be");
        if (agreed + disagreed == 0) {
            table.head();
        }
        table.row(cells.toArray());
        disagreements.forEach(line -> out.println("    " + line));
        if (verdict != null && verdict.incomplete() != null) {
            out.println("    replay: " + verdict.incomplete());
        }
        if (verdict != null && verdict.unexhibited() > 0 && verdict.agrees()) {
            unexhibited(name, spec, verdict);
        }
        if (agrees) {
            agreed++;
        } else {
            disagreed++;
        }
    }

    private void unexhibited(String name, String spec, Verdict verdict) {
        StringBuilder remark = new StringBuilder(String.format(Locale.ROOT,
                "%s: where %s leaves a choice, %s never takes %,d of the transitions, which is no fault, such as", name, spec,
                simple(verdict.subject()), verdict.unexhibited()));
        verdict.examples().stream().limit(3).forEach(example -> remark.append("\n    ").append(example));
        remarks.add(remark.toString());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static ObjectNode json(String name, String spec, CheckResult result, StateGraph graph,
                                   List<String> disagreements, Verdict verdict) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("name", name).put("spec", spec).put("result", result.result());
        node.put("distinctStates", result.distinctStates()).put("transitions", result.transitions());
        node.put("depth", graph == null ? null : (Integer) graph.depth());
        node.put("digest", graph == null ? null : graph.digest());
        node.put("contract", result.contract());
        node.put("seconds", rounded(result.seconds()));
        node.put("agrees", disagreements.isEmpty() && (verdict == null || verdict.agrees()));
        disagreements.forEach(node.putArray("disagreements")::add);
        result.findings().forEach(node.putArray("findings")::add);
        if (verdict == null) {
            node.putNull("conformance");
        } else {
            conformance(verdict, node.putObject("conformance"));
        }
        return node;
    }

    private static void conformance(Verdict verdict, ObjectNode node) {
        node.put("subject", verdict.subject()).put("productStates", verdict.productStates());
        node.put("upToRenaming", verdict.upToRenaming()).put("renamed", verdict.renamed());
        node.put("transitions", verdict.transitions()).put("refusedCalls", verdict.refusedCalls());
        node.put("unexhibited", verdict.unexhibited());
        ArrayNode divergences = node.putArray("divergences");
        verdict.divergences().forEach(divergence -> {
            ObjectNode each = divergences.addObject();
            each.put("kind", divergence.kind().name());
            ArrayNode path = each.putArray("path");
            divergence.path().forEach(step -> path.add(step.toString()));
            each.put("call", divergence.call() == null ? null : divergence.call().toString());
            each.put("expected", divergence.expected()).put("actual", divergence.actual());
        });
        node.put("incomplete", verdict.incomplete());
        node.put("seconds", rounded(verdict.seconds()));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /** The last lines; returns whether all agreed. */
    boolean conclude(double seconds) {
        remarks.forEach(remark -> out.println("\n" + remark));
        contracts();
        out.println();
        out.printf(Locale.ROOT, "%s models=%d, seconds=%.0f%s%n", disagreed == 0 ? "All agree:"
                : "NOT ALL AGREE: disagreeing=" + disagreed + " of", agreed + disagreed, seconds,
                unchecked == 0 ? "" : ", contract NOT checked=" + unchecked);
        root.put("agreed", disagreed == 0);
        root.put("seconds", rounded(seconds));
        return disagreed == 0;
    }

    /* What "passes" means: which steps were held against what. */
    private void contracts() {
        if (!refinements.isEmpty()) {
            out.println("\neach step held against its contract: " + String.join(", ", refinements));
        }
        String before = refinements.isEmpty() ? "\n" : "";
        if (!themselves.isEmpty()) {
            out.println(before + "held against none, being contracts themselves: " + String.join(", ", themselves));
            before = "";
        }
        if (!unrefined.isEmpty()) {
            out.println(before + "no contract checked: " + String.join(", ", unrefined));
        }
    }

    ObjectNode json() {
        return root;
    }
}
