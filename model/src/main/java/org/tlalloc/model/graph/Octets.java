package org.tlalloc.model.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes, little-endian, written at its end and read from a cursor. */
final class Octets {
    private byte[] bytes;
    private ByteBuffer view;
    private int length;
    private int cursor;

    Octets() {
        this(new byte[1 << 10], 0);
    }

    Octets(byte[] bytes) {
        this(bytes, bytes.length);
    }

    private Octets(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] buffer() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void int8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void int32(int value) {
        reserve(4);
        view.putInt(length, value);
        length += 4;
    }

    void putInt32(int at, int value) {
        view.putInt(at, value);
    }

    void int64(long value) {
        reserve(8);
        view.putLong(length, value);
        length += 8;
    }

    void raw(byte[] from, int count) {
        reserve(count);
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
    }

    void block(byte[] value) {
        int32(value.length);
        raw(value, value.length);
    }

    void text(String value) {
        block(value.getBytes(StandardCharsets.UTF_8));
    }

    int int32() {
        int value = view.getInt(cursor);
        cursor += 4;
        return value;
    }

    byte[] block() {
        int size = int32();
        if (size < 0 || size > length - cursor) {
            throw new IndexOutOfBoundsException("size=" + size);
        }
        byte[] value = Arrays.copyOfRange(bytes, cursor, cursor + size);
        cursor += size;
        return value;
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
            view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
