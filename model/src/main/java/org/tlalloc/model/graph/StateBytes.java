package org.tlalloc.model.graph;

import java.util.Arrays;

/** The canonical bytes of many states, in one array, by number. */
final class StateBytes {
    private byte[] bytes = new byte[1 << 12];
    private final int[] begin;
    private final int[] size;
    private int used;

    StateBytes(int count) {
        begin = new int[count];
        size = new int[count];
        Arrays.fill(begin, -1);
    }

    int count() {
        return begin.length;
    }

    boolean has(int state) {
        return begin[state] >= 0;
    }

    void put(int state, byte[] from) {
        put(state, from, 0, from.length);
    }

    void put(int state, byte[] from, int offset, int length) {
        if (used + length > bytes.length) {
            if (used + length < 0) {
                throw new OutOfMemoryError("the states' bytes exceed 2 GiB");
            }
            long larger = Math.max(bytes.length + (bytes.length >> 1), (long) used + length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, larger));
        }
        System.arraycopy(from, offset, bytes, used, length);
        begin[state] = used;
        size[state] = length;
        used += length;
    }

    byte[] copy(int state) {
        return Arrays.copyOfRange(bytes, begin[state], begin[state] + size[state]);
    }

    boolean equals(int state, byte[] other, int length) {
        return Arrays.equals(bytes, begin[state], begin[state] + size[state], other, 0, length);
    }

    int compare(int one, int other) {
        return Arrays.compareUnsigned(bytes, begin[one], begin[one] + size[one],
                bytes, begin[other], begin[other] + size[other]);
    }

    /** The same states in another order: number i of the new is number order[i] of this. */
    StateBytes reordered(int[] order) {
        StateBytes result = new StateBytes(order.length);
        result.bytes = new byte[used];
        for (int i = 0; i < order.length; i++) {
            result.put(i, bytes, begin[order[i]], size[order[i]]);
        }
        return result;
    }

    byte[] array() {
        return bytes;
    }

    int used() {
        return used;
    }
}
