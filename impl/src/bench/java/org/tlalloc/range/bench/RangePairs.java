package org.tlalloc.range.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds for a pair of calls, one free and one allocate, with the harness around them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RangePairs {
    /* A pair is too short for the clock. */
    private static final int BATCH = 8192;

    @Param("HARNESS")
    private Contestant contestant;
    @Param("R")
    private Mix mix;
    @Param("20")
    private int log2Pages;
    @Param("9")
    private int maxOrder;

    private Workload workload;

    @Setup
    public void age() {
        workload = new Workload(contestant.make(1 << log2Pages), mix, maxOrder);
        workload.age();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void pair() {
        workload.run(BATCH);
    }
}
