package org.tlalloc.frame.bench;

import java.util.BitSet;
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
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.frame.RunRequest;
import org.tlalloc.machine.PhysicalMemory;

/**
 * A pair of calls, one allocation and one free of a single frame, side by side with the
 * {@link BitSet} that most would write, and with the loop alone.
 *
 * <p>On a full map a random frame is freed and then found again; on the others the lowest
 * frame is taken and freed. From the top of the tree:
 *
 * <pre>
 *   mvn -q -P bench -pl impl compile exec:exec -Dbench.main=org.openjdk.jmh.Main -Dbench.arguments="FrameBitmapBench"
 *   mvn -q -P bench -pl impl compile exec:exec -Dbench.main=org.openjdk.jmh.Main -Dbench.arguments="FrameBitmapBench.frameBitmap -p sizeBits=10,14,18,20,22,24"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FrameBitmapBench {
    private static final int BATCH = 500;

    /** What the map looks like before a pair, and after it. */
    public enum Occupancy {
        /** Nothing is used. */
        EMPTY,
        /** Everything is. */
        FULL,
        /** The lower half is. */
        HALF,
        /** Every other frame is. */
        CHECKERBOARD,
        /** Every frame is, or is not, by the toss of a coin. */
        RANDOM,
        /** Of sixteen frames all are but eight, which begin at the second. */
        MISALIGNED;

        boolean used(int frame, int frameCount, long toss) {
            return switch (this) {
                case EMPTY -> false;
                case FULL -> true;
                case HALF -> frame < frameCount / 2;
                case CHECKERBOARD -> frame % 2 == 0;
                case RANDOM -> toss < 0;
                case MISALIGNED -> (frame - 1 & 15) >= 8;
            };
        }
    }

    @Param({"20"})
    int sizeBits;

    @Param
    Occupancy occupancy;

    private FrameBitmap bitmap;
    private BitSet bitSet;
    private long random = 88172645463325252L;
    private int mask;

    @Setup
    public void fill() {
        int frameCount = 1 << sizeBits;
        mask = frameCount - 1;
        PhysicalMemory memory = new PhysicalMemory(1L << 24);
        bitmap = FrameBitmap.format(memory, 0, frameCount, sizeBits, new BitSet());
        bitSet = new BitSet(frameCount);
        bitmap.allocate(sizeBits);
        for (int frame = 0; frame < frameCount; frame++) {
            if (occupancy.used(frame, frameCount, next())) {
                bitSet.set(frame);
            } else {
                bitmap.free(frame, 0);
            }
        }
    }

    private long next() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return random * 0x2545F4914F6CDD1DL;
    }

    private int anyFrame() {
        return (int) (next() >>> 32) & mask;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void loopAlone(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(anyFrame());
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void frameBitmap(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            int any = anyFrame();
            if (occupancy == Occupancy.FULL) {
                bitmap.free(any, 0);
                hole.consume(bitmap.allocate(0));
            } else {
                int frame = bitmap.allocate(0);
                hole.consume(frame);
                bitmap.free(frame, 0);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void bitSet(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            int any = anyFrame();
            if (occupancy == Occupancy.FULL) {
                bitSet.clear(any);
            }
            int frame = bitSet.nextClearBit(0);
            bitSet.set(frame);
            hole.consume(frame);
            if (occupancy != Occupancy.FULL) {
                bitSet.clear(frame);
            }
        }
    }

    private static final RunRequest EIGHT = new RunRequest(8, 1, Integer.MAX_VALUE);
    private static final RunRequest ALIGNED = new RunRequest(8, 8, Integer.MAX_VALUE);

    /** Eight frames, where there are any: on a full map, and on a checkerboard, it says no. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void runOfEight(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(anyFrame());
            int frame = bitmap.allocateRun(EIGHT);
            hole.consume(frame);
            if (frame >= 0) {
                bitmap.freeRun(frame, 8);
            }
        }
    }

    /** The same from a multiple of eight: where the map is misaligned, each run is long enough, and none will do. */
    @Benchmark
    public void alignedRunOfEight(Blackhole hole) {
        int frame = bitmap.allocateRun(ALIGNED);
        hole.consume(frame);
        if (frame >= 0) {
            bitmap.freeRun(frame, 8);
        }
    }
}
