package org.tlalloc.conformance.judge;

/**
 * What a subject did that the specification does not allow.
 *
 * @param call   what was called, with its arguments
 * @param answer what it did then, beginning with a verb
 * @param reason what says no: the clause of the specification with its module and line, where it is one
 */
public record Disagreement(String call, String answer, String reason) {
    @Override
    public String toString() {
        return call + " " + answer + ", but " + reason;
    }
}
