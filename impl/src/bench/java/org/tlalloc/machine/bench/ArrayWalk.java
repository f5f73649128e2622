package org.tlalloc.machine.bench;

import org.tlalloc.machine.PagingLayout;

/**
 * Four-level tables in one array, and the walk that one would write over it: present at each level,
 * large pages, the rights of all levels, and a check that A and D need not be set. No reserved bits,
 * registers, sparse memory, or any other mode.
 */
final class ArrayWalk {
    private static final long ADDRESS = (1L << 52) - 1 & ~0xfffL;
    private static final int FAULT = -1;

    private final long[] memory;
    private final long root;

    ArrayWalk(long[] memory, long root) {
        this.memory = memory;
        this.root = root;
    }

    /** For a write by the kernel, to a page whose A and D are set. */
    long walk(long linear) {
        long table = root;
        long all = -1;
        for (int shift = 39;; shift -= 9) {
            long entry = memory[(int) (table + ((linear >>> shift & 511) << 3) >>> 3)];
            if ((entry & PagingLayout.PRESENT) == 0) {
                return FAULT;
            }
            all &= entry;
            if (shift == 12 || (entry & PagingLayout.LARGE) != 0) {
                if ((all & PagingLayout.WRITE) == 0 || (all & PagingLayout.ACCESSED) == 0 || (entry & PagingLayout.DIRTY) == 0) {
                    return FAULT;
                }
                long within = (1L << shift) - 1;
                return entry & ADDRESS & ~within | linear & within;
            }
            table = entry & ADDRESS;
        }
    }
}
