package org.tlalloc.model.value;

/** An integer, of 32 bits as in TLC. */
public record IntValue(int value) implements Value {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int compareSameKind(Value other) {
        return Integer.compare(value, ((IntValue) other).value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
