package org.tlalloc.machine;

/**
 * The memory management unit: finds what a linear address is, by walking the tables in physical
 * memory. Source: Intel SDM, volume 3A, sections 4.3 to 4.8.
 *
 * <p>A walk that ends well has set A in each entry that it used, and D in the last if it was for
 * a write; one that faults has set nothing. Tables are read as they are at each walk, but for the
 * four entries of PAE's first table, which {@link #load} reads.
 */
public final class Mmu {
    /*
     * What a walk finds is a number, so that nothing is allocated:
     *
     *    63  62  61 58 57  52 51                  12 11   9  8  7   6   5  4 3  2   1   0
     *   | 0 |NX |  0  | size | address of the 4 KiB |  0  | G | 0 | D | 1 | 0 | U | W | 1 |
     *
     * with W and U what the entries of all levels allow, NX what any of them forbids, D and G those
     * of the last entry (G only with CR4.PGE), and size the page's: how many low bits of an address
     * lie within it. A fault is a negative number, see PageFault.
     *
     * Every rule of section 4.6 says of some of W, U and NX that they are set or not, and which ones
     * depends on registers and on the kind of access alone. So for each kind there are these bits, and
     * how they have to be. For a write D has to be set too, by whoever finds it unset.
     */
    private static final long VALID = PagingLayout.PRESENT | PagingLayout.ACCESSED;
    static final long PAGE = (1L << 52) - 1 & ~0xfffL;
    static final int SIZE_SHIFT = 52;
    private static final long NX = 1L << 62;
    private static final int NEVER = -1;

    private final PhysicalMemory memory;
    /** Tables of a high level are mostly the same ones again. */
    private final Cursor cursor5;
    private final Cursor cursor4;
    private final Cursor cursor3;
    private final Cursor cursor2;
    /** How many windows memory had when the cursors began; the same where the mode has four levels, so that one look tells both. */
    private int windows;
    private int windowsOfFour;

    private ControlState control;
    private PagingLayout layout;
    private int levels;
    private boolean wide;
    /** Unused high bits of addresses in long mode; 0 in other modes. */
    private int unusedBits;
    private long root;
    private long globalMask;
    private final int[] shift = new int[6];
    private final int[] indexMask = new int[6];
    private final long[] largeBit = new long[6];
    private final long[] reserved = new long[6];
    private final long[] reservedIfLarge = new long[6];
    private long readBits;
    private long readValue;
    private long writeBits;
    private long writeValue;
    private long executeBits;
    private long executeValue;
    /** Long mode: of these bits a table's entry has P alone, and so has that of a small page. */
    private long tableBits;
    private long pageBits;
    private final int[] errorCode = new int[3];
    /** PAE: the entries of level 3, as they were when CR3 was loaded. */
    private final long[] pointers = new long[4];

