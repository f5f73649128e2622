package org.tlalloc.conformance.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * A machine with the page tables that a description asks for, one page a line:
 * {@code linear,physical,size,rights}, such as {@code 0x400000,0x5000,4K,wu}.
 */
public final class MappedMachine {
    private static final long TABLE = 1L << PagingLayout.PAGE_BITS;

    private final PagingLayout layout;
    private final PhysicalMemory memory;
    private final long root;
    private long nextTable;

    /**
     * @param memorySize in bytes
     * @param tables     physical address of the first table; the others follow
     */
    public MappedMachine(PagingMode mode, long memorySize, long tables) {
        this.layout = mode.layout();
        this.memory = new PhysicalMemory(memorySize);
        this.nextTable = tables;
        if (tables % TABLE != 0 || tables < 0 || tables >>> 32 != 0) {
            throw new IllegalArgumentException(String.format("tables=0x%x is not a multiple of 4K within 4G", tables));
        }
        this.root = table();
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** The value of CR3. */
    public long root() {
        return root;
    }

    /** @throws IllegalArgumentException for the first line that is no page, or one too many, with its number */
    public void map(BufferedReader description) throws IOException {
        for (InputLines.Line line : InputLines.read(description, "linear")) {
            try {
                map(line);
            } catch (IllegalArgumentException e) {
                throw line.refuse(e.getMessage());
            }
        }
    }

    private void map(InputLines.Line line) {
        if (line.fields().size() < 3 || line.fields().size() > 4) {
            throw new IllegalArgumentException("fields=" + line.fields().size() + " are not linear,physical,size[,rights]");
        }
        long linear = Numerals.parse("linear", line.field(0));
        long physical = Numerals.parse("physical", line.field(1));
        int level = level(line.field(2));
        long rights = rights(line.field(3));
        if (!layout.isCanonical(linear)) {
            throw new IllegalArgumentException(String.format("linear=0x%x is not canonical in %s", linear, layout));
        }
        if ((linear & layout.span(level) - 1) != 0) {
            throw new IllegalArgumentException(String.format("linear=0x%x is not a multiple of size=%s", linear, line.field(2)));
        }
        if (physical < 0 || physical > memory.size() - layout.span(level)) {
            throw new IllegalArgumentException(String.format("physical=0x%x size=%s is not within memory of size=0x%x", physical,
                    line.field(2), memory.size()));
        }
        long entry = layout.pageBits(physical, level) | PagingLayout.PRESENT | rights | (level > 1 ? PagingLayout.LARGE : 0);
        long address = address(linear, level);
        if (read(address) != 0) {
            throw new IllegalArgumentException(String.format("linear=0x%x is mapped already", linear));
        }
        write(address, entry);
    }

    private int level(String size) {
        long bytes = Numerals.parse("size", size);
        List<String> possible = new ArrayList<>();
        for (int level = 1; level <= layout.largestPageLevel(); level++) {
            if (layout.span(level) == bytes) {
                return level;
            }
            possible.add(layout.span(level) >= 1L << 30 ? (layout.span(level) >> 30) + "G"
                    : layout.span(level) >= 1L << 20 ? (layout.span(level) >> 20) + "M" : "4K");
        }
        throw new IllegalArgumentException("size=" + size + " is not one of " + String.join(", ", possible));
    }

    private long rights(String letters) {
        long rights = layout.entryBytes() == 8 ? PagingLayout.NO_EXECUTE : 0;
        for (char letter : letters.toCharArray()) {
            switch (letter) {
                case 'w' -> rights |= PagingLayout.WRITE;
                case 'u' -> rights |= PagingLayout.USER;
                case 'g' -> rights |= PagingLayout.GLOBAL;
                case 'x' -> rights &= ~PagingLayout.NO_EXECUTE;
                default -> throw new IllegalArgumentException("rights=" + letters + " are not of the letters w, u, x, g");
            }
        }
        return rights;
    }

    /** Where the entry of a level is; makes the tables above it, which allow everything. */
    private long address(long linear, int level) {
        long table = root;
        for (int above = layout.levels(); above > level; above--) {
            long address = layout.entryAddress(table, linear, above);
            long entry = read(address);
            if (entry == 0) {
                boolean pointer = layout == PagingLayout.PAE && above == 3;
                entry = table() | PagingLayout.PRESENT | (pointer ? 0 : PagingLayout.WRITE | PagingLayout.USER);
                write(address, entry);
            } else if ((entry & PagingLayout.LARGE) != 0) {
                throw new IllegalArgumentException(String.format("linear=0x%x is mapped already, by a larger page", linear));
            }
            table = layout.frame(entry);
        }
        return layout.entryAddress(table, linear, level);
    }

    private long table() {
        if (nextTable > memory.size() - TABLE) {
            throw new IllegalArgumentException(String.format("tables need address=0x%x, which is not within memory of size=0x%x",
                    nextTable, memory.size()));
        }
        nextTable += TABLE;
        return nextTable - TABLE;
    }

    private long read(long address) {
        return layout.entryBytes() == 4 ? memory.readInt(address) & 0xffff_ffffL : memory.readLong(address);
    }

    private void write(long address, long entry) {
        if (layout.entryBytes() == 4) {
            memory.writeInt(address, (int) entry);
        } else {
            memory.writeLong(address, entry);
        }
    }
}
