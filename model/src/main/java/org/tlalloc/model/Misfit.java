package org.tlalloc.model;

import java.util.List;
import java.util.stream.Collectors;
import org.tlalloc.model.graph.ActionInstance;

/**
 * Why an action does not lead from one state to another: of all its instances the one
 * that comes nearest, and what is against it.
 *
 * @param instance    the one of which the fewest clauses are false
 * @param clauses     those that are false of the two states
 * @param differences between the state that the instance leads to and the one that it should lead to, as
 *                    {@code allocated[4]: 0 -> 1}; empty if it cannot be taken at all
 */
public record Misfit(ActionInstance instance, List<SpecOracle.Clause> clauses, List<String> differences) {
    public Misfit {
        clauses = List.copyOf(clauses);
        differences = List.copyOf(differences);
    }

    /** On one line. */
    @Override
    public String toString() {
        String why = clauses.stream().map(SpecOracle.Clause::toString).collect(Collectors.joining("; "));
        return instance + (differences.isEmpty() ? " cannot be taken" : " leads elsewhere ("
                + String.join(", ", differences) + ")") + (why.isEmpty() ? "" : ": " + why);
    }
}
