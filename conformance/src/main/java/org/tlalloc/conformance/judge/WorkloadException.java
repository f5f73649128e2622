package org.tlalloc.conformance.judge;

import java.nio.file.Path;

/** A file that is no workload, or one that an arena cannot carry; the message says file, line and why. */
public final class WorkloadException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WorkloadException(Path file, String why) {
        super("file=" + file + " " + why);
    }

    WorkloadException(Path file, int line, String why) {
        super("file=" + file + " line=" + line + ": " + why);
    }
}
