package org.tlalloc.conformance.replay;

/**
 * Where in Java's memory something is not as it was.
 *
 * @param variable the class, if it is a static variable; null for a field of the subject
 * @param path     from there: {@code count}, {@code cache.size}, {@code tags[3]}
 * @param before   what it was, in words
 * @param after    what it is, in words
 */
public record Place(String variable, String path, String before, String after) {
    @Override
    public String toString() {
        return (variable == null ? "field " : "static variable " + variable + ".") + path + ": " + before + " -> " + after;
    }
}
