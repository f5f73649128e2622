package org.tlalloc.conformance.report;

import java.util.ArrayList;
import java.util.List;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.Value;

/** Asks the specification itself which of its formulas a divergence contradicts. */
public final class OracleClauses implements ClauseFinder {
    private final SpecOracle oracle;

    public OracleClauses(SpecOracle oracle) {
        this.oracle = oracle;
    }

    @Override
    public String clause(Divergence divergence) {
        if (divergence.call() == null) {
            return null;
        }
        SpecOracle.State from = oracle.state(divergence.before());
        boolean hasResult = oracle.actions().stream()
                .anyMatch(action -> action.name().equals(divergence.call().action()) && action.hasResult());
        List<Value> arguments = new ArrayList<>(divergence.call().arguments());
        if (hasResult && divergence.answered() == null) {
            return null;
        }
        if (hasResult) {
            arguments.add(divergence.answered());
        }
        try {
            SpecOracle.Clause clause = clause(divergence, from, arguments);
            return clause == null ? null : clause.toString();
        } catch (RuntimeException e) {
            // A subject may answer anything, also what TLC cannot compare: the divergence stands without a clause.
            return null;
        }
    }

    private SpecOracle.Clause clause(Divergence divergence, SpecOracle.State from, List<Value> arguments) {
        return switch (divergence.kind()) {
            case ANSWER, ACCEPTED, REFUSAL_CHANGED -> oracle.clause(from, divergence.call().action(), arguments, null);
            case STATE -> divergence.after() == null ? null
                    : oracle.clause(from, divergence.call().action(), arguments, oracle.state(divergence.after()));
            default -> null;
        };
    }
}
