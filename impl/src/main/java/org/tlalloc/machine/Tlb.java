package org.tlalloc.machine;

/**
 * A translation lookaside buffer: keeps what walks found, and serves it until it is told to
 * forget, whatever has become of the tables. Source: Intel SDM, volume 3A, section 4.10.
 *
 * <p>Each page has one place, by the low bits of its number, and takes it from the one that had
 * it. A large page is kept in pieces of 4 KiB, and forgotten as a whole.
 */
public final class Tlb {
    /** Of entries: 2^20. */
    public static final int MAX_CAPACITY = 1 << 20;

    private static final int UNUSED = 0;

    /* Two numbers an entry: the linear address of the page, with bit 0 set if the entry is used; and
       what Mmu found. So an empty TLB needs no test of its own. */
    private final long[] entries;
    private final int mask;
    private final int capacity;
    private int count;
    private int large;

    /**
     * @param capacity in entries: 0, which keeps nothing, or a power of two up to {@link #MAX_CAPACITY}
     */
    public Tlb(int capacity) {
        if (capacity < 0 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) > 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " is not 0 or a power of two up to " + MAX_CAPACITY);
        }
        this.capacity = capacity;
        this.mask = Math.max(0, capacity - 1);
        this.entries = new long[2 * Math.max(1, capacity)];
    }

    /** In entries of 4 KiB. */
    public int capacity() {
        return capacity;
    }

    /** How many entries are used. */
    public int count() {
        return count;
    }

    /** Whether it has a translation of the address. */
    public boolean holds(long linear) {
        return lookup(linear) != UNUSED;
    }

    /**
     * The physical address that it has for an address, rights aside.
     *
     * @return -1 if it has none
     */
    public long physical(long linear) {
        long found = lookup(linear);
        return found == UNUSED ? -1 : found & Mmu.PAGE | linear & 0xfff;
    }

    /** What a walk found for the page; 0 if it is not here. */
    long lookup(long linear) {
        int place = place(linear);
        return entries[place] == key(linear) ? entries[place + 1] : UNUSED;
    }

    void insert(long linear, long found) {
        if (capacity == 0) {
            return;
        }
        int place = place(linear);
        remove(place);
        entries[place] = key(linear);
        entries[place + 1] = found;
        count++;
        large += isLarge(found) ? 1 : 0;
    }

    /** INVLPG: forgets the page of an address, all of it if it is large, and if it is global. */
    public void invalidatePage(long linear) {
        evict(linear);
        if (large > 0) {
            for (int place = 0; place < entries.length; place += 2) {
                long found = entries[place + 1];
                // Pages of two sizes can overlap here while tables change, so each piece has its own size.
                if (isLarge(found) && (entries[place] ^ linear) >>> pageBits(found) == 0) {
                    remove(place);
                }
            }
        }
    }

    /** Forgets what one place has of the address, as happens at any time for want of room. */
    public void evict(long linear) {
        if (holds(linear)) {
            remove(place(linear));
        }
    }

    /** What MOV to CR3 does: forgets all but global pages. */
    public void invalidateNonGlobal() {
        for (int place = 0; place < entries.length; place += 2) {
            if ((entries[place + 1] & PagingLayout.GLOBAL) == 0) {
                remove(place);
            }
        }
    }

    /** Forgets everything. */
    public void invalidateAll() {
        for (int place = 0; place < entries.length; place += 2) {
            remove(place);
        }
    }

    /**
     * Writes what it has into memory, 16 bytes an entry, as part of a machine's state that is kept there.
     *
     * @see #restore
     */
    public void save(PhysicalMemory memory, long address) {
        for (int i = 0; i < entries.length; i++) {
            memory.writeLong(address + (long) i * Long.BYTES, entries[i]);
        }
    }

    /** Takes over what a TLB of the same capacity has saved. */
    public void restore(PhysicalMemory memory, long address) {
        invalidateAll();
        for (int place = 0; place < entries.length; place += 2) {
            entries[place] = memory.readLong(address + (long) place * Long.BYTES);
            entries[place + 1] = memory.readLong(address + (long) (place + 1) * Long.BYTES);
            if (entries[place + 1] != UNUSED) {
                count++;
                large += isLarge(entries[place + 1]) ? 1 : 0;
            }
        }
    }

    private void remove(int place) {
        long found = entries[place + 1];
        if (found != UNUSED) {
            count--;
            large -= isLarge(found) ? 1 : 0;
            entries[place] = UNUSED;
            entries[place + 1] = UNUSED;
        }
    }

    private static boolean isLarge(long found) {
        return pageBits(found) > PagingLayout.PAGE_BITS;
    }

    private static int pageBits(long found) {
        return (int) (found >>> Mmu.SIZE_SHIFT) & 0x3f;
    }

    private int place(long linear) {
        return ((int) (linear >>> PagingLayout.PAGE_BITS) & mask) << 1;
    }

    private static long key(long linear) {
        return linear & ~0xfffL | 1;
    }
}
