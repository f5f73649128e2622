package org.tlalloc.conformance.subject;

import java.util.Arrays;
import java.util.ConcurrentModificationException;

/** Tells what a subject throws to refuse a call from what says that its code is wrong. */
public final class Refusal {
    private Refusal() {
    }

    /**
     * Whether it was thrown on purpose: an exception, checked or not, that says more than that
     * the code is wrong.
     */
    public static boolean isRefusal(Throwable thrown) {
        return thrown instanceof Exception
                && !(thrown instanceof NullPointerException || thrown instanceof IndexOutOfBoundsException
                || thrown instanceof ClassCastException || thrown instanceof ArithmeticException
                || thrown instanceof NegativeArraySizeException || thrown instanceof ArrayStoreException
                || thrown instanceof IllegalMonitorStateException || thrown instanceof ConcurrentModificationException);
    }

    /** What was thrown, in one line, and for a crash where. */
    public static String describe(Throwable thrown) {
        String message = message(thrown);
        return "throws " + thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message.lines().findFirst().orElse(""))
                + (isRefusal(thrown) ? "" : place(thrown));
    }

    /* The innermost place in code that is not the JDK's. */
    private static String place(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk."))
                .findFirst().map(frame -> " at " + frame).orElse("");
    }

    /* An exception of the subject's own may be as wrong as the rest of it. */
    private static String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException e) {
            return "a message that throws " + e.getClass().getSimpleName();
        }
    }
}
