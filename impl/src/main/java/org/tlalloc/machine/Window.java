package org.tlalloc.machine;

/**
 * A contiguous view of physical memory, for what is looked at all the time. Offsets are
 * in bytes from the window's beginning; numbers are little-endian.
 *
 * <p>An access outside the window is refused by an {@link IndexOutOfBoundsException}
 * that says offset, address and size, and changes nothing.
 */
public abstract sealed class Window permits WholeWindow, PartWindow {
    private final PhysicalMemory memory;
    private final long address;
    private final int length;

    Window(PhysicalMemory memory, long address, int length) {
        this.memory = memory;
        this.address = address;
        this.length = length;
    }

    /** The memory that it looks at. */
    public final PhysicalMemory memory() {
        return memory;
    }

    /** The physical address of offset 0. */
    public final long address() {
        return address;
    }

    /** In bytes. */
    public final int length() {
        return length;
    }

    public abstract byte getByte(int offset);

    public abstract int getInt(int offset);

    public abstract long getLong(int offset);

    public abstract void putByte(int offset, byte value);

    public abstract void putInt(int offset, int value);

    public abstract void putLong(int offset, long value);

    final IndexOutOfBoundsException outside(int offset, int size) {
        return new IndexOutOfBoundsException("offset=" + offset + " length=" + size + " is not within the window at address="
                + address + " length=" + length);
    }
}
