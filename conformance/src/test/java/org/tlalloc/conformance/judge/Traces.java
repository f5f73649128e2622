package org.tlalloc.conformance.judge;

import java.nio.file.Path;

/** The recorded workloads among the test data. */
final class Traces {
    private Traces() {
    }

    /** @param name gcc, files or mix */
    static Path file(String name) {
        return Path.of("src", "test", "resources", "traces", name + ".pages.csv.gz");
    }

    static Workload read(String name) {
        return WorkloadReader.read(file(name));
    }
}
