package org.tlalloc.machine;

/**
 * The geometry of page tables in one paging mode: what the bits of a linear address, of CR3 and of
 * an entry mean. Source: Intel SDM, volume 3A, sections 4.3 (IA-32), 4.4 (PAE) and 4.5 (four and
 * five levels), tables 4-3 to 4-20.
 *
 * <p>Levels are counted from the pages: an entry of level 1 maps a page of 4 KiB, CR3 has the
 * address of the one table of level {@link #levels()}.
 *
 * <pre>
 *                 level:   5       4       3       2       1
 *   IA-32                                      |31..22|21..12|11..0|    4-byte entries
 *   PAE                               |31..30| |29..21|20..12|11..0|
 *   four-level                |47..39| |38..30| |29..21|20..12|11..0|
 *   five-level         |56..48|47..39| |38..30| |29..21|20..12|11..0|
 *
 *   entry, 8 bytes
 *    63  62        52 51                   12 11  9  8   7   6   5   4   3   2   1   0
 *   |NX | (ignored)  | address of the frame  |     | G |PS | D | A |PCD|PWT| U | W | P |
 *
 *   IA-32, 4 MiB page (PSE-36)
 *    31               22  21  20             13  12  11  9  8   7   6   5   4   3   2   1   0
 *   | address, 31..22   | 0 | address, 39..32  |PAT|     | G | 1 | D | A |PCD|PWT| U | W | P |
 * </pre>
 *
 * In PAE, bits 62..52 are reserved, and an entry of level 3 has neither rights nor A. G and D
 * mean something in an entry that maps a page only, and so does PAT, bit 12 of a large page and
 * bit 7 at level 1.
 */
public final class PagingLayout {
    public static final long PRESENT = 1;
    public static final long WRITE = 1 << 1;
    public static final long USER = 1 << 2;
    public static final long ACCESSED = 1 << 5;
    public static final long DIRTY = 1 << 6;
    /** Of an entry above level 1: maps a page, not a table. */
    public static final long LARGE = 1 << 7;
    public static final long GLOBAL = 1 << 8;
    /** Of an entry of 8 bytes. */
    public static final long NO_EXECUTE = 1L << 63;

    /** Of the smallest page, and of a table: 12 bits. */
    public static final int PAGE_BITS = 12;

    /** Two levels of 1,024 entries; with CR4.PSE also pages of 4 MiB, within 2^40 bytes of memory. */
    public static final PagingLayout IA32 = new PagingLayout(2, 4, 10, 10, 2);
    /** Two levels of 512 entries below a table of four; also pages of 2 MiB. */
    public static final PagingLayout PAE = new PagingLayout(3, 8, 9, 2, 2);
    /** Four levels of 512 entries; also pages of 2 MiB and 1 GiB. */
    public static final PagingLayout FOUR_LEVEL = new PagingLayout(4, 8, 9, 9, 3);
    /** Five levels of 512 entries; also pages of 2 MiB and 1 GiB. */
    public static final PagingLayout FIVE_LEVEL = new PagingLayout(5, 8, 9, 9, 3);

    private static final long ADDRESS = (1L << 52) - 1 & ~0xfffL;
    private static final long PSE36_HIGH = 0x1fe000;
    private static final int PSE36_SHIFT = 32 - 13;

    private final int levels;
    private final int entryBytes;
    private final int indexBits;
    private final int rootIndexBits;
    private final int largestPageLevel;

    private PagingLayout(int levels, int entryBytes, int indexBits, int rootIndexBits, int largestPageLevel) {
        this.levels = levels;
        this.entryBytes = entryBytes;
        this.indexBits = indexBits;
        this.rootIndexBits = rootIndexBits;
        this.largestPageLevel = largestPageLevel;
    }

    /** How many tables a walk to a page of 4 KiB goes through: 2 to 5. */
    public int levels() {
        return levels;
    }

    /** 4 or 8. */
    public int entryBytes() {
        return entryBytes;
    }

    /** Of a linear address, how many bits are the index into a table, below the highest level. */
    public int indexBits() {
        return indexBits;
    }

    /** How many entries a table of this level has. */
    public int entries(int level) {
        return 1 << (level == levels ? rootIndexBits : indexBits);
    }

