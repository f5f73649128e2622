package org.tlalloc.conformance.cli;

/** The user's mistake, or something of the machine that the user has to mend; the message is one clear line. */
public final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Misuse(String message) {
        super(message);
    }
}
