package org.tlalloc.machine;

/**
 * A stretch of physical memory.
 *
 * @param address of its first byte
 * @param length  in bytes, not negative
 */
public record Extent(long address, long length) {
    public Extent {
        if (address < 0 || length < 0 || address + length < 0) {
            throw new IllegalArgumentException("no extent: address=" + address + " length=" + length);
        }
    }

    /** The address of the first byte behind it. */
    public long end() {
        return address + length;
    }

    /** Whether every one of these bytes lies in it. */
    public boolean contains(long from, long bytes) {
        return from >= address && bytes <= length && from - address <= length - bytes;
    }
}
