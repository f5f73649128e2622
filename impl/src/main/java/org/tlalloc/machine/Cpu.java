package org.tlalloc.machine;

/**
 * A processor, as far as memory is concerned: reads and writes at linear addresses, through its
 * own TLB. Several may share one memory.
 *
 * <p>A fault is answered, not thrown: null says that the access was made. An access that crosses
 * into a second page is made wholly or not at all.
 *
 * <p>What no page table can make right is refused by an exception: an address that is not
 * canonical ({@link IllegalArgumentException}), and a table or a page outside memory
 * ({@link IndexOutOfBoundsException}). Neither changes a byte, but for A and D of the entries on the
 * way to such a page.
 */
public final class Cpu {
    private final PhysicalMemory memory;
    private final Mmu mmu;
    private final Tlb tlb;
    private long value;

    /**
     * @param tlbCapacity in entries, see {@link Tlb}
     * @throws IllegalArgumentException as {@link Mmu#load} does
     */
    public Cpu(PhysicalMemory memory, ControlState control, int tlbCapacity) {
        this.memory = memory;
        this.tlb = new Tlb(tlbCapacity);
        this.mmu = new Mmu(memory, control);
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public ControlState control() {
        return mmu.control();
    }

    public Tlb tlb() {
        return tlb;
    }

    /**
     * Loads registers, and forgets translations as the manual says (4.10.4.1): the non-global ones if
     * CR3 is another, all if a bit of CR0, CR4 or EFER is another that translations depend on.
     *
     * @throws IllegalArgumentException as {@link Mmu#load} does; nothing is loaded then
     */
    public void load(ControlState control) {
        ControlState before = mmu.control();
        mmu.load(control);
        boolean same = ((before.cr0() ^ control.cr0()) & ControlState.CR0_PG) == 0 && before.cr4() == control.cr4()
                && before.efer() == control.efer() && before.physicalBits() == control.physicalBits();
        if (!same) {
            tlb.invalidateAll();
        } else if (before.cr3() != control.cr3()) {
            tlb.invalidateNonGlobal();
        }
    }

    /**
     * MOV to CR3: forgets all translations but global ones, even if CR3 has this value already.
     *
     * @throws IllegalArgumentException as {@link Mmu#load} does; nothing is loaded then
     */
    public void loadCr3(long cr3) {
        mmu.loadCr3(cr3);
        tlb.invalidateNonGlobal();
    }

    /**
     * INVLPG: forgets what is known of the page at an address.
     *
     * @throws IllegalArgumentException if the address is not canonical
     */
    public void invalidatePage(long linear) {
        mmu.requireCanonical(linear);
        tlb.invalidatePage(linear);
    }

    /**
     * Translates an address for an access, by the TLB if it knows the page, and else by a walk. What
     * the TLB knows may be stale; if it forbids the access, this faults, and is forgotten.
     *
     * @return the physical address; or a fault, see {@link PageFault#isFault}
     */
    public long translate(long linear, Access access) {
        long found = tlb.lookup(linear);
        // D unset in the TLB sends a write to the tables, where D may have to be set.
        if (mmu.allowsAtOnce(found, access)) {
            return found & Mmu.PAGE | linear & 0xfff;
        }
        return translateSlowly(linear, access, found);
    }

    private long translateSlowly(long linear, Access access, long known) {
        if (known != 0 && !mmu.allows(known, access)) {
            tlb.invalidatePage(linear);
            return mmu.fault(access, PageFault.PROTECTION);
        }
        long found = mmu.find(linear, access);
        if (found < 0) {
            tlb.invalidatePage(linear);
            return found;
        }
        tlb.insert(linear, found);
        return found & Mmu.PAGE | linear & 0xfff;
    }

    /** What the last {@link #read} or {@link #fetch} that did not fault has read, zero-extended to 64 bits. */
    public long value() {
        return value;
    }

    /**
     * Reads a number.
     *
     * @param bytes 1, 2, 4 or 8
     * @return null, and {@link #value} has it; or the fault
     */
    public PageFault read(long linear, int bytes) {
        return read(linear, bytes, Access.READ);
    }

    /**
     * Fetches bytes of an instruction.
     *
     * @param bytes 1, 2, 4 or 8
     * @return null, and {@link #value} has them; or the fault
     */
    public PageFault fetch(long linear, int bytes) {
        return read(linear, bytes, Access.EXECUTE);
    }

    private PageFault read(long linear, int bytes, Access access) {
        int here = bytesInPage(linear, bytes);
        long physical = translate(linear, access);
        if (physical < 0) {
            return PageFault.of(linear, physical);
        }
        if (here == bytes) {
            value = load(physical, bytes);
            return null;
        }
        long next = next(linear, here);
        long second = translate(next, access);
        if (second < 0) {
            return PageFault.of(next, second);
        }
        long sum = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            sum = sum << 8 | memory.readByte(i < here ? physical + i : second + i - here) & 0xff;
        }
        value = sum;
        return null;
    }

    /**
     * Writes a number.
     *
     * @param bytes 1, 2, 4 or 8: how many of the value's lowest bytes are written
     * @return null, or the fault
     */
    public PageFault write(long linear, int bytes, long value) {
        int here = bytesInPage(linear, bytes);
        long physical = translate(linear, Access.WRITE);
        if (physical < 0) {
            return PageFault.of(linear, physical);
        }
        if (here == bytes) {
            store(physical, bytes, value);
            return null;
        }
        long next = next(linear, here);
        long second = translate(next, Access.WRITE);
        if (second < 0) {
            return PageFault.of(next, second);
        }
        // Whether both pages are in memory shows here, before a byte is written.
        memory.readByte(physical + here - 1);
        memory.readByte(second + bytes - here - 1);
        for (int i = 0; i < bytes; i++) {
            memory.writeByte(i < here ? physical + i : second + i - here, (byte) (value >>> 8 * i));
        }
        return null;
    }

    /** How many bytes of an access lie in its first page. */
    private int bytesInPage(long linear, int bytes) {
        if (bytes < 1 || bytes > 8 || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException("bytes=" + bytes + " is not 1, 2, 4 or 8");
        }
        int here = (int) Math.min(bytes, 0x1000 - (linear & 0xfff));
        if (here < bytes) {
            // Refused before the first page's entries change.
            mmu.requireCanonical(linear);
            mmu.requireCanonical(next(linear, here));
        }
        return here;
    }

    /** The address of the second page; 32-bit addresses wrap around. */
    private long next(long linear, int here) {
        return linear + here == 1L << 32 && mmu.is32Bit() ? 0 : linear + here;
    }

    private long load(long physical, int bytes) {
        return switch (bytes) {
            case 1 -> memory.readByte(physical) & 0xffL;
            case 2 -> memory.readShort(physical) & 0xffffL;
            case 4 -> memory.readInt(physical) & 0xffff_ffffL;
            default -> memory.readLong(physical);
        };
    }

    private void store(long physical, int bytes, long value) {
        switch (bytes) {
            case 1 -> memory.writeByte(physical, (byte) value);
            case 2 -> memory.writeShort(physical, (short) value);
            case 4 -> memory.writeInt(physical, (int) value);
            default -> memory.writeLong(physical, value);
        }
    }
}
