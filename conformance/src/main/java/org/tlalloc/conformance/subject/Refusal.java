package org.tlalloc.conformance.subject;

import java.util.ConcurrentModificationException;

/** Tells what a subject throws to refuse a call from what says that its code is wrong. */
public final class Refusal {
    private Refusal() {
    }

    /** Whether it was thrown on purpose: an exception that says more than that the code is wrong. */
    public static boolean isRefusal(Throwable thrown) {
        return thrown instanceof RuntimeException
                && !(thrown instanceof NullPointerException || thrown instanceof IndexOutOfBoundsException
                || thrown instanceof ClassCastException || thrown instanceof ArithmeticException
                || thrown instanceof NegativeArraySizeException || thrown instanceof ArrayStoreException
                || thrown instanceof ConcurrentModificationException);
    }

    /** What was thrown, in one line, and for a crash where. */
    public static String describe(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        StackTraceElement[] trace = thrown.getStackTrace();
        return "throws " + thrown.getClass().getSimpleName() + (thrown.getMessage() == null ? "" : ": " + message)
                + (!isRefusal(thrown) && trace.length > 0 ? " at " + trace[0] : "");
    }
}
