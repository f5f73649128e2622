package org.tlalloc.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A contiguous view of physical memory, for what is looked at all the time. Offsets are
 * in bytes from the window's beginning; numbers are little-endian.
 *
 * <p>An access outside the window is refused by an {@link IndexOutOfBoundsException}.
 */
public final class Window {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int length;
    private final long address;
    private final PhysicalMemory.Recording recording;

    Window(byte[] bytes, int start, long address, int length, PhysicalMemory.Recording recording) {
        this.bytes = bytes;
        this.start = start;
        this.address = address;
        this.length = length;
        this.recording = recording;
    }

    /** The memory that it looks at. */
    public PhysicalMemory memory() {
        return recording.memory;
    }

    /** The physical address of offset 0. */
    public long address() {
        return address;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    public byte getByte(int offset) {
        check(offset, 1);
        return bytes[start + offset];
    }

    public int getInt(int offset) {
        check(offset, Integer.BYTES);
        return (int) INT.get(bytes, start + offset);
    }

    public long getLong(int offset) {
        check(offset, Long.BYTES);
        return (long) LONG.get(bytes, start + offset);
    }

    public void putByte(int offset, byte value) {
        check(offset, 1);
        record(offset, 1);
        bytes[start + offset] = value;
    }

    public void putInt(int offset, int value) {
        check(offset, Integer.BYTES);
        record(offset, Integer.BYTES);
        INT.set(bytes, start + offset, value);
    }

    public void putLong(int offset, long value) {
        check(offset, Long.BYTES);
        record(offset, Long.BYTES);
        LONG.set(bytes, start + offset, value);
    }

    private void check(int offset, int size) {
        if (offset < 0 || offset > length - size) {
            throw outside(offset, size);
        }
    }

    private IndexOutOfBoundsException outside(int offset, int size) {
        return new IndexOutOfBoundsException("offset=" + offset + " length=" + size + " is not within the window at address="
                + address + " length=" + length);
    }

    private void record(int offset, int size) {
        WriteLog log = recording.log;
        if (log != null) {
            log.add(address + offset, size);
        }
    }
}
