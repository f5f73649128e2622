package org.tlalloc.conformance.replay;

import java.util.Arrays;

/**
 * What is put where bytes must not matter. Each time it is of another kind: numbers that could
 * pass for something, zeros, ones, and anything at all.
 */
final class Junk {
    /** What lies in memory before a subject comes, so that it has to clear what it wants cleared. */
    static final byte DIRT = (byte) 0xa5;

    static final int KINDS = 4;

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

    private void small(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (i - from & 3) == 0 ? (byte) (next() & 15) : 0;
        }
    }

    private void any(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) next();
        }
    }

    private long next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random >>> 16;
    }
}
