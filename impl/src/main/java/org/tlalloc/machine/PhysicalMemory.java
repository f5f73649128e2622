package org.tlalloc.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The physical memory of a simulated x86 machine: bytes at addresses from 0, numbers
 * stored little-endian, all zero at first.
 *
 * <p>It is sparse: what was never written takes no room. Any address will do for any
 * access; alignment is the business of whoever lays out data. One thread at a time may
 * use it.
 *
 * <p>An access outside the memory is refused by an {@link IndexOutOfBoundsException}
 * that says address and size, and changes nothing.
 */
public final class PhysicalMemory {
    /* Memory is kept in chunks of 64 KiB, made when first written. A window over several
       chunks needs one array for all of them: `bytes` and `start` say for each chunk which
       array holds it and where in the array it begins. A window holds on to its array, so
       a chunk that a window looks at can never move to another: `pinned`. */
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The largest memory: 64 GiB. */
    public static final long MAX_SIZE = 1L << 36;

    private final long size;
    private final byte[][] bytes;
    private final int[] start;
    private final boolean[] pinned;
    /* Shared with the windows, so that a log set later reaches them too. */
    private final Recording recording = new Recording(this);

    /** What the memory and its windows have in common. */
    static final class Recording {
        final PhysicalMemory memory;
        WriteLog log;

        Recording(PhysicalMemory memory) {
            this.memory = memory;
        }
    }

    /**
     * @param size in bytes, 1 to {@link #MAX_SIZE}
     */
    public PhysicalMemory(long size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("memory size=" + size + " is not within 1.." + MAX_SIZE);
        }
        this.size = size;
        int chunks = (int) ((size - 1 >>> CHUNK_BITS) + 1);
        this.bytes = new byte[chunks][];
        this.start = new int[chunks];
        this.pinned = new boolean[chunks];
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** Records every later write in the log, those through windows too; null stops it. */
    public void log(WriteLog log) {
        recording.log = log;
    }

    /** Whether it is this log in which writes are recorded. */
    public boolean isLoggedIn(WriteLog log) {
        return recording.log == log;
    }

    public byte readByte(long address) {
        check(address, 1);
        byte[] chunk = bytes[chunk(address)];
        return chunk == null ? 0 : chunk[index(address)];
    }

    public short readShort(long address) {
        check(address, Short.BYTES);
        if (straddles(address, Short.BYTES)) {
            return (short) gather(address, Short.BYTES);
        }
        byte[] chunk = bytes[chunk(address)];
        return chunk == null ? 0 : (short) SHORT.get(chunk, index(address));
    }

    public int readInt(long address) {
        check(address, Integer.BYTES);
        if (straddles(address, Integer.BYTES)) {
            return (int) gather(address, Integer.BYTES);
        }
        byte[] chunk = bytes[chunk(address)];
        return chunk == null ? 0 : (int) INT.get(chunk, index(address));
    }

    public long readLong(long address) {
        check(address, Long.BYTES);
        if (straddles(address, Long.BYTES)) {
            return gather(address, Long.BYTES);
        }
        byte[] chunk = bytes[chunk(address)];
        return chunk == null ? 0 : (long) LONG.get(chunk, index(address));
    }

    public void writeByte(long address, byte value) {
        check(address, 1);
        record(address, 1);
        written(address)[index(address)] = value;
    }

    public void writeShort(long address, short value) {
        check(address, Short.BYTES);
        record(address, Short.BYTES);
        if (straddles(address, Short.BYTES)) {
            scatter(address, Short.BYTES, value);
        } else {
            SHORT.set(written(address), index(address), value);
        }
    }

    public void writeInt(long address, int value) {
        check(address, Integer.BYTES);
        record(address, Integer.BYTES);
        if (straddles(address, Integer.BYTES)) {
            scatter(address, Integer.BYTES, value);
        } else {
            INT.set(written(address), index(address), value);
        }
    }

    public void writeLong(long address, long value) {
        check(address, Long.BYTES);
        record(address, Long.BYTES);
        if (straddles(address, Long.BYTES)) {
            scatter(address, Long.BYTES, value);
        } else {
            LONG.set(written(address), index(address), value);
        }
    }

