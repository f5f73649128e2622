package org.tlalloc.machine;

import java.util.Arrays;

/** Where memory was written since the log was cleared: one entry a write, in order. */
public final class WriteLog {
    private long[] addresses = new long[64];
    private int[] lengths = new int[64];
    private int count;

    /** How many writes there were. */
    public int count() {
        return count;
    }

    /** Where write number i, counted from 0, began. */
    public long address(int i) {
        return addresses[i];
    }

    /** How many bytes write number i took. */
    public int length(int i) {
        return lengths[i];
    }

    public void clear() {
        count = 0;
    }

    void add(long address, int length) {
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        addresses[count] = address;
        lengths[count++] = length;
    }
}
