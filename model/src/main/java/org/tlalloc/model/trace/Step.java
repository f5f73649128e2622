package org.tlalloc.model.trace;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.value.Value;

/**
 * A state of a trace and how it came about.
 *
 * @param action what led here; null for the initial state, and where it is not known
 * @param name   the action's name as far as it is known; null for the initial state
 * @param state  each variable's value
 */
public record Step(ActionInstance action, String name, Map<String, Value> state) {
    public Step {
        state = Collections.unmodifiableMap(new TreeMap<>(state));
    }

    public static Step initial(Map<String, Value> state) {
        return new Step(null, null, state);
    }

    public static Step of(ActionInstance action, Map<String, Value> state) {
        return new Step(action, action.name(), state);
    }
}
