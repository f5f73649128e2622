package org.tlalloc.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.tlalloc.model.graph.StateGraph;

/**
 * A model of the manifest, checked: what TLC said, the state graph it went through,
 * and where either differs from what the manifest expects.
 *
 * @param graph null unless TLC passed the model
 */
public record ModelRun(ModelEntry entry, CheckResult result, StateGraph graph) {

    /**
     * Checks the model with capture.
     *
     * @param options changes to the request, such as workers and progress
     * @throws IOException if a file cannot be read or written
     */
    public static ModelRun of(Catalogue catalogue, ModelEntry entry, UnaryOperator<CheckRequest> options)
            throws IOException {
        return of(new ModelChecker(), catalogue, entry, options);
    }

    /** The same, by a checker that may reuse its copies of TLC: what is not as expected is checked again, in a fresh one. */
    public static ModelRun of(ModelChecker checker, Catalogue catalogue, ModelEntry entry, UnaryOperator<CheckRequest> options)
            throws IOException {
        CheckRequest request = options.apply(catalogue.request(entry));
        CapturedRun run = CapturedRun.of(checker, request);
        ModelRun found = new ModelRun(entry, run.result(), run.graph());
        return found.agrees() || !checker.reuses() ? found : of(catalogue, entry, options);
    }

    /** A line for each difference to the manifest; empty if there is none. */
    public List<String> disagreements() {
        Expectation expect = entry.expect();
        List<String> lines = new ArrayList<>();
        if (!result.result().equals(expect.result())) {
            lines.add("result: expected `" + expect.result() + "`, got `" + result.result() + "`");
            return lines;
        }
        if (expect.passes()) {
            Expectation found = found();
            differ("distinctStates", expect.distinctStates(), found.distinctStates(), lines);
            differ("transitions", expect.transitions(), found.transitions(), lines);
            differ("depth", expect.depth(), found.depth(), lines);
            differ("digest", expect.digest(), found.digest(), lines);
            differ("contract", expect.contract(), found.contract(), lines);
        }
        return lines;
    }

    private static void differ(String what, Object expected, Object found, List<String> into) {
        if (!Objects.equals(found, expected)) {
            into.add(what + ": expected " + expected + ", got " + found);
        }
    }

    /**
     * The same for a check by {@link OtherRelease}, which has no depth and no digest, and does
     * not always say which temporal property fails.
     */
    public static List<String> plainDisagreements(ModelEntry entry, CheckResult result) {
        Expectation expect = entry.expect();
        List<String> lines = new ArrayList<>();
        boolean unnamed = result.outcome() == CheckResult.Outcome.VIOLATED && !expect.passes()
                && result.violated().equals(OtherRelease.UNNAMED_PROPERTY) && expect.violated().endsWith("Prop");
        if (!unnamed) {
            differ("result", expect.result(), result.result(), lines);
        }
        if (lines.isEmpty() && expect.passes()) {
            differ("distinctStates", expect.distinctStates(), result.distinctStates(), lines);
            differ("transitions", expect.transitions(), result.transitions(), lines);
        }
        return lines;
    }

    public boolean agrees() {
        return disagreements().isEmpty();
    }

    private Expectation found() {
        return graph == null ? new Expectation(result.result(), 0, 0, 0, null, result.contract())
                : new Expectation(result.result(), graph.stateCount(), graph.transitionCount(), graph.depth(),
                        graph.digest(), result.contract());
    }

    /** The entry with what was found in place of what was expected, for {@link Catalogue#update}. */
    public ModelEntry asEntry() {
        return new ModelEntry(entry.name(), entry.spec(), entry.module(), entry.config(), entry.full(),
                entry.replay(), entry.subject(), found());
    }
}
