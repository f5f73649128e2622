package org.tlalloc.conformance.cli;

/** Says one line when the program is interrupted before it is done. Temporary files go by hooks of their own. */
final class Interruption {
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
        if (!over) {
            System.err.println();
            System.err.println("tlalloc: interrupted; no file was changed");
        }
    }
}
