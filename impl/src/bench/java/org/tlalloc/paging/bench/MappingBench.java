package org.tlalloc.paging.bench;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.PageTableShape;
import org.tlalloc.paging.Permission;

/**
 * Mapping 1 GiB by pages of 4 KiB to scattered frames, and unmapping it, with all tables made and given back.
 *
 * <pre>
 *   mvn -q -P bench -pl impl -am compile exec:exec -Dbench.main=org.openjdk.jmh.Main -Dbench.arguments="MappingBench"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(3)
public class MappingBench {
    private static final int PAGES = 1 << 18;
    private static final long HEAD = 0x1000;
    private static final long BITMAP = 0x10_0000;
    private static final int FIRST = 0x200;

    @Param({"IA32", "FOUR_LEVEL"})
    private String mode;

    private final long[] frames = new long[PAGES];
    private PageTable table;
    private int spare;

    @Setup
    public void format() {
        PhysicalMemory memory = new PhysicalMemory(1L << 32);
        PagingLayout layout = mode.equals("IA32") ? PagingLayout.IA32 : PagingLayout.FOUR_LEVEL;
        BitSet reserved = new BitSet();
        reserved.set(0, FIRST);
        FrameBitmap bitmap = FrameBitmap.format(memory, BITMAP, FIRST + 2048, 0, reserved);
        table = PageTable.format(memory, HEAD, bitmap, PageTableShape.usual(layout, 1 << 20), 1);
        // No two neighbours, so that no large page fits.
        for (int i = 0; i < PAGES; i++) {
            frames[i] = (i * 2L + (i >>> 17)) % PAGES + PAGES;
        }
        spare = table.spareFrames();
    }

    @Setup(Level.Invocation)
    public void prepare(org.openjdk.jmh.infra.BenchmarkParams parameters) {
        if (table.spareFrames() != spare) {
            table.unmapRun(0, PAGES, PAGES);
        }
        if (parameters.getBenchmark().endsWith("unmap")) {
            map();
        }
    }

    @Benchmark
    public int map() {
        return checked(table.mapRun(0, PAGES, frames, Permission.USER_WRITE));
    }

    @Benchmark
    public int unmap() {
        return checked(table.unmapRun(0, PAGES, PAGES));
    }

    private static int checked(int answer) {
        if (answer != AddressSpace.DONE) {
            throw new AssertionError(answer);
        }
        return answer;
    }
}
