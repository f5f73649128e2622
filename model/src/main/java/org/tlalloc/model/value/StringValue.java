package org.tlalloc.model.value;

import java.util.Objects;

/** A string of TLA+. */
public record StringValue(String value) implements Value {
    /** @throws IllegalArgumentException if half of a surrogate pair stands alone: it would have no bytes */
    public StringValue {
        Objects.requireNonNull(value, "value");
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("no text: half of a surrogate pair stands alone in it");
        }
    }

    @Override
    public int rank() {
        return 2;
    }

    @Override
    public int compareSameKind(Value other) {
        return value.compareTo(((StringValue) other).value);
    }

    /** In double quotes, with backslash before quotes, backslashes, tabs and line ends. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\f' -> text.append("\\f");
                default -> text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
