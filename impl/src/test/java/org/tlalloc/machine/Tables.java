package org.tlalloc.machine;

/** Page tables for tests, in frames taken one after the other. */
final class Tables {
    static final long P = PagingLayout.PRESENT;
    static final long W = PagingLayout.WRITE;
    static final long U = PagingLayout.USER;
    static final long A = PagingLayout.ACCESSED;
    static final long D = PagingLayout.DIRTY;
    static final long PS = PagingLayout.LARGE;
    static final long G = PagingLayout.GLOBAL;
    static final long NX = PagingLayout.NO_EXECUTE;

    final PagingLayout layout;
    final PhysicalMemory memory;
    final long root = 0x10000;
    private long next = root + 0x1000;

    Tables(PagingLayout layout, long size) {
        this.layout = layout;
        this.memory = new PhysicalMemory(size);
    }

    ControlState control() {
        return ControlState.of(layout, root);
    }

    Mmu mmu() {
        return new Mmu(memory, control());
    }

    long read(long address) {
        return layout.entryBytes() == 4 ? memory.readInt(address) & 0xffff_ffffL : memory.readLong(address);
    }

    void write(long address, long entry) {
        if (layout.entryBytes() == 4) {
            memory.writeInt(address, (int) entry);
        } else {
            memory.writeLong(address, entry);
        }
    }

    /** Maps a page by an entry of a level; tables that are not there yet allow everything. */
    void map(long linear, int level, long physical, long flags) {
        write(address(linear, level), layout.pageBits(physical, level) | flags | (level > 1 ? PS : 0));
    }

    /** Where the entry of a level is on the way to an address; makes the tables above. */
    long address(long linear, int level) {
        long table = root;
        for (int at = layout.levels(); at > level; at--) {
            long address = layout.entryAddress(table, linear, at);
            if (read(address) == 0) {
                write(address, next | (layout == PagingLayout.PAE && at == 3 ? P : P | W | U));
                next += 0x1000;
            }
            table = layout.frame(read(address));
        }
        return layout.entryAddress(table, linear, level);
    }

    long entry(long linear, int level) {
        return read(address(linear, level));
    }

    /** Changes bits of the entry of a level. */
    void change(long linear, int level, long clear, long set) {
        long address = address(linear, level);
        write(address, read(address) & ~clear | set);
    }
}
