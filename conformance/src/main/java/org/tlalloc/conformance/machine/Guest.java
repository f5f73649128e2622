package org.tlalloc.conformance.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * A machine with the program {@code guest.asm} in it, which makes probes in QEMU. It has a copy of
 * the memory that is probed, and 4 MiB behind it. Each root of the probed tables gets a window: slots
 * that were free there map all of this memory for the kernel.
 *
 * <pre>
 *   0            size     base               +0x3000      +0x4000  +0x6000  +0x80000        +4 MiB
 *   | what is probed | pad | program, user stub | parameters | stack | tables | records         |
 *
 *   linear:   | window: all of the above | one page for the user stub |
 * </pre>
 */
final class Guest {
    /** How many probes one run takes. */
    static final int MOST_PROBES = 8192;

    private static final long GRAIN = 4L << 20;
    private static final int TABLES = 0x6000;
    private static final int RECORDS = 0x80000;
    private static final int RECORD = 384;
    private static final int STUB = 0x2000;
    private static final int PARAMETERS = 0x3000;
    private static final int DONE_STATE = 0x600d;
    private static final int ACCESS_MADE = 0x80;
    private static final int BREAKPOINT = 3;
    private static final int REMAP = 3;
    private static final long TABLE_ENTRY = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.USER | PagingLayout.ACCESSED;
    private static final long KERNEL_PAGE = PagingLayout.PRESENT | PagingLayout.WRITE | PagingLayout.ACCESSED | PagingLayout.DIRTY;
    private static final long USER_PAGE = PagingLayout.PRESENT | PagingLayout.USER | PagingLayout.ACCESSED | PagingLayout.DIRTY;

    private final PagingMode mode;
    private final PagingLayout layout;
    private final PhysicalMemory memory;
    private final long base;
    private final Set<Long> roots;
    /** The first slot of the root that the window takes, and how many there are. */
    private final int slot;
    private final int slots;
    private final long bootRoot;
    private final byte[] program;
    private long nextTable;

    /**
     * @param probed the memory; it is copied
     * @param roots  the values of CR3
     * @throws IllegalArgumentException if there is no room for the window in the roots, or they are outside memory
     */
    Guest(PagingMode mode, PhysicalMemory probed, Set<Long> roots) throws IOException {
        this.mode = mode;
        this.layout = mode.layout();
        this.roots = roots;
        this.base = (probed.size() + GRAIN - 1) / GRAIN * GRAIN;
        long size = base + GRAIN;
        long most = mode == PagingMode.IA32 ? 2L << 30 : 1L << 30;
        if (size > most - GRAIN) {
            throw new IllegalArgumentException("memory size=" + probed.size() + " is more than QEMU is given here: "
                    + (most - 2 * GRAIN) + " in mode=" + mode);
        }
        this.memory = copy(probed, size);
        this.slots = mode == PagingMode.IA32 ? (int) (size / GRAIN) + 1 : 1;
        this.slot = freeSlots();
        this.nextTable = base + TABLES;
        this.bootRoot = table();
        installWindow();
        this.program = Programs.assembled(mode, base, window(), window() + stub());
        memory.write(base, program, 0, program.length);
    }

    private static PhysicalMemory copy(PhysicalMemory from, long size) {
        PhysicalMemory to = new PhysicalMemory(size);
        byte[] block = new byte[1 << 16];
        for (long at = 0; at < from.size(); at += block.length) {
            int length = (int) Math.min(block.length, from.size() - at);
            from.read(at, block, 0, length);
            for (int i = 0; i < length; i++) {
                if (block[i] != 0) {
                    to.write(at, block, 0, length);
                    break;
                }
            }
        }
        return to;
    }

    PhysicalMemory memory() {
        return memory;
    }

    private long entry(long root, int index) {
        long address = layout.root(root) + (long) index * layout.entryBytes();
        return layout.entryBytes() == 4 ? memory.readInt(address) & 0xffff_ffffL : memory.readLong(address);
    }

    private int freeSlots() {
        int identity = (int) (base >>> layout.shift(layout.levels()));
        for (int first = layout.entries(layout.levels()) - slots; first >= 0; first--) {
            // The boot tables need the guest at its physical address too, and a window from 0 has it there.
            boolean free = first == 0 || first > identity || first + slots <= identity;
            for (long root : roots) {
                for (int i = first; free && i < first + slots; i++) {
                    free = entry(root, i) == 0;
                }
            }
            if (free) {
                return first;
            }
        }
        throw new IllegalArgumentException("the tables in mode=" + mode + " have no slots=" + slots
                + " in a row free at the highest level, which the guest in QEMU needs");
    }

