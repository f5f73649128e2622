package org.tlalloc.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads from memory quickly where the last read was near: the same numbers that memory gives, and
 * the same exceptions. After a new window it has to {@link #forget}.
 */
final class Cursor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NOWHERE = -1;

    /* The chunk that had the last number, if it has all of its bytes in memory's own array for it: so
       every write is seen, but that a window takes the bytes elsewhere. A guess that is nearly always
       right costs a compare, while looking a chunk up costs two loads, each waiting for the one before. */
    private final PhysicalMemory memory;
    private byte[] bytes = {};
    private long chunk = NOWHERE;

    Cursor(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** @param address aligned to 8, not negative */
    long readLong(long address) {
        if (address >>> PhysicalMemory.CHUNK_BITS == chunk) {
            return (long) LONG.get(bytes, (int) address & PhysicalMemory.CHUNK - 1);
        }
        return seek(address);
    }

    private long seek(long address) {
        long number = memory.readLong(address);
        byte[] whole = memory.wholeChunk(address);
        if (whole != null) {
            bytes = whole;
            chunk = address >>> PhysicalMemory.CHUNK_BITS;
        }
        return number;
    }

    void forget() {
        chunk = NOWHERE;
    }
}
