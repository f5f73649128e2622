package org.tlalloc.model;

/**
 * What is known of a model.
 *
 * @param result         {@code passes}, or {@code violates NAME}
 * @param distinctStates states of the whole graph; 0 where nothing is known, as for a model that is refuted
 * @param transitions    without the initial states
 * @param depth          states on the longest shortest path from an initial state
 * @param digest         of the graph; null where it is not known
 * @param contract       the module that each step is held against; null where the specification states none
 */
public record Expectation(String result, long distinctStates, long transitions, int depth, String digest,
                          String contract) {
    static final String PASSES = "passes";
    static final String VIOLATES = "violates ";

    /** Whether the whole state graph exists: TLC stops at the first violation. */
    public boolean passes() {
        return result.equals(PASSES);
    }

    /** What refutes the model; null if it passes. */
    public String violated() {
        return passes() ? null : result.substring(VIOLATES.length());
    }
}
