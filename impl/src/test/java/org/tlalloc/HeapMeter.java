package org.tlalloc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates on the Java heap: exactly, in bytes, not by sampling. */
public final class HeapMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HeapMeter() {
    }

    /** The bytes of all objects that the calling thread makes while the code runs. */
    public static long allocatedBy(Runnable code) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        code.run();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    /**
     * The least that any of several runs allocates. The first runs of code load classes and
     * link call sites; what the code itself makes, it makes every time.
     */
    public static long allocatedAtLeastBy(int runs, Runnable code) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            least = Math.min(least, allocatedBy(code));
        }
        return least;
    }
}
