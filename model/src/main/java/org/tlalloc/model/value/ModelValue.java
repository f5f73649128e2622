package org.tlalloc.model.value;

/** A model value: an identifier that equals itself only. */
public record ModelValue(String name) implements Value {
    /** @throws IllegalArgumentException if the name is no identifier of TLA+ */
    public ModelValue {
        if (!isIdentifier(name)) {
            throw new IllegalArgumentException("not an identifier of TLA+: name=" + name.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    static boolean isIdentifier(String name) {
        boolean letter = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!isLetter && c != '_' && !(c >= '0' && c <= '9')) {
                return false;
            }
            letter |= isLetter;
        }
        return letter && !name.equals("TRUE") && !name.equals("FALSE");
    }

    @Override
    public int rank() {
        return 3;
    }

    @Override
    public int compareSameKind(Value other) {
        return name.compareTo(((ModelValue) other).name);
    }

    @Override
    public String toString() {
        return name;
    }
}
