package org.tlalloc.frame;

/**
 * One line of what firmware reports about memory. Addresses are 64 bits without a sign.
 *
 * @param first  the address of its first byte
 * @param last   the address of its last byte; less than the first in a region that wraps around
 * @param usable whether it is memory that nobody holds
 */
public record MemoryRegion(long first, long last, boolean usable) {
    /** @param length in bytes, without a sign, not 0 */
    static MemoryRegion ofLength(long address, long length, boolean usable) {
        return new MemoryRegion(address, address + length - 1, usable);
    }

    /** Whether its end lies before its beginning. */
    public boolean wraps() {
        return Long.compareUnsigned(last, first) < 0;
    }

    @Override
    public String toString() {
        return String.format("[mem 0x%016x-0x%016x] %s", first, last, usable ? "usable" : "reserved");
    }
}
