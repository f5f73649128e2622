package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests that ask QEMU are skipped where it is not installed, but not in continuous integration. */
public final class NeedsQemu {
    private NeedsQemu() {
    }

    /** Skips the test, or fails it where the environment has CI=true, with the command that installs what is missing. */
    public static void check() {
        check(Qemu.missing(), System.getenv("CI"));
    }

    static void check(String missing, String ci) {
        if ("true".equals(ci)) {
            assertNull(missing, missing);
        }
        assumeTrue(missing == null, missing);
    }
}
