package org.tlalloc.machine;

/**
 * What a structure in memory begins with: a magic number, an int at its base, by which whoever attaches to it
 * knows what it is. Here is what all of them refuse in the same words.
 */
public final class Header {
    private Header() {
    }

    /**
     * @param length of the header, in bytes
     * @param what   begins with it
     * @throws IllegalArgumentException if the memory has no room for a header there
     */
    public static void requireRoom(PhysicalMemory memory, long base, int length, String what) {
        if (base < 0 || base > memory.size() - length) {
            throw new IllegalArgumentException("no " + what + " at address=" + base + " in memory of size=" + memory.size());
        }
    }

    /**
     * @param magic the number of what should be there
     * @param what  that is
     * @throws IllegalArgumentException if another number stands there
     */
    public static void requireMagic(PhysicalMemory memory, long base, int magic, String what) {
        int found = memory.readInt(base);
        if (found != magic) {
            throw new IllegalArgumentException("no " + what + " at address=" + base + ", magic=0x" + Integer.toHexString(found)
                    + " where 0x" + Integer.toHexString(magic) + " should be");
        }
    }
}