    /**
     * @throws IllegalArgumentException as {@link #load} does
     */
    public Mmu(PhysicalMemory memory, ControlState control) {
        this.memory = memory;
        this.cursor5 = new Cursor(memory);
        this.cursor4 = new Cursor(memory);
        this.cursor3 = new Cursor(memory);
        this.cursor2 = new Cursor(memory);
        this.windows = memory.windowCount();
        load(control, true);
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** What was loaded last. */
    public ControlState control() {
        return control;
    }

    /**
     * Loads the registers. In PAE paging this reads the four entries of the first table, if another
     * register than CPL and EFLAGS has another value.
     *
     * @throws IllegalArgumentException  if one of these is present and has a reserved bit set, which
     *                                   is a general protection fault of MOV to CR3
     * @throws IndexOutOfBoundsException if they are outside memory
     */
    public void load(ControlState control) {
        load(control, !control.withCpl(this.control.cpl()).withEflags(this.control.eflags()).equals(this.control));
    }

    /**
     * MOV to CR3: the same with only CR3 set; in PAE paging it always reads the four entries.
     *
     * @throws IllegalArgumentException as {@link #load} does
     */
    public void loadCr3(long cr3) {
        load(control.withCr3(cr3), true);
    }

    private void load(ControlState control, boolean withPointers) {
        PagingLayout next = control.layout();
        if (next == PagingLayout.PAE && withPointers) {
            loadPointers(control);
        }
        this.control = control;
        this.layout = next;
        boolean user = control.isUser();
        boolean smap = !user && control.cr4Has(ControlState.CR4_SMAP) && (control.eflags() & ControlState.EFLAGS_AC) == 0;
        boolean smep = !user && control.cr4Has(ControlState.CR4_SMEP);
        long data = user || smap ? PagingLayout.USER : 0;
        long write = user || control.cr0Has(ControlState.CR0_WP) ? PagingLayout.WRITE : 0;
        long fetch = user || smep ? PagingLayout.USER : 0;
        long isUser = user ? PagingLayout.USER : 0;
        readBits = VALID | data;
        readValue = VALID | isUser;
        writeBits = VALID | data | write | PagingLayout.DIRTY;
        writeValue = VALID | isUser | write | PagingLayout.DIRTY;
        executeBits = VALID | fetch | NX;
        executeValue = VALID | isUser;
        int mode = user ? PageFault.USER : 0;
        errorCode[Access.READ.ordinal()] = mode;
        errorCode[Access.WRITE.ordinal()] = mode | PageFault.WRITE;
        errorCode[Access.EXECUTE.ordinal()] = mode
                | (control.noExecute() || control.cr4Has(ControlState.CR4_SMEP) ? PageFault.FETCH : 0);
        unusedBits = 0;
        if (next != null) {
            loadGeometry(next);
        }
        windowsOfFour = unusedBits == 16 ? windows : NEVER;
    }

    private void loadGeometry(PagingLayout next) {
        levels = next.levels();
        wide = next.entryBytes() == Long.BYTES;
        root = next.root(control.cr3());
        globalMask = control.cr4Has(ControlState.CR4_PGE) ? PagingLayout.GLOBAL : 0;
        boolean large = next != PagingLayout.IA32 || control.cr4Has(ControlState.CR4_PSE);
        for (int level = 1; level <= levels; level++) {
            shift[level] = next.shift(level);
            indexMask[level] = next.entries(level) - 1;
            boolean mapsPages = level > 1 && level <= next.largestPageLevel() && large;
            largeBit[level] = mapsPages ? PagingLayout.LARGE : 0;
            reserved[level] = next.reserved(level, false, control.physicalBits(), control.noExecute());
            reservedIfLarge[level] = mapsPages ? next.reserved(level, true, control.physicalBits(), control.noExecute()) : 0;
        }
        pageBits = reserved[1] | PagingLayout.PRESENT;
        tableBits = pageBits | PagingLayout.LARGE;
        unusedBits = next.linearBits() > 32 ? 64 - next.linearBits() : 0;
    }

    private void loadPointers(ControlState control) {
        long table = PagingLayout.PAE.root(control.cr3());
        long mask = PagingLayout.PAE.reserved(3, false, control.physicalBits(), control.noExecute());
        for (int i = 0; i < pointers.length; i++) {
            long entry = memory.readLong(table + 8L * i);
            if ((entry & PagingLayout.PRESENT) != 0 && (entry & mask) != 0) {
                throw new IllegalArgumentException(String.format("cr3=0x%x entry=%d of its table is 0x%x: reserved bits=0x%x are set",
                        control.cr3(), i, entry, entry & mask));
            }
        }
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] = memory.readLong(table + 8L * i);
        }
    }

    /**
     * Walks the tables for an access. With paging off, every address is its own.
     *
     * @return the physical address; or a fault, see {@link PageFault#isFault}
     * @throws IllegalArgumentException  if the address is not canonical
     * @throws IndexOutOfBoundsException if a table lies outside memory
     */
    public long walk(long linear, Access access) {
        long found = find(linear, access);
        return found < 0 ? found : found & PAGE | linear & 0xfff;
    }

    /**
     * The same; what it answers is drawn above. This is the walk in long mode to a page of 4 KiB that
     * is there, allowed, accessed and dirty already: anything else is left to the walk that knows all.
     */
    long find(long linear, Access access) {
        if (windowsOfFour != memory.windowCount() || linear << 16 >> 16 != linear) {
            return findOtherwise(linear, access);
        }
        return findInFour(linear, access, root, -1, 0);
    }

    /** In other modes than four-level paging, at an address that is none there, or after a new window. */
    private long findOtherwise(long linear, Access access) {
        if (windows != memory.windowCount()) {
            forgetChunks();
        }
        if (unusedBits == 0 || linear << unusedBits >> unusedBits != linear) {
            return findSlowly(linear, access);
        }
        if (levels == 4) {
            return findInFour(linear, access, root, -1, 0);
        }
        long entry = cursor5.readLong(root + (linear >>> 48 - 3 & 0xff8));
        return (entry & tableBits) != PagingLayout.PRESENT ? findSlowly(linear, access)
                : findInFour(linear, access, entry & PAGE, entry, entry);
    }

    /**
     * @param table of level 4
     * @param all   the bits that are set in all entries above
     * @param any   and those that are in one of them
     */
    private long findInFour(long linear, Access access, long table, long all, long any) {
        long entry4 = cursor4.readLong(table + (linear >>> 39 - 3 & 0xff8));
        if ((entry4 & tableBits) != PagingLayout.PRESENT) {
            return findSlowly(linear, access);
        }
        long entry3 = cursor3.readLong((entry4 & PAGE) + (linear >>> 30 - 3 & 0xff8));
        if ((entry3 & tableBits) != PagingLayout.PRESENT) {
            return findSlowly(linear, access);
        }
        long entry2 = cursor2.readLong((entry3 & PAGE) + (linear >>> 21 - 3 & 0xff8));
        if ((entry2 & tableBits) != PagingLayout.PRESENT) {
            return findSlowly(linear, access);
        }
        long entry = memory.readAligned((entry2 & PAGE) + (linear >>> 12 - 3 & 0xff8));
        long inAll = all & entry4 & entry3 & entry2 & entry;
        long inAny = any | entry4 | entry3 | entry2 | entry;
        long found = entry & (PAGE | globalMask | PagingLayout.DIRTY) | inAll & (VALID | PagingLayout.WRITE | PagingLayout.USER)
                | inAny >>> 1 & NX | (long) PagingLayout.PAGE_BITS << SIZE_SHIFT;
        if ((entry & pageBits) != PagingLayout.PRESENT || !allowsAtOnce(found, access)) {
            return findSlowly(linear, access);
        }
        return found;
    }

    private void forgetChunks() {
        cursor5.forget();
        cursor4.forget();
        cursor3.forget();
        cursor2.forget();
        windows = memory.windowCount();
        windowsOfFour = unusedBits == 16 ? windows : NEVER;
    }

    /** The walk in every mode, with all rules. */
    long findSlowly(long linear, Access access) {
        requireCanonical(linear);
        if (layout == null) {
            return linear & PAGE | VALID | PagingLayout.WRITE | PagingLayout.USER | PagingLayout.DIRTY
                    | (long) PagingLayout.PAGE_BITS << SIZE_SHIFT;
        }
        long entry = 0;
        long rights = PagingLayout.WRITE | PagingLayout.USER;
        long accessed = PagingLayout.ACCESSED;
        long forbidden = 0;
        long table = root;
        int level = levels;
        if (layout == PagingLayout.PAE) {
            entry = pointers[(int) (linear >>> 30)];
            if ((entry & PagingLayout.PRESENT) == 0) {
                return fault(access, 0);
            }
            table = entry & PAGE;
            level = 2;
        }
        for (;; level--) {
            entry = entry(table, linear, level);
            if ((entry & PagingLayout.PRESENT) == 0) {
                return fault(access, 0);
            }
            boolean large = (entry & largeBit[level]) != 0;
            if ((entry & (large ? reservedIfLarge : reserved)[level]) != 0) {
                return fault(access, PageFault.PROTECTION | PageFault.RESERVED);
            }
            rights &= entry;
            accessed &= entry;
            forbidden |= entry;
            if (level == 1 || large) {
                break;
            }
            table = wide ? entry & PAGE : entry & 0xffff_f000L;
        }
        long page = level == 1 ? wide ? entry & PAGE : entry & 0xffff_f000L
                : layout.page(entry, level) | linear & layout.span(level) - 1 & PAGE;
        long found = page | rights | VALID | entry & (globalMask | PagingLayout.DIRTY) | (long) shift[level] << SIZE_SHIFT
                | forbidden >>> 1 & NX;
        if (!allows(found, access)) {
            return fault(access, PageFault.PROTECTION);
        }
        if (accessed == 0 || access == Access.WRITE && (entry & PagingLayout.DIRTY) == 0) {
            mark(linear, access, level);
            found |= access == Access.WRITE ? PagingLayout.DIRTY : 0;
        }
        return found;
    }

    /** Whether what a walk found may be accessed so, and D is set if it has to be; not if it found nothing, 0. */
    boolean allowsAtOnce(long found, Access access) {
        return access == Access.READ ? (found & readBits) == readValue
                : access == Access.WRITE ? (found & writeBits) == writeValue : (found & executeBits) == executeValue;
    }

    /** Whether what a walk found may be accessed so, whatever D is. */
    boolean allows(long found, Access access) {
        return allowsAtOnce(found | PagingLayout.DIRTY, access);
    }

    long fault(Access access, int bits) {
        return PageFault.answer(errorCode[access.ordinal()] | bits);
    }

    /** Sets A in all entries down to a level, and D in the last for a write. Both are in an entry's first byte. */
    private void mark(long linear, Access access, int last) {
        long table = layout == PagingLayout.PAE ? pointers[(int) (linear >>> 30)] & PAGE : root;
        for (int level = layout == PagingLayout.PAE ? 2 : levels; level >= last; level--) {
            long address = layout.entryAddress(table, linear, level);
            long set = PagingLayout.ACCESSED | (level == last && access == Access.WRITE ? PagingLayout.DIRTY : 0);
            byte old = memory.readByte(address);
            if ((old & set) != set) {
                memory.writeByte(address, (byte) (old | set));
            }
            table = layout.frame(entry(table, linear, level));
        }
    }

    private long entry(long table, long linear, int level) {
        long index = linear >>> shift[level] & indexMask[level];
        return wide ? memory.readLong(table + index * Long.BYTES) : memory.readInt(table + index * Integer.BYTES) & 0xffff_ffffL;
    }

    /**
     * Where the entries are that a walk reads, from the highest level down to the one that maps a
     * page or stops the walk; it changes nothing. In PAE paging the first is read by {@link #load}.
     *
     * @param addresses takes their physical addresses; at least as long as there are levels
     * @return how many there are
     * @throws IllegalArgumentException  if the address is not canonical
     * @throws IndexOutOfBoundsException if a table lies outside memory
     */
    public int path(long linear, long[] addresses) {
        requireCanonical(linear);
        if (layout == null) {
            return 0;
        }
        long table = root;
        for (int level = levels;; level--) {
            int count = levels - level;
            addresses[count] = layout.entryAddress(table, linear, level);
            boolean pointer = layout == PagingLayout.PAE && level == 3;
            long entry = pointer ? pointers[(int) (linear >>> 30)] : entry(table, linear, level);
            boolean large = (entry & largeBit[level]) != 0;
            if (level == 1 || large || (entry & PagingLayout.PRESENT) == 0 || (entry & reserved[level]) != 0) {
                return count + 1;
            }
            table = layout.frame(entry);
        }
    }

    /** Whether linear addresses are of 32 bits. */
    boolean is32Bit() {
        return layout == null || layout.linearBits() == 32;
    }

    void requireCanonical(long linear) {
        if (layout == null ? linear >>> 32 != 0 : !layout.isCanonical(linear)) {
            throw new IllegalArgumentException(String.format("address=0x%x is not canonical in %s", linear,
                    layout == null ? "32 bits, paging off" : layout));
        }
    }
}
