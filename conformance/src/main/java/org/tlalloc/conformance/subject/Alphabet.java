package org.tlalloc.conformance.subject;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.Value;

/**
 * What a specification calls things.
 *
 * @param spec      its module
 * @param constants their values, in the order of declaration
 * @param variables ascending
 * @param examples  by an action's name, arguments that it has somewhere; not for all actions
 */
public record Alphabet(String spec, Map<String, Value> constants, List<String> variables,
                       List<ActionSignature> actions, Map<String, List<Value>> examples) {

    public static Alphabet of(StateGraph graph) {
        LinkedHashSet<ActionSignature> signatures = new LinkedHashSet<>();
        Map<String, List<Value>> examples = new HashMap<>();
        for (ActionInstance action : graph.actions()) {
            signatures.add(action.signature());
            examples.putIfAbsent(action.name(), action.arguments());
        }
        return new Alphabet(graph.spec(), graph.constants(), graph.variables(), List.copyOf(signatures), examples);
    }

    public static Alphabet of(String spec, SpecOracle oracle) {
        return new Alphabet(spec, oracle.constants(), oracle.variables(), oracle.actions(), Map.of());
    }

    /** The name in Java: the first letter is small. */
    static String inJava(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
