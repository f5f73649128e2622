package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A subject that ends the Java machine must not end it as if all were well, in whatever thread. One
 * that halts it can only be seen from outside; the shell script does.
 */
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
     * @param doing what the subject is asked for, in words
     */
    static ExitGuard over(Supplier<String> doing) {
        Thread hook = new Thread(() -> {
            if (Thread.getAllStackTraces().values().stream().anyMatch(ExitGuard::exits)) {
                System.err.println("tlalloc: the subject ends the Java machine: " + doing.get());
                Runtime.getRuntime().halt(DISAGREES);
            }
        }, "replay-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        return new ExitGuard(hook);
    }

    /* Whoever asks for the end waits for it; a signal and our own program may. */
    private static boolean exits(StackTraceElement[] stack) {
        return has(stack, "java.lang.Shutdown", "exit") && !has(stack, "java.lang.Terminator", null)
                && !has(stack, "org.tlalloc.conformance.cli.Tlalloc", "main");
    }

    private static boolean has(StackTraceElement[] stack, String type, String method) {
        return Arrays.stream(stack).anyMatch(frame -> (frame.getClassName().equals(type) || frame.getClassName().startsWith(type + "$"))
                && (method == null || frame.getMethodName().equals(method)));
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
