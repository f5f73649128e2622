package org.tlalloc.conformance.judge;

import java.util.BitSet;
import java.util.Set;

/** An allocator in plain Java that takes the first block that fits. It is right; faults are planted in subclasses. */
public class PlainBlocks {
    static final int NONE = -1;

    final int frameCount;
    final int maxOrder;
    final BitSet held = new BitSet();
    final int[] orders;

    public PlainBlocks(int frameCount, int maxOrder, Set<Integer> reserved) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.orders = new int[frameCount];
        java.util.Arrays.fill(orders, NONE);
        reserved.forEach(held::set);
    }

    public int allocate(int order) {
        if (order < 0 || order > maxOrder) {
            throw new IllegalArgumentException("order=" + order);
        }
        int size = 1 << order;
        for (int frame = 0; frame + size <= frameCount; frame = held.nextClearBit(frame + size) & -size) {
            int taken = held.nextSetBit(frame);
            if (taken < 0 || taken >= frame + size) {
                take(frame, order);
                return frame;
            }
        }
        return NONE;
    }

    void take(int frame, int order) {
        held.set(frame, frame + (1 << order));
        orders[frame] = order;
    }

    public void free(int frame, int order) {
        if (frame < 0 || frame >= frameCount || order < 0 || orders[frame] != order) {
            throw new IllegalArgumentException("frame=" + frame + " order=" + order);
        }
        held.clear(frame, frame + (1 << order));
        orders[frame] = NONE;
    }

    public int[] allocated() {
        return orders.clone();
    }
}
