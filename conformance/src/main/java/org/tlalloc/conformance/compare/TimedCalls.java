package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tlalloc.range.RangeAllocation;

/**
 * The time of calls on a region that is half in use. Some slots are drawn; then the ranges in them are
 * freed, and then others allocated, and each of these two batches is timed as a whole, since single
 * calls are too short for the clock. What the clock and the loop take is measured on batches that call
 * nobody, and taken off.
 */
final class TimedCalls {
    private static final int BATCH = 512;
    /* However little time there is, one batch in which the machine did something else must not be all. */
    private static final int FEWEST_BATCHES = 50;
    private static final int LEAST_AGE = 20_000;
    private static final int EMPTY = RangeAllocation.NONE;
    /* What is less is nothing, which has no logarithm. */
    private static final double LEAST = 0.1;

    private final RangeAllocation allocation;
    private final Lengths lengths;
    private final int maxOrder;
    private final SplittableRandom random;
    private final int[] starts;
    private final int[] pages;
    /* Those slots that are drawn stand in front. */
    private final int[] slots;
    private final int[] wanted;
    private final double[] times = new double[1 << 16];
    private long hole;

    TimedCalls(RangeAllocation allocation, Lengths lengths, int maxOrder, long seed) {
        this.allocation = allocation;
        this.lengths = lengths;
        this.maxOrder = maxOrder;
        this.random = new SplittableRandom(seed);
        this.starts = new int[(int) (allocation.pageCount() / 2 / lengths.mean(maxOrder))];
        this.pages = new int[starts.length];
        this.slots = new int[starts.length];
        this.wanted = new int[Math.min(BATCH, (starts.length + 1) / 2)];
        Arrays.setAll(slots, slot -> slot);
        Arrays.fill(starts, EMPTY);
    }

    /**
     * Fills the slots, and turns them over until the region looks as it will go on looking.
     *
     * @param turns how often each slot is turned over, on average
     */
    void age(int turns) {
        for (int slot = 0; slot < starts.length; slot++) {
            pages[slot] = lengths.next(random, maxOrder);
            starts[slot] = allocation.allocate(pages[slot]);
        }
        for (int calls = 0; calls < turns * starts.length + LEAST_AGE; calls += wanted.length) {
            draw();
            freeDrawn();
            allocateDrawn();
        }
    }

    /** Nanoseconds for an allocation, and for a free: the medians of the batches' means. */
    double[] measure(long nanoseconds) {
        int batches = 0;
        double[] frees = new double[times.length];
        long until = System.nanoTime() + nanoseconds;
        while (batches < times.length && (batches < FEWEST_BATCHES || System.nanoTime() < until)) {
            draw();
            long begin = System.nanoTime();
            freeDrawn();
            long middle = System.nanoTime();
            allocateDrawn();
            long end = System.nanoTime();
            frees[batches] = (double) (middle - begin) / wanted.length;
            times[batches++] = (double) (end - middle) / wanted.length;
        }
        double nothing = nothing();
        return new double[] {Math.max(LEAST, median(times, batches) - nothing), Math.max(LEAST, median(frees, batches) - nothing)};
    }

    private double nothing() {
        double[] each = new double[1000];
        for (int batch = 0; batch < each.length; batch++) {
            long begin = System.nanoTime();
            long sum = 0;
            for (int i = 0; i < wanted.length; i++) {
                sum += starts[slots[i]] + wanted[i];
            }
            hole ^= sum;
            each[batch] = (double) (System.nanoTime() - begin) / wanted.length;
        }
        return median(each, each.length);
    }

    private void draw() {
        for (int i = 0; i < wanted.length; i++) {
            int other = i + random.nextInt(slots.length - i);
            int slot = slots[other];
            slots[other] = slots[i];
            slots[i] = slot;
            wanted[i] = lengths.next(random, maxOrder);
        }
    }

    private void freeDrawn() {
        for (int i = 0; i < wanted.length; i++) {
            int slot = slots[i];
            if (starts[slot] != EMPTY) {
                allocation.free(starts[slot], pages[slot]);
            }
        }
    }

    private void allocateDrawn() {
        for (int i = 0; i < wanted.length; i++) {
            int slot = slots[i];
            pages[slot] = wanted[i];
            starts[slot] = allocation.allocate(wanted[i]);
        }
    }

    /** So that the loop which calls nobody is not optimised away. */
    long hole() {
        return hole;
    }

    private static double median(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
