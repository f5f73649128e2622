package org.tlalloc.machine;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where memory was written since the log was cleared, in order: an entry a write, but one
 * for each chunk of a fill.
 */
public final class WriteLog {
    private long[] addresses = new long[64];
    private int[] lengths = new int[64];
    private int count;

    /** How many entries there are. */
    public int count() {
        return count;
    }

    /** Where the write of entry i, counted from 0, began. */
    public long address(int i) {
        return addresses[Objects.checkIndex(i, count)];
    }

    /** How many bytes the write of entry i took. */
    public int length(int i) {
        return lengths[Objects.checkIndex(i, count)];
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
