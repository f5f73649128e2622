package org.tlalloc.model.graph;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tlalloc.model.value.Value;

/**
 * An action with its arguments.
 *
 * @param result what the call answers; null where the action has no result
 */
public record ActionInstance(ActionSignature signature, List<Value> arguments, Value result)
        implements Comparable<ActionInstance> {

    private static final Comparator<ActionInstance> ORDER = Comparator
            .comparing((ActionInstance instance) -> instance.signature.name())
            .thenComparing(ActionInstance::all, ActionInstance::compareLists);

    public ActionInstance {
        arguments = List.copyOf(arguments);
        if (arguments.size() != signature.parameters().size()) {
            throw new IllegalArgumentException(
                    "arguments=" + arguments + " do not fit action=" + signature);
        }
        if (signature.hasResult() != (result != null)) {
            throw new IllegalArgumentException("result=" + result + " does not fit action=" + signature);
        }
    }

    public String name() {
        return signature.name();
    }

    /** The arguments, and the result behind them if there is one. */
    public List<Value> all() {
        return result == null ? arguments : Stream.concat(arguments.stream(), Stream.of(result)).toList();
    }

    private static int compareLists(List<Value> one, List<Value> other) {
        Iterator<Value> others = other.iterator();
        for (Value value : one) {
            if (!others.hasNext()) {
                return 1;
            }
            int order = value.compareTo(others.next());
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    @Override
    public int compareTo(ActionInstance other) {
        return ORDER.compare(this, other);
    }

    /** As a step of the specification: {@code Allocate(0, 4)}. */
    @Override
    public String toString() {
        return all().stream().map(Value::toString).collect(Collectors.joining(", ", name() + "(", ")"));
    }
}
