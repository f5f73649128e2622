package org.tlalloc.machine.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Translation of random addresses in pages of 4 KiB, four levels: by a TLB that has them all, by a
 * walk, and by a walk over a plain array of the same tables; and the loop alone. From the top of the
 * tree:
 *
 * <pre>
 *   mvn -q -P bench -pl impl compile exec:exec -Dbench.main=org.openjdk.jmh.Main -Dbench.arguments="TranslationBench"
 * </pre>
 *
 * A figure is nanoseconds a translation; what counts is what is left without the loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TranslationBench {
    private static final int BATCH = 500;
    private static final long ROOT = 0x1000;
    private static final long LINEAR = 0xffff_8880_0000_0000L;
    private static final long ENTRY = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.ACCESSED;

    /** How many pages are mapped, as a power of two: 2^8 have one table a level, 2^18 are 1 GiB. */
    @Param({"8", "13", "18"})
    int pageBits;

    private Cpu cpu;
    private Mmu mmu;
    private ArrayWalk arrayWalk;
    private long random = 88172645463325252L;
    private long mask;
    private long nextTable = ROOT;

    @Setup
    public void map() {
        int pages = 1 << pageBits;
        mask = ((long) pages << PagingLayout.PAGE_BITS) - 1;
        PhysicalMemory memory = new PhysicalMemory(1L << 23);
        nextTable += 0x1000;
        for (int page = 0; page < pages; page++) {
            map(memory, LINEAR + ((long) page << 12), (long) page << 12);
        }
        cpu = new Cpu(memory, ControlState.of(PagingLayout.FOUR_LEVEL, ROOT), pages);
        mmu = new Mmu(memory, ControlState.of(PagingLayout.FOUR_LEVEL, ROOT));
        long[] array = new long[(int) (memory.size() >>> 3)];
        for (int i = 0; i < array.length; i++) {
            array[i] = memory.readLong(8L * i);
        }
        arrayWalk = new ArrayWalk(array, ROOT);
        for (int page = 0; page < pages; page++) {
            long linear = LINEAR + ((long) page << 12);
            long physical = cpu.translate(linear, Access.WRITE);
            if (physical != (long) page << 12 || mmu.walk(linear, Access.WRITE) != physical || arrayWalk.walk(linear) != physical) {
                throw new IllegalStateException("linear=" + linear + " is not page=" + page);
            }
        }
    }

    private void map(PhysicalMemory memory, long linear, long physical) {
        PagingLayout layout = PagingLayout.FOUR_LEVEL;
        long table = ROOT;
        for (int level = 4; level > 1; level--) {
            long address = layout.entryAddress(table, linear, level);
            if (memory.readLong(address) == 0) {
                memory.writeLong(address, nextTable | ENTRY);
                nextTable += 0x1000;
            }
            table = layout.frame(memory.readLong(address));
        }
        memory.writeLong(layout.entryAddress(table, linear, 1), physical | ENTRY | PagingLayout.DIRTY);
    }

    private long any() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return LINEAR + (random & mask);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void loopAlone(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(any());
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void warmTlb(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(cpu.translate(any(), Access.WRITE));
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void walk(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(mmu.walk(any(), Access.WRITE));
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void walkOverArray(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(arrayWalk.walk(any()));
        }
    }
}
