package org.tlalloc.model.graph;

import java.util.List;

/**
 * An action's name and the names of its parameters, without {@code result}.
 *
 * @param hasResult whether its last parameter, left out here, is the call's answer
 */
public record ActionSignature(String name, StepKind kind, List<String> parameters, boolean hasResult) {
    public ActionSignature {
        parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
        return name + "(" + String.join(", ", parameters)
                + (hasResult ? parameters.isEmpty() ? "result" : ", result" : "") + ")";
    }
}
