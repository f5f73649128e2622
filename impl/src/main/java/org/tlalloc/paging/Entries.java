package org.tlalloc.paging;

import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/** How a table's entries are reached: by the address of its frame, or through the window that the tables map of themselves. */
abstract class Entries {
    final PagingLayout layout;

    Entries(PagingLayout layout) {
        this.layout = layout;
    }

    /** Which entry of a table of this level the way to a page goes through. */
    final int slot(long page, int level) {
        return layout.index(page << PagingLayout.PAGE_BITS, level + 1);
    }

    /**
     * Reads the entry on the way to a page.
     *
     * @param table the frame of the table that has it, which is of this level
     */
    abstract long read(long table, long page, int level);

    abstract void write(long table, long page, int level, long entry);

    /** Whether it reaches tables that no entry leads to yet. */
    abstract boolean reachesUnlinked();

    /** Physical memory at its own addresses: a kernel that has all of it mapped, or a kernel before paging is on. */
    static final class Direct extends Entries {
        private final PhysicalMemory memory;
        private final boolean wide;

        Direct(PhysicalMemory memory, PagingLayout layout) {
            super(layout);
            this.memory = memory;
            this.wide = layout.entryBytes() == Long.BYTES;
        }

        private long address(long table, long page, int level) {
            return (table << PagingLayout.PAGE_BITS) + (long) slot(page, level) * layout.entryBytes();
        }

        @Override
        long read(long table, long page, int level) {
            long address = address(table, page, level);
            return wide ? memory.readLong(address) : memory.readInt(address) & 0xffff_ffffL;
        }

        @Override
        void write(long table, long page, int level, long entry) {
            long address = address(table, page, level);
            if (wide) {
                memory.writeLong(address, entry);
            } else {
                memory.writeInt(address, (int) entry);
            }
        }

        @Override
        boolean reachesUnlinked() {
            return true;
        }
    }

    /**
     * The recursive window of the running address space: a slot of the root leads back to the root, so
     * that a walk through it ends one level early, at a table. A walk through it n times ends n
     * levels early.
     */
    static final class Window extends Entries {
        private final Cpu cpu;
        private final int levels;
        private final int indexBits;
        private final long[] repeated;

        Window(Cpu cpu, PagingLayout layout, int recursive) {
            super(layout);
            this.cpu = cpu;
            this.levels = layout.levels();
            this.indexBits = layout.indexBits();
            this.repeated = new long[levels + 1];
            for (int times = 1; times <= levels; times++) {
                repeated[times] = repeated[times - 1] << indexBits | recursive;
            }
        }

        /** The page of the window at which the table of this level on the way to a page is seen. */
        private long window(long page, int level) {
            int below = levels - level - 1;
            return below == 0 ? repeated[levels] : repeated[level + 1] << below * indexBits | page >>> (level + 1) * indexBits;
        }

        private long address(long page, int level) {
            return layout.linear(window(page, level)) + (long) slot(page, level) * layout.entryBytes();
        }

        @Override
        long read(long table, long page, int level) {
            require(cpu.read(address(page, level), layout.entryBytes()));
            return cpu.value();
        }

        @Override
        void write(long table, long page, int level, long entry) {
            require(cpu.write(address(page, level), layout.entryBytes(), entry));
            // The processor may know the page, and where the next table was seen.
            cpu.invalidatePage(layout.linear(page));
            if (level > 0) {
                cpu.invalidatePage(layout.linear(window(page, level - 1)));
            }
        }

        private static void require(PageFault fault) {
            if (fault != null) {
                throw new IllegalStateException("the window of the tables does not show them: " + fault);
            }
        }

        @Override
        boolean reachesUnlinked() {
            return false;
        }
    }
}
