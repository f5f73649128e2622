package org.tlalloc.machine;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    /* Memory is kept in chunks of 64 KiB, made when first written. But the bytes of a window are
       an array of their own, exactly as long as the window: so the array's bounds are the window's,
       and the check that Java makes anyway is the only one. `windows` has, for each chunk, those
       that have bytes in it; all other bytes of the chunk are in its own array. That is in `mixed`
       then and not in `chunks`, so that an array in `chunks` has all bytes of its chunk. */
    static final int CHUNK_BITS = 16;
    static final int CHUNK = 1 << CHUNK_BITS;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The largest memory: 64 GiB. */
    public static final long MAX_SIZE = 1L << 36;

    private static final int LONGEST_WINDOW = Integer.MAX_VALUE - (1 << 17) + 1;

    private final long size;
    private final byte[][] chunks;
    private final byte[][] mixed;
    private final WholeWindow[][] windows;
    /** How many chunks lie within memory as a whole: all, or all but the last. */
    private final int wholeChunks;
    private final List<WholeWindow> allWindows = new ArrayList<>();
    private int windowCount;
    private WriteLog log;

    /**
     * @param size in bytes, 1 to {@link #MAX_SIZE}
     */
    public PhysicalMemory(long size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("memory size=" + size + " is not within 1.." + MAX_SIZE);
        }
        this.size = size;
        int count = (int) ((size - 1 >>> CHUNK_BITS) + 1);
        this.chunks = new byte[count][];
        this.mixed = new byte[count][];
        this.wholeChunks = (int) (size >>> CHUNK_BITS);
        this.windows = new WholeWindow[count][];
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** Records every later write in the log, those through windows too; null stops it. */
    public void log(WriteLog log) {
        this.log = log;
        allWindows.forEach(window -> window.log(log));
    }

    /** Whether it is this log in which writes are recorded. */
    public boolean isLoggedIn(WriteLog log) {
        return this.log == log;
    }

    public byte readByte(long address) {
        check(address, 1);
        WholeWindow owner = owner(address);
        byte[] array = array(owner, address);
        return array == null ? 0 : array[index(owner, address)];
    }

    public short readShort(long address) {
        check(address, Short.BYTES);
        WholeWindow owner = owner(address);
        if (run(owner, address) < Short.BYTES) {
            return (short) gather(address, Short.BYTES);
        }
        byte[] array = array(owner, address);
        return array == null ? 0 : (short) SHORT.get(array, index(owner, address));
    }

    public int readInt(long address) {
        check(address, Integer.BYTES);
        WholeWindow owner = owner(address);
        if (run(owner, address) < Integer.BYTES) {
            return (int) gather(address, Integer.BYTES);
        }
        byte[] array = array(owner, address);
        return array == null ? 0 : (int) INT.get(array, index(owner, address));
    }

    public long readLong(long address) {
        check(address, Long.BYTES);
        byte[] chunk = chunks[chunk(address)];
        if (chunk != null && within(address) <= CHUNK - Long.BYTES) {
            return (long) LONG.get(chunk, within(address));
        }
        WholeWindow owner = owner(address);
        if (run(owner, address) < Long.BYTES) {
            return gather(address, Long.BYTES);
        }
        byte[] array = array(owner, address);
        return array == null ? 0 : (long) LONG.get(array, index(owner, address));
    }

    public void writeByte(long address, byte value) {
        check(address, 1);
        record(address, 1);
        WholeWindow owner = owner(address);
        written(owner, address)[index(owner, address)] = value;
    }

    public void writeShort(long address, short value) {
        check(address, Short.BYTES);
        record(address, Short.BYTES);
        WholeWindow owner = owner(address);
        if (run(owner, address) < Short.BYTES) {
            scatter(address, Short.BYTES, value);
        } else {
            SHORT.set(written(owner, address), index(owner, address), value);
        }
    }

    public void writeInt(long address, int value) {
        check(address, Integer.BYTES);
        record(address, Integer.BYTES);
        WholeWindow owner = owner(address);
        if (run(owner, address) < Integer.BYTES) {
            scatter(address, Integer.BYTES, value);
        } else {
            INT.set(written(owner, address), index(owner, address), value);
        }
    }

    public void writeLong(long address, long value) {
        check(address, Long.BYTES);
        record(address, Long.BYTES);
        WholeWindow owner = owner(address);
        if (run(owner, address) < Long.BYTES) {
            scatter(address, Long.BYTES, value);
        } else {
            LONG.set(written(owner, address), index(owner, address), value);
        }
    }

    /** Copies bytes out of the memory. */
    public void read(long address, byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        check(address, length);
        int done = 0;
        while (done < length) {
            long at = address + done;
            WholeWindow owner = owner(at);
            int here = Math.min(length - done, run(owner, at));
            byte[] array = array(owner, at);
            if (array == null) {
                Arrays.fill(into, offset + done, offset + done + here, (byte) 0);
            } else {
                System.arraycopy(array, index(owner, at), into, offset + done, here);
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
            WholeWindow owner = owner(at);
            int here = Math.min(length - done, run(owner, at));
            System.arraycopy(from, offset + done, written(owner, at), index(owner, at), here);
            done += here;
        }
    }

    /** Sets bytes to one value. Zeroing what was never written takes no room. */
    public void fill(long address, long length, byte value) {
        check(address, length);
        long done = 0;
        while (done < length) {
            long at = address + done;
            WholeWindow owner = owner(at);
            int here = (int) Math.min(length - done, run(owner, at));
            record(at, here);
            if (value != 0 || array(owner, at) != null) {
                int begin = index(owner, at);
                Arrays.fill(written(owner, at), begin, begin + here, value);
            }
            done += here;
        }
    }

    /**
     * A view of some bytes that costs no look-up at each access, for metadata that is
     * used all the time. A window may lie within another: they look at the same memory.
     *
     * @param length in bytes, 1 to 2^31 - 2^17
     * @throws IllegalStateException if some of these bytes, but not all, lie in a window that
     *                               there is already: take the largest window first
     */
    public Window window(long address, int length) {
        check(address, length);
        if (length < 1 || length > LONGEST_WINDOW) {
            throw new IllegalArgumentException("window length=" + length + " at address=" + address
                    + " is not within 1.." + LONGEST_WINDOW);
        }
        WholeWindow owner = owner(address);
        if (owner != null && run(owner, address) >= length) {
            return owner.length() == length ? owner : PartWindow.of(owner, address, length);
        }
        for (long at = address; at < address + length; at += run(null, at)) {
            if (owner(at) != null) {
                throw new IllegalStateException("window at address=" + address + " length=" + length + " has some of its bytes"
                        + " in the window at address=" + owner(at).address() + " length=" + owner(at).length()
                        + ": take the largest window first");
            }
        }
        return own(address, length);
    }

    /** Moves bytes into a window of their own. */
    private WholeWindow own(long address, int length) {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        WholeWindow window = new WholeWindow(this, bytes, address);
        window.log(log);
        for (int i = chunk(address); i <= chunk(address + length - 1); i++) {
            int others = windows[i] == null ? 0 : windows[i].length;
            windows[i] = others == 0 ? new WholeWindow[1] : Arrays.copyOf(windows[i], others + 1);
            windows[i][others] = window;
            boolean wholly = (long) i << CHUNK_BITS >= address && (i + 1L) << CHUNK_BITS <= address + length;
            mixed[i] = wholly ? null : others == 0 ? chunks[i] : mixed[i];
            chunks[i] = null;
        }
        allWindows.add(window);
        windowCount++;
        return window;
    }

    /** How many windows there are that have their bytes in an array of their own; none ever goes. */
    int windowCount() {
        return windowCount;
    }

    /** The bytes of the chunk that has an address within memory; null if none was written yet, or not all are in one array. */
    byte[] wholeChunk(long address) {
        return address >>> CHUNK_BITS < wholeChunks ? chunks[chunk(address)] : null;
    }

    /** The same as {@link #readLong}, quickest for an address that is aligned to 8 and not negative. */
    long readAligned(long address) {
        long chunk = address >>> CHUNK_BITS;
        byte[] bytes = chunk < wholeChunks ? chunks[(int) chunk] : null;
        return bytes == null ? readLong(address) : (long) LONG.get(bytes, within(address));
    }

    /**
     * Writes the memory into a file, byte by byte as it is, so that offset is address. The file comes
     * to be whole or not at all, and takes little room on disk where nothing was written.
     *
     * @throws IOException if it cannot be written; what stood there before stands there still
     */
    public void writeTo(Path file) throws IOException {
        MemoryImage.write(this, file);
    }

    /**
     * A memory with the bytes of a file, as {@link #writeTo} leaves it, or of any other: its size is
     * the file's. What is zero takes no room.
     *
     * @throws IOException if it cannot be read, or its size is not within 1..{@link #MAX_SIZE}
     */
    public static PhysicalMemory readFrom(Path file) throws IOException {
        return MemoryImage.read(file);
    }

    /** Whether all bytes of the 64 KiB around an address are zero because none was ever written. */
    boolean isUntouched(long address) {
        return chunks[chunk(address)] == null && windows[chunk(address)] == null;
    }

    private static int chunk(long address) {
        return (int) (address >>> CHUNK_BITS);
    }

    private static int within(long address) {
        return (int) address & CHUNK - 1;
    }

    /** The window that has this byte; null if none has. */
    private WholeWindow owner(long address) {
        WholeWindow[] here = windows[chunk(address)];
        if (here != null) {
            for (WholeWindow window : here) {
                if (address >= window.address() && address - window.address() < window.length()) {
                    return window;
                }
            }
        }
        return null;
    }

    /** How many bytes from here on lie in one array. */
    private int run(WholeWindow owner, long address) {
        if (owner != null) {
            return owner.length() - index(owner, address);
        }
        int run = CHUNK - within(address);
        WholeWindow[] here = windows[chunk(address)];
        if (here != null) {
            for (WholeWindow window : here) {
                if (window.address() > address) {
                    run = (int) Math.min(run, window.address() - address);
                }
            }
        }
        return run;
    }

    private static int index(WholeWindow owner, long address) {
        return owner == null ? within(address) : (int) (address - owner.address());
    }

    /** The array that has this byte; null if it was never written. */
    private byte[] array(WholeWindow owner, long address) {
        return owner == null ? arrays(chunk(address))[chunk(address)] : owner.bytes();
    }

    private byte[] written(WholeWindow owner, long address) {
        if (owner != null) {
            return owner.bytes();
        }
        int chunk = chunk(address);
        byte[][] arrays = arrays(chunk);
        if (arrays[chunk] == null) {
            arrays[chunk] = new byte[CHUNK];
        }
        return arrays[chunk];
    }

    private byte[][] arrays(int chunk) {
        return windows[chunk] == null ? chunks : mixed;
    }

    private long gather(long address, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            WholeWindow owner = owner(address + i);
            byte[] array = array(owner, address + i);
            value = value << 8 | (array == null ? 0 : array[index(owner, address + i)] & 0xff);
        }
        return value;
    }

    private void scatter(long address, int length, long value) {
        for (int i = 0; i < length; i++) {
            WholeWindow owner = owner(address + i);
            written(owner, address + i)[index(owner, address + i)] = (byte) (value >>> 8 * i);
        }
    }

    private void record(long address, int length) {
        if (log != null) {
            log.add(address, length);
        }
    }

    private void check(long address, long length) {
        if (address < 0 || length < 0 || address > size - length) {
            throw new IndexOutOfBoundsException(
                    "address=" + address + " length=" + length + " is not within memory of size=" + size);
        }
    }
}
