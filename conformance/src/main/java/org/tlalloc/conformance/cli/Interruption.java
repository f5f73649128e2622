package org.tlalloc.conformance.cli;

import java.util.Arrays;

/** Says one line when the program is interrupted, or ended by a subject, before it is done. Temporary files go by hooks of their own. */
final class Interruption {
    private static final String SIGNAL = "SIG";

    private final String main = Thread.currentThread().getName();
    private volatile boolean over;

    private Interruption() {
    }

    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::sayIfInterrupted));
        return interruption;
    }

    void over() {
        over = true;
    }

    private void sayIfInterrupted() {
        if (!over && ender().startsWith(SIGNAL)) {
            System.err.println();
            System.err.println("tlalloc: interrupted; no file was changed");
        } else if (!over && ender().equals(main)) {
            System.err.println("tlalloc: the subject ends the Java machine");
            leave();
        }
    }

    /* A subject that ends the machine in a replay is told of there, with the call that it was asked for. */
    private static String ender() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> Arrays.stream(each.getValue()).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown")))
                .map(each -> each.getKey().getName()).findFirst().orElse(SIGNAL);
    }

    /* Its status would be taken for ours. The other hooks have time to delete their files. */
    private static void leave() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Exit.DISAGREED);
    }
}
