package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FreeMemoryProperties {
    /* By the definition: a block is free whose frames all are, and that is not half of such a block. */
    private static boolean isFree(BitSet held, int frame, int order, int frames) {
        int taken = held.nextSetBit(frame);
        return frame + (1 << order) <= frames && (taken < 0 || taken >= frame + (1 << order));
    }

    @Property(tries = 300)
    void shouldCountTheMaximalFreeBlocks(@ForAll @IntRange(min = 1, max = 70) int frames,
            @ForAll @IntRange(min = 0, max = 6) int maxOrder,
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 279) Integer> wishes) {
        int[] allocated = new int[frames];
        Arrays.fill(allocated, -1);
        BitSet held = new BitSet();
        for (int wish : wishes) {
            int order = wish & 3;
            int frame = wish >> 2 >> order << order;
            if (isFree(held, frame, order, frames)) {
                allocated[frame] = order;
                held.set(frame, frame + (1 << order));
            }
        }
        FreeMemory free = FreeMemory.of(allocated, maxOrder);
        assertEquals(frames - held.cardinality(), free.frames());
        for (int order = 0; order <= maxOrder; order++) {
            int count = 0;
            for (int frame = 0; frame < frames; frame += 1 << order) {
                int parent = frame >> order + 1 << order + 1;
                if (isFree(held, frame, order, frames)
                        && (order == maxOrder || !isFree(held, parent, order + 1, frames))) {
                    count++;
                }
            }
            assertEquals(count, free.blocks(order), "order=" + order);
        }
    }
}
