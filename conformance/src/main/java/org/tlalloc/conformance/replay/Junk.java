package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is put where bytes must not matter. Each time it is of another kind: numbers that could
 * pass for something, zeros, ones, and anything at all.
 */
final class Junk {
    /** What lies in memory before a subject comes, so that it has to clear what it wants cleared. */
    static final byte DIRT = (byte) 0xa5;

    static final int KINDS = 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long random;
    private int kind;

    Junk(long seed) {
        this.random = seed | 1;
    }

    /** Moves on to the next kind. */
    void turn() {
        kind = (kind + 1) % KINDS;
    }

    void fill(byte[] bytes, int from, int to) {
        switch (kind) {
            case 0 -> small(bytes, from, to);
            case 1 -> Arrays.fill(bytes, from, to, (byte) 0);
            case 2 -> Arrays.fill(bytes, from, to, (byte) 0xff);
            default -> any(bytes, from, to);
        }
    }

    /* Eight bytes at a time: most of a page table's memory is meaningless. */
    private void small(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long drawn = next();
            LONG.set(bytes, at, drawn & 15 | (drawn >>> 4 & 15) << Integer.SIZE);
        }
        for (; at < to; at++) {
            bytes[at] = (at - from & 3) == 0 ? (byte) (next() & 15) : 0;
        }
    }

    private void any(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            LONG.set(bytes, at, next());
        }
        for (; at < to; at++) {
            bytes[at] = (byte) next();
        }
    }

    /* Xorshift, multiplied; the product's upper bits are the better ones, and few callers take all. */
    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return Long.rotateLeft(random * 0x2545_F491_4F6C_DD1DL, 32);
    }
}
