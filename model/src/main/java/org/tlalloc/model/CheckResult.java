package org.tlalloc.model;

import java.util.List;
import org.tlalloc.model.trace.Counterexample;

/**
 * What came of a check.
 *
 * @param violated       the name of what was refuted; null unless the outcome is VIOLATED
 * @param message        why there is no answer; null unless the outcome is ERROR
 * @param transitions    generated states without the initial ones
 * @param counterexample null if it passed; of an ERROR the way to where evaluation failed, or null
 * @param findings       of the lint, a line each
 * @param contract       the module that each step was held against; null where none was, since the model
 *                       states no contract or the lint found something in the way
 */
public record CheckResult(Outcome outcome, String violated, String message, long distinctStates, long transitions,
                          double seconds, Counterexample counterexample, List<String> findings, String contract) {

    /** Whether TLC had an answer, and which. */
    public enum Outcome { PASSED, VIOLATED, ERROR }

    public CheckResult {
        findings = List.copyOf(findings);
    }

    /** Whether each step was held against a contract. */
    public boolean refined() {
        return contract != null;
    }

    /** As the manifest says it: {@code passes}, {@code violates NAME}. */
    public String result() {
        return switch (outcome) {
            case PASSED -> "passes";
            case VIOLATED -> "violates " + violated;
            case ERROR -> "error: " + message;
        };
    }
}
