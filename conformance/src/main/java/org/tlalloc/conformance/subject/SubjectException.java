package org.tlalloc.conformance.subject;

/** A class cannot be tested against a specification; the message says what it lacks. */
public final class SubjectException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SubjectException(String message) {
        super(message);
    }
}
