package org.tlalloc.conformance.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * A machine that a chain of actions builds, so that what is left of the chain tells which of them matter. An action that
 * finds nothing to work on leaves the machine as it is.
 */
final class ChainedMachine {
    private static final long SIZE = 8L << 20;
    private static final long TABLES = 1L << 20;

    private final PagingMode mode;
    private final PagingLayout layout;
    private final MappedMachine machine;
    private final Mmu mmu;
    /** Addresses that were mapped some time. */
    private final Set<Long> pages = new LinkedHashSet<>();

    ChainedMachine(PagingMode mode) {
        this.mode = mode;
        this.layout = mode.layout();
        this.machine = new MappedMachine(mode, SIZE, TABLES);
        this.mmu = new Mmu(machine.memory(), mode.control(machine.root()));
    }

    PhysicalMemory memory() {
        return machine.memory();
    }

    /** An address by the choice of a slot at each level: both ends of a table, and one in the middle. */
    static long linear(PagingMode mode, List<Integer> choices) {
        PagingLayout layout = mode.layout();
        long linear = 0;
        for (int level = 1; level <= layout.levels(); level++) {
            int entries = layout.entries(level);
            // Of a table of four the one before the last stays free for the guest in QEMU.
            int[] slots = {0, 1, entries == 4 ? 3 : entries / 2, entries - 1};
            linear |= (long) slots[choices.get(level - 1)] << layout.shift(level);
        }
        return layout.linear(linear >>> PagingLayout.PAGE_BITS);
    }

    /** Maps a page of a level that has room in memory, as a description of a machine does. */
    void map(long linear, int level, int number, String rights) {
        long span = layout.span(level);
        long page = linear & -span;
        long physical = number * span % SIZE;
        String size = level == 1 ? "4K" : span == 4L << 20 ? "4M" : "2M";
        byte[] pointers = pointers();
        try {
            machine.map(new BufferedReader(new StringReader(String.format("0x%x,0x%x,%s,%s", page, physical, size, rights))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // It is mapped already, or a table on the way lies outside memory.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        load(pointers);
        pages.add(linear);
    }

    /** Clears the last entry on the way to an address. */
    void unmap(long linear) {
        List<Long> path = path(linear);
        change(path.get(path.size() - 1), -1, 0);
    }

    /** Turns bits of an entry on the way over: rights, or any others, reserved ones among them. */
    void toggle(long linear, int level, long bits) {
        List<Long> path = path(linear);
        int at = layout.levels() - level;
        if (at < path.size() && !isPointer(level)) {
            change(path.get(at), 0, bits);
        }
    }

    /** Makes an entry above the last level map a large page, at the beginning of memory or far outside. */
    void enlarge(long linear, int level, boolean far) {
        List<Long> path = path(linear);
        int at = layout.levels() - level;
        if (at < path.size() && level > 1 && level <= layout.largestPageLevel()) {
            long physical = far ? 1L << 39 : 0;
            change(path.get(at), 0xfff & ~PagingLayout.LARGE ^ -1L, layout.pageBits(physical, level) | PagingLayout.LARGE);
        }
    }

    /** Makes an entry show the root, as a recursive slot does; not in PAE, of which no CR3 can be loaded once a page's entry is in the root. */
    void recurse(long linear, int level) {
        List<Long> path = path(linear);
        int at = layout.levels() - level;
        if (at < path.size() && mode != PagingMode.PAE) {
            change(path.get(at), 0xfff & ~PagingLayout.LARGE ^ -1L, machine.root());
        }
    }

    private boolean isPointer(int level) {
        return mode == PagingMode.PAE && level == 3;
    }

    /** Clears bits of an entry, then turns others over. */
    private void change(long address, long cleared, long toggled) {
        PhysicalMemory memory = memory();
        byte[] pointers = pointers();
        if (layout.entryBytes() == Integer.BYTES) {
            memory.writeInt(address, (int) (memory.readInt(address) & ~cleared ^ toggled));
        } else {
            memory.writeLong(address, memory.readLong(address) & ~cleared ^ toggled);
        }
        load(pointers);
    }

    /** The first table of PAE. */
    private byte[] pointers() {
        byte[] pointers = new byte[32];
        memory().read(machine.root(), pointers, 0, pointers.length);
        return pointers;
    }

    /* PAE reads its first table when CR3 is loaded, and cannot if a reserved bit is set there. A table that has come to be
       entered at a lower level too may get such an entry; that is taken back. */
    private void load(byte[] pointersBefore) {
        try {
            mmu.loadCr3(machine.root());
        } catch (IllegalArgumentException e) {
            memory().write(machine.root(), pointersBefore, 0, pointersBefore.length);
            mmu.loadCr3(machine.root());
        }
    }

    /** The entries on the way to an address; the root's alone if a table is none. */
    private List<Long> path(long linear) {
        long[] addresses = new long[layout.levels()];
        List<Long> path = new ArrayList<>();
        try {
            int count = mmu.path(linear, addresses);
            for (int i = 0; i < count; i++) {
                path.add(addresses[i]);
            }
        } catch (IndexOutOfBoundsException e) {
            path.add(layout.entryAddress(layout.root(machine.root()), linear, layout.levels()));
        }
        return path;
    }

    /** The same probes for the same machine: of what was mapped, and around it. */
    List<Probe> probes(int count) {
        Random random = new Random(count);
        List<Long> known = new ArrayList<>(pages);
        List<Probe> probes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean anywhere = known.isEmpty() || random.nextInt(100) < 3;
            long page = anywhere ? random.nextLong() : known.get(random.nextInt(known.size()));
            // One in ten crosses into the next page; one in fifty lies where the next page of the largest kind would.
            long offset = random.nextInt(10) == 0 ? 0xffd + random.nextInt(3) : random.nextInt(0xffd);
            offset += random.nextInt(50) == 0 ? layout.span(2) : 0;
            long linear = page + offset;
            probes.add(new Probe(RandomMachine.control(mode, machine.root(), random), mode.isLong() ? linear : linear & 0xffff_ffffL,
                    Access.values()[random.nextInt(3)]));
        }
        return probes;
    }
}
