package org.tlalloc.conformance.report;

import org.tlalloc.conformance.replay.Divergence;

/** Names the formula of the specification that a divergence contradicts. */
@FunctionalInterface
public interface ClauseFinder {
    /** The formula with its module and line, on one line; null if there is none to name. */
    String clause(Divergence divergence);

    /** Knows none. */
    static ClauseFinder none() {
        return divergence -> null;
    }
}
