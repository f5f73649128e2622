package org.tlalloc.frame.bench;

import java.util.Arrays;
import org.tlalloc.frame.BlockAllocation;

/**
 * {@link org.tlalloc.frame.Buddy} on plain arrays: the same algorithm, statement by
 * statement, with fields where it has bytes of physical memory. It shows what those cost.
 */
abstract class ArrayBuddy implements BlockAllocation {
    static final long FREE = 1;
    private static final long HELD = 1L << 32;

    final int frameCount;
    final int maxOrder;
    final int[] freeCount;
    final long[][] words;
    private int nonEmpty;

    ArrayBuddy(int frameCount, int maxOrder) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.freeCount = new int[maxOrder + 1];
        this.words = new long[maxOrder + 1][];
        for (int order = 0; order <= maxOrder; order++) {
            words[order] = new long[(frameCount - 1 >>> order >>> 5) + 1];
        }
    }

    /** Makes all frames free. They are a multiple of the largest block. */
    final void populate() {
        for (int block = (frameCount >>> maxOrder) - 1; block >= 0; block--) {
            long word = words[maxOrder][block >>> 5];
            words[maxOrder][block >>> 5] = word | bit(FREE, block);
            add(block, maxOrder, word);
        }
    }

    abstract int take(int order, long bits);

    abstract void drop(int block, int order, long word);

    abstract void add(int block, int order, long word);

    abstract void addOnly(int block, int order);

    final void emptied(int order) {
        nonEmpty &= ~(1 << order);
    }

    final void filled(int order) {
        nonEmpty |= 1 << order;
    }

    @Override
    public final int allocate(int order) {
        if (order < 0 || order > maxOrder) {
            throw new IllegalArgumentException("order=" + order);
        }
        return freeCount[order] == 0 ? allocatePart(order) : take(order, FREE | HELD) << order;
    }

    private int allocatePart(int order) {
        int sufficient = nonEmpty >>> order;
        if (sufficient == 0) {
            return NONE;
        }
        int from = order + Integer.numberOfTrailingZeros(sufficient);
        int block = take(from, FREE);
        while (from > order) {
            from--;
            block <<= 1;
            words[from][block >>> 5] |= bit(FREE, block + 1);
            addOnly(block + 1, from);
            filled(from);
        }
        words[order][block >>> 5] |= bit(HELD, block);
        return block << order;
    }

    @Override
    public final void free(int frame, int order) {
        if (order < 0 || order > maxOrder || frame < 0 || frame >= frameCount || (frame & (1 << order) - 1) != 0) {
            throw new IllegalArgumentException("frame=" + frame + " order=" + order);
        }
        int block = frame >>> order;
        long word = words[order][block >>> 5];
        if ((word & bit(HELD, block)) == 0) {
            throw new IllegalArgumentException("frame=" + frame + " order=" + order);
        }
        word ^= bit(HELD, block);
        if (order < maxOrder && (word & bit(FREE, block ^ 1)) != 0) {
            coalesce(block, order, word);
        } else {
            words[order][block >>> 5] = word | bit(FREE, block);
            add(block, order, word);
        }
    }

    private void coalesce(int first, int from, long before) {
        int block = first;
        int order = from;
        long word = before;
        while (order < maxOrder && (word & bit(FREE, block ^ 1)) != 0) {
            word ^= bit(FREE, block ^ 1);
            words[order][block >>> 5] = word;
            drop(block ^ 1, order, word);
            block >>>= 1;
            order++;
            word = words[order][block >>> 5];
        }
        words[order][block >>> 5] = word | bit(FREE, block);
        add(block, order, word);
    }

    static long bit(long kind, int block) {
        return kind << (block & 31);
    }

    final boolean isFree(int block, int order) {
        return (words[order][block >>> 5] & bit(FREE, block)) != 0;
    }

    @Override
    public final int[] allocated() {
        int[] orders = new int[frameCount];
        Arrays.fill(orders, NONE);
        for (int order = 0; order <= maxOrder; order++) {
            for (int block = 0; block < frameCount >>> order; block++) {
                if ((words[order][block >>> 5] & bit(HELD, block)) != 0) {
                    orders[block << order] = order;
                }
            }
        }
        return orders;
    }
}
