package org.tlalloc.model.value;

/** TRUE or FALSE; FALSE comes first. */
public record BoolValue(boolean value) implements Value {
    @Override
    public int rank() {
        return 1;
    }

    @Override
    public int compareSameKind(Value other) {
        return Boolean.compare(value, ((BoolValue) other).value);
    }

    @Override
    public String toString() {
        return value ? "TRUE" : "FALSE";
    }
}