    private long table() {
        long table = nextTable;
        nextTable += 1 << PagingLayout.PAGE_BITS;
        if (nextTable > base + RECORDS) {
            throw new IllegalStateException("tables of the guest do not fit below records=" + RECORDS);
        }
        return table;
    }

    private void put(long table, int index, long entry) {
        if (layout.entryBytes() == 4) {
            memory.writeInt(table + 4L * index, (int) entry);
        } else {
            memory.writeLong(table + 8L * index, entry);
        }
    }

    /** Where the page of the user stub is, from the window's beginning. */
    private long stub() {
        return mode == PagingMode.IA32 ? memory.size() : (1L << 30) - layout.span(2);
    }

    private long window() {
        long address = (long) slot << layout.shift(layout.levels());
        int unused = 64 - layout.linearBits();
        return mode.isLong() ? address << unused >> unused : address;
    }

    private void installWindow() {
        List<Long> tops = new ArrayList<>();
        long stubTable = table();
        put(stubTable, 0, base + STUB | USER_PAGE);
        if (mode == PagingMode.IA32) {
            // Pages of 4 KiB, so that CR4.PSE does not matter.
            for (long at = 0; at < memory.size(); at += GRAIN) {
                long table = table();
                for (int i = 0; i < layout.entries(1); i++) {
                    put(table, i, at + layout.span(1) * i | KERNEL_PAGE);
                }
                tops.add(table | TABLE_ENTRY);
            }
            tops.add(stubTable | TABLE_ENTRY);
        } else {
            long table = table();
            for (long at = 0; at < memory.size(); at += layout.span(2)) {
                put(table, (int) (at / layout.span(2)), at | KERNEL_PAGE | PagingLayout.LARGE);
            }
            put(table, layout.entries(2) - 1, stubTable | TABLE_ENTRY);
            for (int level = 3; level < layout.levels(); level++) {
                long above = table();
                put(above, 0, table | TABLE_ENTRY);
                table = above;
            }
            tops.add(table | (mode == PagingMode.PAE ? PagingLayout.PRESENT : TABLE_ENTRY));
        }
        for (int i = 0; i < slots; i++) {
            for (long root : roots) {
                put(layout.root(root), slot + i, tops.get(i));
            }
            put(bootRoot, slot + i, tops.get(i));
        }
        int identity = (int) (base >>> layout.shift(layout.levels()));
        put(bootRoot, identity, tops.get(mode == PagingMode.IA32 ? identity : 0));
    }

