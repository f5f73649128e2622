package org.tlalloc.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers from memory quickly where the last one was near. It reads what is there now, always. */
final class Cursor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /* The array that had the last number, where its first byte is in memory, and how many of its
       bytes are memory's. It is memory's own array, so that writes are seen; only a new window moves
       bytes elsewhere. An array there is looked up in vain, until the first write makes one, is not
       kept. A guess that is nearly always right costs a compare, while a look-up costs two loads,
       each waiting for the one before. */
    private final PhysicalMemory memory;
    private byte[] bytes = {};
    private long start;
    private int length;
    private int windows;

    Cursor(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** @param address aligned to 4 */
    int readInt(long address) {
        long offset = address - start;
        if (offset < 0 || offset > length - Integer.BYTES || windows != memory.windowCount()) {
            memory.seek(this, address);
            return memory.readInt(address);
        }
        return (int) INT.get(bytes, (int) offset);
    }

    /** @param address aligned to 8 */
    long readLong(long address) {
        long offset = address - start;
        if (offset < 0 || offset > length - Long.BYTES || windows != memory.windowCount()) {
            memory.seek(this, address);
            return memory.readLong(address);
        }
        return (long) LONG.get(bytes, (int) offset);
    }

    /** Where to look from now on, until there are more windows. */
    void at(long start, byte[] bytes, int length) {
        this.start = start;
        this.bytes = bytes;
        this.length = length;
        this.windows = memory.windowCount();
    }
}
