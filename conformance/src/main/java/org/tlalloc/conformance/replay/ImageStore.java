package org.tlalloc.conformance.replay;

import java.util.Arrays;

/**
 * Byte images numbered from 0, each once. Images lie one after another in pages, so that
 * a million of them are a few large arrays.
 */
final class ImageStore {
    private static final int PAGE_BITS = 22;
    private static final int PAGE = 1 << PAGE_BITS;

    private byte[][] pages = new byte[4][];
    private int pageCount;
    private int pageUsed = PAGE;
    private long[] places = new long[1 << 10];
    private int[] lengths = new int[1 << 10];
    private int[] hashes = new int[1 << 10];
    private int[] table = new int[1 << 11];
    private int count;
    private boolean found;

    int count() {
        return count;
    }

    /** Whether the last {@link #intern} found its image rather than adding it. */
    boolean found() {
        return found;
    }

    int length(int image) {
        return lengths[image];
    }

    void copy(int image, byte[] into) {
        System.arraycopy(pages[(int) (places[image] >>> PAGE_BITS)], (int) places[image] & PAGE - 1, into, 0, lengths[image]);
    }

    boolean same(int image, byte[] bytes, int length) {
        int begin = (int) places[image] & PAGE - 1;
        return lengths[image] == length
                && Arrays.equals(pages[(int) (places[image] >>> PAGE_BITS)], begin, begin + length, bytes, 0, length);
    }

    /** The number of this image, a new one if it was not there. */
    int intern(byte[] bytes, int length) {
        int hash = hash(bytes, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            int image = table[slot] - 1;
            if (hashes[image] == hash && same(image, bytes, length)) {
                found = true;
                return image;
            }
            slot = slot + 1 & mask;
        }
        found = false;
        append(bytes, length, hash);
        table[slot] = count;
        if (2 * count > table.length) {
            grow();
        }
        return count - 1;
    }

    /** A new number for this image, though there may be one already; such images are not found by {@link #intern}. */
    int add(byte[] bytes, int length) {
        append(bytes, length, 0);
        return count - 1;
    }

    private void append(byte[] bytes, int length, int hash) {
        if (length > PAGE) {
            throw new IllegalArgumentException("an image has length=" + length + ", at most " + PAGE + " is possible");
        }
        if (pageUsed + length > PAGE) {
            pages = pageCount == pages.length ? Arrays.copyOf(pages, 2 * pageCount) : pages;
            pages[pageCount++] = new byte[PAGE];
            pageUsed = 0;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        System.arraycopy(bytes, 0, pages[pageCount - 1], pageUsed, length);
        places[count] = (long) (pageCount - 1) << PAGE_BITS | pageUsed;
        lengths[count] = length;
        hashes[count++] = hash;
        pageUsed += length;
    }

    private void grow() {
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int image = 0; image < count; image++) {
            int slot = hashes[image] & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = image + 1;
        }
    }

    private static final java.lang.invoke.VarHandle LONG = java.lang.invoke.MethodHandles.byteArrayViewVarHandle(
            long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    private static int hash(byte[] bytes, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = (hash ^ (long) LONG.get(bytes, i)) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        for (; i < length; i++) {
            hash = (hash ^ bytes[i]) * 0x9E37_79B9_7F4A_7C15L;
        }
        hash ^= hash >>> 32;
        return (int) hash;
    }
}
