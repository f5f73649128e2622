package org.tlalloc.model.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A function with a finite domain. Tuples and sequences are functions on 1..n, and
 * records are functions on strings; the empty tuple is the empty function.
 */
public final class FunctionValue implements Value {
    private final List<Value> keys;
    private final List<Value> values;

    private FunctionValue(List<Value> keys, List<Value> values) {
        this.keys = keys;
        this.values = values;
    }

    public static FunctionValue of(Map<? extends Value, ? extends Value> graph) {
        TreeMap<Value, Value> sorted = new TreeMap<>(graph);
        return new FunctionValue(List.copyOf(sorted.keySet()), List.copyOf(sorted.values()));
    }

    /** The tuple &lt;&lt;elements[0], elements[1], ...&gt;&gt;, a function on 1..n. */
    public static FunctionValue tuple(List<? extends Value> elements) {
        return onIntervalFrom(1, elements);
    }

    /** The function on first..(first + n - 1) with these values in order. */
    public static FunctionValue onIntervalFrom(int first, List<? extends Value> values) {
        List<Value> keys = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            keys.add(new IntValue(first + i));
        }
        return new FunctionValue(Collections.unmodifiableList(keys), List.copyOf(values));
    }

    /** The record with these fields. */
    public static FunctionValue record(Map<String, ? extends Value> fields) {
        TreeMap<Value, Value> graph = new TreeMap<>();
        fields.forEach((name, value) -> graph.put(new StringValue(name), value));
        return of(graph);
    }

    /** The domain in ascending order. */
    public List<Value> keys() {
        return keys;
    }

    /** The values, in the order of {@link #keys()}. */
    public List<Value> values() {
        return values;
    }

    /** The value at this argument, or null where the function is not defined. */
    public Value apply(Value argument) {
        int place = Collections.binarySearch(keys, argument);
        return place < 0 ? null : values.get(place);
    }

    /** Whether the domain is 1..n for some n. */
    public boolean isTuple() {
        return IntStream.range(0, keys.size())
                .allMatch(i -> keys.get(i) instanceof IntValue key && key.value() == i + 1);
    }

    /** Whether the domain is a non-empty set of strings that can be field names. */
    public boolean isRecord() {
        return !keys.isEmpty() && keys.stream()
                .allMatch(key -> key instanceof StringValue name && ModelValue.isIdentifier(name.value()));
    }

    @Override
    public int rank() {
        return 5;
    }

    @Override
    public int compareSameKind(Value other) {
        FunctionValue function = (FunctionValue) other;
        int order = SetValue.compare(keys, function.keys);
        return order != 0 ? order : SetValue.compare(values, function.values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionValue function
                && keys.equals(function.keys) && values.equals(function.values);
    }

    @Override
    public int hashCode() {
        return 31 * keys.hashCode() + values.hashCode();
    }

    /** As TLC prints it: a tuple, a record, or {@code (k :> v @@ ...)}. */
    @Override
    public String toString() {
        if (isTuple()) {
            return values.stream().map(Value::toString).collect(Collectors.joining(", ", "<<", ">>"));
        }
        if (isRecord()) {
            return pairs(i -> ((StringValue) keys.get(i)).value() + " |-> " + values.get(i), ", ", "[", "]");
        }
        return pairs(i -> keys.get(i) + " :> " + values.get(i), " @@ ", "(", ")");
    }

    private String pairs(java.util.function.IntFunction<String> pair, String between, String open, String close) {
        return IntStream.range(0, keys.size()).mapToObj(pair).collect(Collectors.joining(between, open, close));
    }
}
