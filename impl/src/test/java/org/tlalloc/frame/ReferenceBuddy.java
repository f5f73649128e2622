package org.tlalloc.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a buddy allocator should do, written down without a thought of speed: a set of free
 * blocks for each order that remembers in which order they became free, and a map of the
 * blocks handed out.
 */
final class ReferenceBuddy {
    /** Which of several free blocks is taken. */
    enum Placement {
        LOWEST {
            @Override
            int choose(Set<Integer> free) {
                return free.stream().mapToInt(Integer::intValue).min().orElseThrow();
            }
        },
        MOST_RECENT {
            @Override
            int choose(Set<Integer> free) {
                return free.stream().reduce((earlier, later) -> later).orElseThrow();
            }
        };

        abstract int choose(Set<Integer> free);
    }

    private final Placement placement;
    private final int frameCount;
    private final int maxOrder;
    private final List<Set<Integer>> free = new ArrayList<>();
    private final TreeMap<Integer, Integer> held = new TreeMap<>();

    ReferenceBuddy(Placement placement, int frameCount, int maxOrder, BitSet reserved) {
        this.placement = placement;
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        for (int order = 0; order <= maxOrder; order++) {
            free.add(new LinkedHashSet<>());
        }
        // The highest becomes free first.
        for (int frame = frameCount - 1; frame >= 0; frame--) {
            for (int order = maxOrder; order >= 0; order--) {
                if (whole(frame, order, reserved) && !coveredByLarger(frame, order, reserved)) {
                    free.get(order).add(frame);
                }
            }
        }
    }

    private boolean whole(int frame, int order, BitSet reserved) {
        long end = frame + (1L << order);
        return frame % (1L << order) == 0 && end <= frameCount && reserved.get(frame, (int) end).isEmpty();
    }

    private boolean coveredByLarger(int frame, int order, BitSet reserved) {
        return order < maxOrder && whole(frame & -(2 << order), order + 1, reserved);
    }

    int allocate(int order) {
        int from = order;
        while (from <= maxOrder && free.get(from).isEmpty()) {
            from++;
        }
        if (from > maxOrder) {
            return BlockAllocation.NONE;
        }
        int frame = placement.choose(free.get(from));
        free.get(from).remove(frame);
        while (from > order) {
            from--;
            free.get(from).add(frame + (1 << from));
        }
        held.put(frame, order);
        return frame;
    }

    boolean hasOrder(int order) {
        return 0 <= order && order <= maxOrder;
    }

    boolean holds(int frame, int order) {
        return Integer.valueOf(order).equals(held.get(frame));
    }

    void free(int frame, int order) {
        held.remove(frame);
        int whole = frame;
        int size = order;
        while (size < maxOrder && free.get(size).remove(whole ^ 1 << size)) {
            whole = Math.min(whole, whole ^ 1 << size);
            size++;
        }
        free.get(size).add(whole);
    }

    /** The blocks handed out, by frame. */
    TreeMap<Integer, Integer> held() {
        return held;
    }

    int[] allocated() {
        int[] orders = new int[frameCount];
        Arrays.fill(orders, BlockAllocation.NONE);
        held.forEach((frame, order) -> orders[frame] = order);
        return orders;
    }

    BitSet[] freeBlocks() {
        BitSet[] all = new BitSet[maxOrder + 1];
        for (int order = 0; order <= maxOrder; order++) {
            all[order] = new BitSet();
            free.get(order).forEach(all[order]::set);
        }
        return all;
    }

    int freeCount(int order) {
        return free.get(order).size();
    }

    int freeFrames() {
        int frames = 0;
        for (int order = 0; order <= maxOrder; order++) {
            frames += freeCount(order) << order;
        }
        return frames;
    }

    int largestFreeOrder() {
        int order = maxOrder;
        while (order >= 0 && free.get(order).isEmpty()) {
            order--;
        }
        return order;
    }
}
