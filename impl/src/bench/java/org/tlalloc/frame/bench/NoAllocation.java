package org.tlalloc.frame.bench;

import org.tlalloc.frame.BlockAllocation;

/** Allocates nothing: what is left is the harness. It looks at its arguments, so that they are not optimised away. */
final class NoAllocation implements BlockAllocation {
    private int sum;

    @Override
    public int allocate(int order) {
        return sum & 0xff_ffff;
    }

    @Override
    public void free(int frame, int order) {
        sum += frame + order;
    }

    @Override
    public int[] allocated() {
        return new int[0];
    }
}
