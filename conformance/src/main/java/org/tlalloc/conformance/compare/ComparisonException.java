package org.tlalloc.conformance.compare;

/** A comparison that cannot be made; the message is one clear line. */
public final class ComparisonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ComparisonException(String message) {
        super(message);
    }

    ComparisonException(String message, Throwable cause) {
        super(message, cause);
    }
}
