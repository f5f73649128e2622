package org.tlalloc.model.value;

/**
 * A value of TLA+, immutable and in canonical form.
 *
 * <p>The order is total over all values: first by kind (integers, Booleans,
 * strings, model values, sets, functions), then within the kind; smaller sets and
 * functions come first. It is an order of ours, for canonical forms and stable
 * output; TLA+ itself does not compare values of different kinds.
 */
public sealed interface Value extends Comparable<Value>
        permits IntValue, BoolValue, StringValue, ModelValue, SetValue, FunctionValue {

    /** The kind's place in the order. */
    int rank();

    /** Compares with a value of the same kind. */
    int compareSameKind(Value other);

    @Override
    default int compareTo(Value other) {
        return rank() != other.rank() ? Integer.compare(rank(), other.rank()) : compareSameKind(other);
    }

    static Value of(int value) {
        return new IntValue(value);
    }

    static Value of(boolean value) {
        return new BoolValue(value);
    }

    static Value of(String value) {
        return new StringValue(value);
    }
}
