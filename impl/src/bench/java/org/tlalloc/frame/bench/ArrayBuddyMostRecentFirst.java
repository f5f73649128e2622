package org.tlalloc.frame.bench;

/** The twin of {@link org.tlalloc.frame.BuddyMostRecentFirst}. */
final class ArrayBuddyMostRecentFirst extends ArrayBuddy {
    private final int[][] stacks;
    private final int[] tops;

    ArrayBuddyMostRecentFirst(int frameCount, int maxOrder) {
        super(frameCount, maxOrder);
        this.tops = new int[maxOrder + 1];
        this.stacks = new int[maxOrder + 1][];
        for (int order = 0; order <= maxOrder; order++) {
            stacks[order] = new int[frameCount >>> order];
        }
        populate();
    }

    @Override
    int take(int order, long bits) {
        int top = --tops[order];
        int block = stacks[order][top];
        long word = words[order][block >>> 5];
        if ((word & bit(FREE, block)) == 0) {
            return take(order, bits);
        }
        words[order][block >>> 5] = word ^ bit(bits, block);
        shrink(order, freeCount[order] - 1, top);
        return block;
    }

    @Override
    void drop(int block, int order, long word) {
        int top = tops[order];
        boolean last = stacks[order][top - 1] == block;
        shrink(order, freeCount[order] - 1, last ? top - 1 : top);
    }

    @Override
    void add(int block, int order, long word) {
        int top = tops[order];
        stacks[order][top] = block;
        put(order, freeCount[order] + 1, top + 1);
        if (top == 0) {
            filled(order);
        }
    }

    @Override
    void addOnly(int block, int order) {
        stacks[order][0] = block;
        put(order, 1, 1);
    }

    private void shrink(int order, int free, int top) {
        put(order, free, top);
        if (top >= 2 * free) {
            tidy(order, free, top);
        }
    }

    private void tidy(int order, int free, int top) {
        if (top > 2 * free) {
            put(order, free, sweep(order, top));
        }
        if (free == 0) {
            emptied(order);
        }
    }

    private void put(int order, int free, int top) {
        freeCount[order] = free;
        tops[order] = top;
    }

    private int sweep(int order, int top) {
        int[] stack = stacks[order];
        int kept = 0;
        for (int i = 0; i < top; i++) {
            int block = stack[i];
            if (isFree(block, order)) {
                stack[kept] = block;
                kept++;
            }
        }
        return kept;
    }
}