    /** Whether these four bytes are the guest's: of its memory, or of its slots in a root. */
    boolean has(long physical) {
        if (physical > base - Integer.BYTES && physical < memory.size()) {
            return true;
        }
        for (long root : roots) {
            long first = layout.root(root) + (long) slot * layout.entryBytes();
            if (physical > first - Integer.BYTES && physical < first + (long) slots * layout.entryBytes()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes the probes in QEMU, each from the same memory.
     *
     * @param file where the machine's memory is to be; it is left there
     */
    List<Observation> run(List<ProbePlan> plans, Path file) throws IOException {
        writeParameters(plans);
        for (int i = 0; i < plans.size(); i++) {
            writeRecord(base + RECORDS + (long) RECORD * i, plans.get(i));
        }
        memory.writeTo(file);
        Qemu.run(file, memory.size(), base);
        ByteBuffer guest = ByteBuffer.allocate(RECORDS + RECORD * plans.size()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (guest.hasRemaining() && channel.read(guest, base + guest.position()) >= 0) {
                // Until all is there.
            }
        }
        int done = guest.getInt(PARAMETERS + 4);
        if (guest.getInt(PARAMETERS) != DONE_STATE || done != plans.size()) {
            throw new QemuException("the guest in QEMU ended early in mode=" + mode + ", after probes=" + done + " of " + plans.size()
                    + (done < plans.size() ? ", in " + plans.get(done).probe() : ""));
        }
        List<Observation> observations = new ArrayList<>(plans.size());
        for (int i = 0; i < plans.size(); i++) {
            observations.add(observation(guest, RECORDS + RECORD * i, plans.get(i)));
        }
        return observations;
    }

    private void writeParameters(List<ProbePlan> plans) {
        ControlState boot = mode.control(bootRoot);
        long at = base + PARAMETERS;
        memory.writeInt(at, 0);
        memory.writeInt(at + 4, 0);
        memory.writeInt(at + 8, plans.size());
        memory.writeInt(at + 12, boot.cr0());
        memory.writeInt(at + 16, boot.cr4());
        memory.writeInt(at + 20, boot.efer());
        memory.writeLong(at + 24, boot.cr3());
    }

    private void writeRecord(long at, ProbePlan plan) {
        memory.fill(at, RECORD, (byte) 0);
        Probe probe = plan.probe();
        ControlState control = probe.control();
        memory.writeLong(at, probe.linear());
        memory.writeByte(at + 8, (byte) (plan.remap() == null ? probe.access().ordinal() : REMAP));
        memory.writeByte(at + 9, (byte) (control.isUser() ? 1 : 0));
        memory.writeByte(at + 10, (byte) ((control.eflags() & ControlState.EFLAGS_AC) != 0 ? 1 : 0));
        memory.writeByte(at + 11, (byte) plan.planted().size());
        memory.writeInt(at + 12, plan.written());
        for (int i = 0; i < plan.planted().size(); i++) {
            memory.writeLong(at + 16 + 8L * i, plan.planted().get(i).physical());
            memory.writeInt(at + 32 + 4L * i, plan.planted().get(i).tag());
        }
        memory.writeInt(at + 40, control.cr0());
        memory.writeInt(at + 44, control.cr4());
        memory.writeInt(at + 48, control.efer());
        memory.writeInt(at + 52, plan.entries().size());
        memory.writeLong(at + 56, control.cr3());
        for (int i = 0; i < plan.entries().size(); i++) {
            memory.writeLong(at + 64 + 8L * i, plan.entries().get(i).physical());
        }
        if (plan.remap() != null) {
            memory.writeLong(at + 352, plan.entries().get(plan.entries().size() - 1).physical());
            memory.writeLong(at + 360, plan.remap().entry());
            memory.writeByte(at + 368, (byte) (plan.remap().byCr3() ? 1 : 0));
        }
    }

    private Observation observation(ByteBuffer guest, int at, ProbePlan plan) {
        Probe probe = plan.probe();
        int vector = guest.getInt(at + 144);
        boolean made = vector == (probe.access() == Access.EXECUTE ? BREAKPOINT : ACCESS_MADE)
                // A breakpoint elsewhere is none of ours.
                && (probe.access() != Access.EXECUTE || (guest.getLong(at + 168) - probe.linear() - 1 & (mode.isLong() ? -1 : 0xffff_ffffL)) == 0);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < plan.planted().size(); i++) {
            seen.add(guest.getInt(at + 176 + 4 * i));
        }
        List<Long> before = new ArrayList<>();
        List<Long> after = new ArrayList<>();
        for (int i = 0; i < plan.entries().size(); i++) {
            after.add(guest.getLong(at + 192 + 8 * i));
            before.add(guest.getLong(at + 272 + 8 * i));
        }
        return new Observation(made ? Observation.MADE : vector, made ? 0 : guest.getInt(at + 148),
                vector == Observation.PAGE_FAULT ? guest.getLong(at + 152) : 0,
                values(guest, at, plan, made), seen, before, after);
    }

    private static List<Integer> values(ByteBuffer guest, int at, ProbePlan plan, boolean made) {
        if (!made || plan.planted().isEmpty() || plan.probe().access() != Access.READ) {
            return List.of();
        }
        return plan.remap() == null ? List.of(guest.getInt(at + 160))
                : List.of(guest.getInt(at + 372), guest.getInt(at + 376), guest.getInt(at + 380));
    }

    /** The program, assembled for a place; the last is kept, since it is mostly the same again. */
    private static final class Programs {
        private static String lastKey = "";
        private static byte[] last;

        private Programs() {
        }

        static synchronized byte[] assembled(PagingMode mode, long base, long window, long stub) throws IOException {
            String[] definitions = {
                String.format(Locale.ROOT, "G=0x%x", base), String.format(Locale.ROOT, "W=0x%x", window),
                String.format(Locale.ROOT, "STUB=0x%x", stub), "LONG=" + (mode.isLong() ? 1 : 0)};
            String key = String.join(" ", definitions);
            if (!key.equals(lastKey)) {
                try (InputStream source = Guest.class.getResourceAsStream("guest.asm")) {
                    last = Qemu.assemble(source.readAllBytes(), definitions);
                }
                lastKey = key;
            }
            return last;
        }
    }
}
