package org.tlalloc.frame.bench;

import java.util.Arrays;
import org.tlalloc.bench.Xorshift;
import org.tlalloc.frame.BlockAllocation;

/**
 * Pages come and go at random: half of the arena is in use on average. A step picks a slot,
 * frees the block in it, draws an order and allocates into the slot again.
 */
final class Workload {
    private static final int LEAST_AGE = 2_000_000;
    private static final int EMPTY = -1;
    /* A slot holds a block as one number: its frame, and its order in the lowest bits. */
    private static final int ORDER_BITS = 5;

    private final BlockAllocation allocation;
    private final Mix mix;
    private final int maxOrder;
    private final int[] slots;
    private final Xorshift random = new Xorshift();

    Workload(BlockAllocation allocation, Mix mix, int log2Frames) {
        this.allocation = allocation;
        this.mix = mix;
        this.maxOrder = maxOrder(log2Frames);
        this.slots = new int[(int) ((1 << log2Frames) / 2 / mix.meanFrames(maxOrder))];
        Arrays.fill(slots, EMPTY);
    }

    static int maxOrder(int log2Frames) {
        return Math.min(10, log2Frames - 6);
    }

    /** Fills the slots, and turns them over until the arena looks as it will go on looking. */
    void age() {
        for (int slot = 0; slot < slots.length; slot++) {
            fill(slot, mix.order(random.next(), maxOrder));
        }
        run(4 * slots.length + LEAST_AGE);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            int slot = (int) ((random.next() >>> 32) * slots.length >>> 32);
            int block = slots[slot];
            if (block != EMPTY) {
                allocation.free(block >>> ORDER_BITS, block & (1 << ORDER_BITS) - 1);
            }
            fill(slot, mix.order(random.next(), maxOrder));
        }
    }

    private void fill(int slot, int order) {
        int frame = allocation.allocate(order);
        slots[slot] = frame == BlockAllocation.NONE ? EMPTY : frame << ORDER_BITS | order;
    }

    /** How many slots hold no block, since there was none. */
    int empty() {
        return (int) Arrays.stream(slots).filter(block -> block == EMPTY).count();
    }
}
