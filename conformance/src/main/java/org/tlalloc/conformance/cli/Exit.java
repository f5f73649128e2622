package org.tlalloc.conformance.cli;

/** What a command tells the shell. */
final class Exit {
    static final int AGREED = 0;
    static final int DISAGREED = 1;
    static final int MISUSED = 2;

    private Exit() {
    }

    static int of(boolean agreed) {
        return agreed ? AGREED : DISAGREED;
    }
}
