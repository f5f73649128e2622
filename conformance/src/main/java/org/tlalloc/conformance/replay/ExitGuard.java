package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.function.Supplier;

/** A subject that ends the Java machine must not end it as if all were well. */
final class ExitGuard implements AutoCloseable {
    /** The exit status: the subject disagrees. */
    private static final int DISAGREES = 1;

    private final Thread hook;

    private ExitGuard(Thread hook) {
        this.hook = hook;
    }

    /**
     * Guards until it is closed.
     *
     * @param worker the thread that the subject runs in
     * @param doing  what the subject is asked for, in words
     */
    static ExitGuard over(Thread worker, Supplier<String> doing) {
        Thread hook = new Thread(() -> {
            if (Arrays.stream(worker.getStackTrace()).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"))) {
                System.err.println("tlalloc: the subject ends the Java machine: " + doing.get());
                Runtime.getRuntime().halt(DISAGREES);
            }
        }, "replay-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        return new ExitGuard(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is being ended already.
        }
    }
}