    /** Copies bytes out of the memory. */
    public void read(long address, byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        check(address, length);
        int done = 0;
        while (done < length) {
            long at = address + done;
            int here = Math.min(length - done, CHUNK - within(at));
            byte[] chunk = bytes[chunk(at)];
            if (chunk == null) {
                Arrays.fill(into, offset + done, offset + done + here, (byte) 0);
            } else {
                System.arraycopy(chunk, index(at), into, offset + done, here);
            }
            done += here;
        }
    }

    /** Copies bytes into the memory. */
    public void write(long address, byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        check(address, length);
        if (length > 0) {
            record(address, length);
        }
        int done = 0;
        while (done < length) {
            long at = address + done;
            int here = Math.min(length - done, CHUNK - within(at));
            System.arraycopy(from, offset + done, written(at), index(at), here);
            done += here;
        }
    }

    /** Sets bytes to one value. Zeroing what was never written takes no room. */
    public void fill(long address, long length, byte value) {
        check(address, length);
        long done = 0;
        while (done < length) {
            long at = address + done;
            int here = (int) Math.min(length - done, CHUNK - within(at));
            record(at, here);
            if (value != 0 || bytes[chunk(at)] != null) {
                byte[] chunk = written(at);
                Arrays.fill(chunk, index(at), index(at) + here, value);
            }
            done += here;
        }
    }

    /**
     * A view of some bytes that costs no look-up at each access, for metadata that is
     * used all the time. Windows may overlap: they look at the same memory.
     *
     * @param length in bytes, 1 to 2^31 - 2^17
     * @throws IllegalStateException if the window spans chunks of 64 KiB of which another
     *                               window looks at some, but not at all: take the largest window first
     */
    public Window window(long address, int length) {
        check(address, length);
        if (length < 1 || length > Integer.MAX_VALUE - 2 * CHUNK) {
            throw new IllegalArgumentException("window length=" + length + " at address=" + address
                    + " is not within 1.." + (Integer.MAX_VALUE - 2 * CHUNK));
        }
        int first = chunk(address);
        int last = chunk(address + length - 1);
        if (!contiguous(first, last)) {
            merge(first, last, address, length);
        }
        Arrays.fill(pinned, first, last + 1, true);
        return new Window(written(address), index(address), address, length, recording);
    }

    private boolean contiguous(int first, int last) {
        for (int i = first; i < last; i++) {
            if (bytes[i] == null || bytes[i + 1] != bytes[i] || start[i + 1] != start[i] + CHUNK) {
                return false;
            }
        }
        return true;
    }

    private void merge(int first, int last, long address, int length) {
        for (int i = first; i <= last; i++) {
            if (pinned[i]) {
                throw new IllegalStateException("window at address=" + address + " length=" + length
                        + " would move bytes that a smaller window looks at: take the largest window first");
            }
        }
        byte[] whole = new byte[last - first + 1 << CHUNK_BITS];
        for (int i = first; i <= last; i++) {
            int place = i - first << CHUNK_BITS;
            if (bytes[i] != null) {
                System.arraycopy(bytes[i], start[i], whole, place, CHUNK);
            }
            bytes[i] = whole;
            start[i] = place;
        }
    }

    private static int chunk(long address) {
        return (int) (address >>> CHUNK_BITS);
    }

    private static int within(long address) {
        return (int) address & CHUNK - 1;
    }

    private int index(long address) {
        return start[chunk(address)] + within(address);
    }

    private static boolean straddles(long address, int length) {
        return within(address) > CHUNK - length;
    }

    private byte[] written(long address) {
        int chunk = chunk(address);
        if (bytes[chunk] == null) {
            bytes[chunk] = new byte[CHUNK];
        }
        return bytes[chunk];
    }

    private long gather(long address, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            byte[] chunk = bytes[chunk(address + i)];
            value = value << 8 | (chunk == null ? 0 : chunk[index(address + i)] & 0xff);
        }
        return value;
    }

    private void scatter(long address, int length, long value) {
        for (int i = 0; i < length; i++) {
            written(address + i)[index(address + i)] = (byte) (value >>> 8 * i);
        }
    }

    private void record(long address, int length) {
        if (recording.log != null) {
            recording.log.add(address, length);
        }
    }

    private void check(long address, long length) {
        if (address < 0 || length < 0 || address > size - length) {
            throw new IndexOutOfBoundsException(
                    "address=" + address + " length=" + length + " is not within memory of size=" + size);
        }
    }
}