    /** The highest level at which an entry may map a page. */
    public int largestPageLevel() {
        return largestPageLevel;
    }

    /** The bit of a linear address at which the index into a table of this level begins. */
    public int shift(int level) {
        return PAGE_BITS + (level - 1) * indexBits;
    }

    /** How many bytes of linear addresses an entry of this level covers, and a page that it maps has. */
    public long span(int level) {
        return 1L << shift(level);
    }

    /** Of linear addresses: 32, 48 or 57. */
    public int linearBits() {
        return shift(levels) + rootIndexBits;
    }

    /** Whether it is an address at all: within 32 bits, or all bits above the mode's equal the highest below. */
    public boolean isCanonical(long linear) {
        return linearBits() == 32 ? linear >>> 32 == 0 : linear << 64 - linearBits() >> 64 - linearBits() == linear;
    }

    /** The linear address at which a page begins, given its number: the address without its lowest 12 bits and its sign. */
    public long linear(long page) {
        long address = page << PAGE_BITS;
        return linearBits() == 32 ? address : address << 64 - linearBits() >> 64 - linearBits();
    }

    /** Which entry of a table of this level a linear address goes through. */
    public int index(long linear, int level) {
        return (int) (linear >>> shift(level)) & entries(level) - 1;
    }

    /** The physical address of that entry, in the table at a physical address. */
    public long entryAddress(long table, long linear, int level) {
        return table + (long) index(linear, level) * entryBytes;
    }

    /** The physical address of the table of the highest level. */
    public long root(long cr3) {
        return this == PAE ? cr3 & 0xffff_ffe0L : this == IA32 ? cr3 & 0xffff_f000L : cr3 & ADDRESS;
    }

    /** The physical address of the table that an entry names, or of the page at level 1. */
    public long frame(long entry) {
        return entryBytes == 4 ? entry & 0xffff_f000L : entry & ADDRESS;
    }

    /** The physical address of the page that an entry of this level maps, level 1 included. */
    public long page(long entry, int level) {
        if (this == IA32 && level == 2) {
            return entry & 0xffc0_0000L | (entry & PSE36_HIGH) << PSE36_SHIFT;
        }
        return frame(entry) & -span(level);
    }

    /**
     * The bits of an entry that say the physical address of a page: what {@link #page} reads.
     *
     * @throws IllegalArgumentException if no entry of this level maps a page there
     */
    public long pageBits(long address, int level) {
        boolean large = this == IA32 && level == 2;
        long bits = large ? address & 0xffc0_0000L | address >>> PSE36_SHIFT & PSE36_HIGH : address;
        if (level < 1 || level > largestPageLevel || (address & span(level) - 1) != 0 || page(bits, level) != address) {
            throw new IllegalArgumentException("no page at address=" + address + " level=" + level + " in " + this);
        }
        return bits;
    }

    /**
     * The bits that must be zero in a present entry.
     *
     * @param level        of the table that has the entry
     * @param large        whether the entry maps a page, above level 1
     * @param physicalBits of physical addresses, MAXPHYADDR
     * @param noExecute    EFER.NXE
     */
    public long reserved(int level, boolean large, int physicalBits, boolean noExecute) {
        if (this == IA32) {
            // Bits 20..13 are 39..32 of the address, as far as there are such.
            return large ? 0x3f_ffffL & -(1L << Math.max(32, Math.min(40, physicalBits)) - PSE36_SHIFT) : 0;
        }
        long mask = ADDRESS & -(1L << physicalBits);
        if (this == PAE) {
            mask |= 0x7ffL << 52;
            if (level == 3) {
                return mask | NO_EXECUTE | 0x1e6;
            }
        }
        if (!noExecute) {
            mask |= NO_EXECUTE;
        }
        if (large) {
            // Bit 12 is PAT.
            mask |= span(level) - 1 & ~0x1fffL;
        } else if (level > largestPageLevel) {
            mask |= LARGE;
        }
        return mask;
    }

    @Override
    public String toString() {
        return this == IA32 ? "IA-32 paging" : this == PAE ? "PAE paging" : levels == 4 ? "four-level paging" : "five-level paging";
    }
}
