package org.tlalloc.frame.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.tlalloc.frame.BlockAllocation;

/**
 * The baseline, as one would write it without much thought: a tree of free blocks for each
 * order, lowest first, in which buddies are looked up; and the order of each block handed
 * out. Whoever changes it changes the unit of all ratios.
 */
final class TreeSets implements BlockAllocation {
    private final int maxOrder;
    private final byte[] orders;
    private final List<TreeSet<Integer>> free = new ArrayList<>();

    TreeSets(int frameCount, int maxOrder) {
        this.maxOrder = maxOrder;
        this.orders = new byte[frameCount];
        Arrays.fill(orders, (byte) NONE);
        for (int order = 0; order <= maxOrder; order++) {
            free.add(new TreeSet<>());
        }
        for (int frame = 0; frame < frameCount; frame += 1 << maxOrder) {
            free.get(maxOrder).add(frame);
        }
    }

    @Override
    public int allocate(int order) {
        int from = order;
        while (from <= maxOrder && free.get(from).isEmpty()) {
            from++;
        }
        if (from > maxOrder) {
            return NONE;
        }
        int frame = free.get(from).pollFirst();
        while (from > order) {
            from--;
            free.get(from).add(frame + (1 << from));
        }
        orders[frame] = (byte) order;
        return frame;
    }

    @Override
    public void free(int frame, int order) {
        if (orders[frame] != order) {
            throw new IllegalArgumentException("no block is handed out at frame=" + frame + " with order=" + order);
        }
        orders[frame] = NONE;
        int whole = frame;
        int size = order;
        while (size < maxOrder && free.get(size).remove(whole ^ 1 << size)) {
            whole &= ~(1 << size);
            size++;
        }
        free.get(size).add(whole);
    }

    @Override
    public int[] allocated() {
        int[] all = new int[orders.length];
        for (int frame = 0; frame < all.length; frame++) {
            all[frame] = orders[frame];
        }
        return all;
    }
}
