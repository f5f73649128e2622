package org.tlalloc.conformance.subject;

/** A variable of the specification cannot be read from a subject; the message says which, and why. */
public final class UnreadableStateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean crashed;

    UnreadableStateException(String accessor, Throwable cause, boolean crashed) {
        super("reading its state, " + accessor + "() " + (crashed ? Refusal.describe(cause) : "returns what is no value: "
                + cause.getMessage()), cause);
        this.crashed = crashed;
    }

    /** Whether the accessor threw what is the cause; otherwise it returned what TLA+ has no value for. */
    public boolean crashed() {
        return crashed;
    }
}
