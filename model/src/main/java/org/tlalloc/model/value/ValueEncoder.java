package org.tlalloc.model.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values as canonical bytes, from whatever holds them.
 *
 * <p>It depends on the JDK alone and knows no {@link Value}: code that runs beside
 * TLC, in a class loader of its own, encodes TLC's objects with it directly.
 *
 * <pre>
 *  integer    'i' zigzag varint             Boolean  't' or 'f'
 *  string     's' length utf-8              model value  'm' length utf-8
 *  set        'S' count element...          elements ascending by their bytes, each once
 *  function   'F' count (key value)...      pairs ascending by their bytes
 * </pre>
 *
 * <p>Sets and functions are opened, their members written in any order, each
 * announced by {@link #member()}, and closed; closing sorts the members if they are
 * not in order yet, and drops equal ones. Not safe for use by several threads.
 */
public final class ValueEncoder {
    private byte[] bytes = new byte[256];
    private int length;

    /* Open collections: where each one's members begin; members of all of them on one stack. */
    private int[] starts = new int[64];
    private int startCount;
    private int[] opened = new int[16];
    private int openCount;

    /** Forgets what was written. */
    public void reset() {
        length = 0;
        startCount = 0;
        openCount = 0;
    }

    /** The buffer, valid up to {@link #length()} until the next call. */
    public byte[] buffer() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public void integer(int value) {
        octet('i');
        varint((value << 1) ^ (value >> 31));
    }

    public void bool(boolean value) {
        octet(value ? 't' : 'f');
    }

    public void string(String value) {
        text('s', value);
    }

    public void modelValue(String name) {
        text('m', name);
    }

    public void beginSet() {
        open('S');
    }

    /** Announces the next element of the set, or the next pair of the function. */
    public void member() {
        if (startCount == starts.length) {
            starts = Arrays.copyOf(starts, 2 * startCount);
        }
        starts[startCount++] = length;
    }

    public void endSet() {
        close();
    }

    /** Pairs follow: {@link #member()}, the key, the value. */
    public void beginFunction() {
        open('F');
    }

    public void endFunction() {
        close();
    }

    private void open(char tag) {
        octet(tag);
        if (openCount + 2 > opened.length) {
            opened = Arrays.copyOf(opened, 2 * opened.length);
        }
        opened[openCount++] = startCount;
        opened[openCount++] = length;
    }

    private void close() {
        int begin = opened[--openCount];
        int first = opened[--openCount];
        // The two are stacked in the order (first member, first byte).
        int firstByte = begin;
        int count = startCount - first;
        if (!ascending(first)) {
            count = sort(first, firstByte);
        }
        startCount = first;
        insertVarint(firstByte, count);
    }

    private int end(int member) {
        return member + 1 < startCount ? starts[member + 1] : length;
    }

    private boolean ascending(int first) {
        for (int i = first; i + 1 < startCount; i++) {
            if (Arrays.compareUnsigned(bytes, starts[i], starts[i + 1],
                    bytes, starts[i + 1], end(i + 1)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Sorts the members by their bytes and drops equal ones; returns how many remain. */
    private int sort(int first, int firstByte) {
        byte[][] members = new byte[startCount - first][];
        for (int i = 0; i < members.length; i++) {
            members[i] = Arrays.copyOfRange(bytes, starts[first + i], end(first + i));
        }
        Arrays.sort(members, Arrays::compareUnsigned);
        length = firstByte;
        int count = 0;
        for (int i = 0; i < members.length; i++) {
            if (i == 0 || !Arrays.equals(members[i - 1], members[i])) {
                System.arraycopy(members[i], 0, bytes, length, members[i].length);
                length += members[i].length;
                count++;
            }
        }
        return count;
    }

    /* The count is known only when the collection ends; it is one byte nearly always. */
    private void insertVarint(int at, int value) {
        int size = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        reserve(size);
        System.arraycopy(bytes, at, bytes, at + size, length - at);
        length += size;
        int place = at;
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[place++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[place] = (byte) rest;
    }

    private void text(char tag, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        octet(tag);
        varint(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
