package org.tlalloc.conformance.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * A machine whose tables a seed decides: entries with any rights, large pages, pages far outside
 * memory, reserved bits, tables that are entered at several levels; and probes of it. The same seed
 * gives the same machine and the same probes.
 */
public final class RandomMachine {
    /** Its memory: two pages of 4 MiB. */
    public static final long SIZE = 8L << 20;

    private static final int PHYSICAL_BITS = 40;
    private static final int ROOTS = 2;
    private static final int TABLES = 4;
    private static final int SLOTS = 14;
    private static final long FRAMES = SIZE >>> PagingLayout.PAGE_BITS;

    private final PagingMode mode;
    private final PagingLayout layout;
    private final Random random;
    private final PhysicalMemory memory = new PhysicalMemory(SIZE);
    /** For each level, the tables' addresses, and the slots that have entries. */
    private final List<List<Long>> tables = new ArrayList<>();
    private final List<List<Integer>> slots = new ArrayList<>();

    public RandomMachine(PagingMode mode, long seed) {
        this.mode = mode;
        this.layout = mode.layout();
        this.random = new Random(seed);
        for (int level = 0; level <= layout.levels(); level++) {
            tables.add(new ArrayList<>());
            slots.add(new ArrayList<>());
            for (int i = 0; level > 0 && i < (level == layout.levels() ? ROOTS : TABLES); i++) {
                tables.get(level).add(frame());
            }
            chooseSlots(level);
        }
        for (int level = 1; level <= layout.levels(); level++) {
            for (long table : tables.get(level)) {
                fill(table, level);
            }
        }
    }

    /** A frame that is no table yet. */
    private long frame() {
        long frame;
        do {
            frame = (long) random.nextInt((int) FRAMES) << PagingLayout.PAGE_BITS;
        } while (isTable(frame));
        return frame;
    }

    private boolean isTable(long frame) {
        return tables.stream().anyMatch(level -> level.contains(frame));
    }

    private boolean chance(int percent) {
        return chance(random, percent);
    }

    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void chooseSlots(int level) {
        if (level == 0) {
            return;
        }
        List<Integer> here = slots.get(level);
        int entries = layout.entries(level);
        if (entries == 4) {
            // One stays free for the guest in QEMU.
            here.addAll(List.of(0, 1, 2, 3));
            here.remove(random.nextInt(4));
            return;
        }
        here.addAll(List.of(0, 1, 2, 3, entries / 2, entries - 1));
        while (here.size() < SLOTS) {
            here.add(random.nextInt(entries));
        }
    }

    private void fill(long table, int level) {
        for (int slot : slots.get(level)) {
            long entry = chance(96) ? entry(level) : chance(50) ? 0 : random.nextLong() & ~PagingLayout.PRESENT;
            if (layout == PagingLayout.PAE && level == 3) {
                // A reserved bit here would be a general protection fault of MOV to CR3.
                entry &= PagingLayout.PRESENT | (1L << PHYSICAL_BITS) - 1 & ~0xfffL;
            }
            long address = table + (long) slot * layout.entryBytes();
            if (layout.entryBytes() == 4) {
                memory.writeInt(address, (int) entry);
            } else {
                memory.writeLong(address, entry);
            }
        }
    }

    private long entry(int level) {
        boolean large = level > 1 && level <= layout.largestPageLevel() && chance(25);
        long entry = PagingLayout.PRESENT | random.nextInt(1 << 12) & ~(PagingLayout.LARGE | PagingLayout.WRITE | PagingLayout.USER);
        entry |= chance(85) ? PagingLayout.WRITE : 0;
        entry |= chance(85) ? PagingLayout.USER : 0;
        entry |= large || level == 1 && chance(30) ? PagingLayout.LARGE : 0;
        if (level == 1 || large) {
            entry |= layout.pageBits(page(level), level);
            // PAT
            entry |= large && chance(30) ? 1 << 12 : 0;
        } else {
            // Now and then a table of another level, as a recursive slot has it.
            entry |= any(tables.get(chance(6) ? 1 + random.nextInt(layout.levels()) : level - 1));
        }
        if (layout.entryBytes() == 8) {
            entry |= chance(12) ? PagingLayout.NO_EXECUTE : 0;
            if (mode.isLong()) {
                entry |= (long) random.nextInt(1 << 11) << 52;
            }
        }
        // Any bit but P, W and U may be wrong, reserved ones among them.
        if (chance(3)) {
            entry ^= 1L << 3 + random.nextInt(8 * layout.entryBytes() - 3);
        }
        return entry;
    }

    private long page(int level) {
        int bits = layout.shift(level);
        if (chance(10)) {
            int width = mode == PagingMode.IA32 && level == 1 ? 32 : PHYSICAL_BITS;
            return random.nextLong() >>> 64 - width >>> bits << bits | (bits < 30 ? 1L << 30 : 0);
        }
        return bits < 23 ? (long) random.nextInt((int) (SIZE >>> bits)) << bits : 0;
    }

    public PagingMode mode() {
        return mode;
    }

    /** Its memory itself, not a copy. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** Values of CR3. */
    public List<Long> roots() {
        return List.copyOf(tables.get(layout.levels()));
    }

    /** Registers as they may be in this mode, with one of the roots. */
    public ControlState control() {
        return control(mode, any(roots()), random);
    }

    static ControlState control(PagingMode mode, long root, Random random) {
        ControlState plain = mode.control(root);
        int cr4 = plain.cr4() & ~(ControlState.CR4_PSE | ControlState.CR4_PGE);
        cr4 |= chance(random, 80) ? ControlState.CR4_PSE : 0;
        cr4 |= chance(random, 50) ? ControlState.CR4_PGE : 0;
        cr4 |= chance(random, 40) ? ControlState.CR4_SMEP : 0;
        cr4 |= chance(random, 40) ? ControlState.CR4_SMAP : 0;
        return new ControlState(chance(random, 70) ? plain.cr0() : plain.cr0() & ~ControlState.CR0_WP, plain.cr3(), cr4,
                plain.efer() & ~ControlState.EFER_NXE | (chance(random, 75) ? ControlState.EFER_NXE : 0),
                chance(random, 40) ? ControlState.EFLAGS_AC : 0, chance(random, 50) ? 3 : 0, PHYSICAL_BITS);
    }

    /** So many probes more. */
    public List<Probe> probes(int count) {
        List<Probe> probes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            probes.add(new Probe(control(), linear(), any(List.of(Access.values()))));
        }
        return probes;
    }

    private long linear() {
        if (mode.isLong() && chance(1)) {
            return random.nextLong();
        }
        // One in ten crosses into the next page.
        long linear = chance(10) ? 0xffd + random.nextInt(3) : random.nextInt(0xffd);
        for (int level = 1; level <= layout.levels(); level++) {
            int index = chance(97) ? any(slots.get(level)) : random.nextInt(layout.entries(level));
            linear |= (long) index << layout.shift(level);
        }
        int unused = 64 - layout.linearBits();
        return mode.isLong() ? linear << unused >> unused : linear;
    }
}
