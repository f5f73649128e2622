package org.tlalloc.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A window whose bytes are an array of their own: they are the memory there. */
final class WholeWindow extends Window {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /* Nothing is checked here but by the array itself, which is exactly as long as the window. */
    private final byte[] bytes;
    private WriteLog log;

    WholeWindow(PhysicalMemory memory, byte[] bytes, long address) {
        super(memory, address, bytes.length);
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Records every later write in the log; null stops it. */
    void log(WriteLog log) {
        this.log = log;
    }

    @Override
    public byte getByte(int offset) {
        try {
            return bytes[offset];
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Byte.BYTES);
        }
    }

    @Override
    public int getInt(int offset) {
        try {
            return (int) INT.get(bytes, offset);
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Integer.BYTES);
        }
    }

    @Override
    public long getLong(int offset) {
        try {
            return (long) LONG.get(bytes, offset);
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Long.BYTES);
        }
    }

    @Override
    public void putByte(int offset, byte value) {
        try {
            bytes[offset] = value;
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Byte.BYTES);
        }
        record(offset, Byte.BYTES);
    }

    @Override
    public void putInt(int offset, int value) {
        try {
            INT.set(bytes, offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Integer.BYTES);
        }
        record(offset, Integer.BYTES);
    }

    @Override
    public void putLong(int offset, long value) {
        try {
            LONG.set(bytes, offset, value);
        } catch (IndexOutOfBoundsException e) {
            throw outside(offset, Long.BYTES);
        }
        record(offset, Long.BYTES);
    }

    private void record(int offset, int size) {
        if (log != null) {
            log.add(address() + offset, size);
        }
    }
}
