package org.tlalloc.conformance.replay;

import java.util.List;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where in memory a subject is put, and what lies about it.
 *
 * @param size  of the memory, in bytes
 * @param base  of the subject
 * @param about what lies up to 64 KiB before the base and 128 KiB from it on
 * @param low   what lies in the first 64 KiB of memory
 */
public record Site(long size, long base, byte about, byte low) {
    private static final long CHUNK = 1L << 16;

    /** Where the product replay has its subject. */
    public static final Site FIRST = new Site(1L << 32, 0x10_0000, Junk.DIRT, (byte) 0);

    /* Page tables have to be aligned to pages, some of them below 4 GiB; and what has bits for all frames
       below itself takes more room the higher it is. */
    static final List<Site> OTHERS = List.of(new Site(1L << 32, 0x11_1000, (byte) 0, (byte) 0xff),
            new Site(1L << 32, 0xab_c000, (byte) 0xff, (byte) 1), new Site(1L << 32, 0x20_0000, (byte) 1, (byte) 0x5a));

    /** From where on, in bytes, there is what lies about it. */
    public long aboutFrom() {
        return base - CHUNK;
    }

    /** How much there is of that, in bytes. */
    public long aboutLength() {
        return 3 * CHUNK;
    }

    /** How much there is in the beginning of memory, in bytes. */
    public long lowLength() {
        return CHUNK;
    }

    /** A memory as it is before the subject comes. */
    PhysicalMemory memory() {
        PhysicalMemory memory = new PhysicalMemory(size);
        memory.fill(aboutFrom(), aboutLength(), about);
        memory.fill(0, lowLength(), low);
        return memory;
    }
}
