package org.tlalloc.model.value;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A finite set; its elements are kept in order, each once. */
public final class SetValue implements Value {
    private final List<Value> elements;

    private SetValue(List<Value> elements) {
        this.elements = elements;
    }

    public static SetValue of(Collection<? extends Value> elements) {
        return new SetValue(List.copyOf(new TreeSet<>(elements)));
    }

    public static SetValue of(Value... elements) {
        return of(List.of(elements));
    }

    /** The elements in ascending order. */
    public List<Value> elements() {
        return elements;
    }

    @Override
    public int rank() {
        return 4;
    }

    @Override
    public int compareSameKind(Value other) {
        return compare(elements, ((SetValue) other).elements);
    }

    /** The shorter first; of equal length, by the first pair that differs. */
    static int compare(List<Value> one, List<Value> other) {
        int order = Integer.compare(one.size(), other.size());
        Iterator<Value> others = other.iterator();
        for (Iterator<Value> ones = one.iterator(); order == 0 && ones.hasNext();) {
            order = ones.next().compareTo(others.next());
        }
        return order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SetValue set && elements.equals(set.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return elements.stream().map(Value::toString).collect(Collectors.joining(", ", "{", "}"));
    }
}
