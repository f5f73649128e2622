package org.tlalloc.conformance.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
 *   physical: 0                 size    base
 *             | what is probed | unused | guest, see GuestLayout |
 *   linear:   | the window: all of the above                     | a page for the stub of users |
 * </pre>
 */
final class Guest {
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
        this.base = (probed.size() + GuestLayout.BYTES - 1) / GuestLayout.BYTES * GuestLayout.BYTES;
        long size = base + GuestLayout.BYTES;
        if (size > mostMemory(mode) + GuestLayout.BYTES) {
            throw new IllegalArgumentException("memory size=" + probed.size() + " is more than what the guest in QEMU can map in mode="
                    + mode + ": " + mostMemory(mode));
        }
        this.memory = copy(probed, size);
        this.slots = mode == PagingMode.IA32 ? (int) (size / GuestLayout.BYTES) + 1 : 1;
        this.slot = freeSlots();
        this.nextTable = base + GuestLayout.TABLES;
        this.bootRoot = table();
        installWindow();
        byte[] program = Programs.assembled(mode, base, window(), window() + stub());
        memory.write(base, program, 0, program.length);
    }

    /**
     * How much may be probed, a multiple of 4 MiB. In IA-32 paging the guest has room for the tables of so much; in the
     * other modes one slot, or one table of level 2, has so much without the guest itself and its stub.
     */
    static long mostMemory(PagingMode mode) {
        return mode == PagingMode.IA32 ? 448L << 20 : (1L << 30) - 2 * GuestLayout.BYTES;
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
        if (nextTable > base + GuestLayout.RECORDS) {
            throw new IllegalStateException("tables of the guest do not fit below records=" + GuestLayout.RECORDS);
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
        put(stubTable, 0, base + GuestLayout.STUB | USER_PAGE);
        if (mode == PagingMode.IA32) {
            // Pages of 4 KiB, so that CR4.PSE does not matter.
            for (long at = 0; at < memory.size(); at += GuestLayout.BYTES) {
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
        return run(plans, file, Map.of());
    }

    /**
     * The same in a machine with as much memory more as it takes for these words, at physical addresses behind the guest's,
     * which it cannot map itself.
     */
    List<Observation> run(List<ProbePlan> plans, Path file, Map<Long, Integer> words) throws IOException {
        writeParameters(plans);
        for (int i = 0; i < plans.size(); i++) {
            writeRecord(base + GuestLayout.RECORDS + (long) GuestLayout.RECORD * i, plans.get(i));
        }
        memory.writeTo(file);
        Qemu.run(file, append(file, words), base);
        ByteBuffer guest = ByteBuffer.allocate(GuestLayout.RECORDS + GuestLayout.RECORD * plans.size()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (guest.hasRemaining() && channel.read(guest, base + guest.position()) >= 0) {
                // Until all is there.
            }
        }
        int done = guest.getInt(GuestLayout.DONE);
        if (guest.getInt(GuestLayout.STATE) != GuestLayout.STATE_DONE || done != plans.size()) {
            throw new QemuException("the guest in QEMU ended early in mode=" + mode + ", after probes=" + done + " of " + plans.size()
                    + (done < plans.size() ? ", in " + plans.get(done).probe() : ""));
        }
        List<Observation> observations = new ArrayList<>(plans.size());
        for (int i = 0; i < plans.size(); i++) {
            observations.add(observation(guest, GuestLayout.RECORDS + GuestLayout.RECORD * i, plans.get(i)));
        }
        return observations;
    }

    /** @return how long the file is then, a multiple of 4 MiB; it takes little room on disk */
    private long append(Path file, Map<Long, Integer> words) throws IOException {
        long size = memory.size();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (Map.Entry<Long, Integer> word : words.entrySet()) {
                channel.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, word.getValue()), word.getKey());
                size = Math.max(size, word.getKey() / GuestLayout.BYTES * GuestLayout.BYTES + GuestLayout.BYTES);
            }
            if (size > memory.size()) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        return size;
    }

    private void writeParameters(List<ProbePlan> plans) {
        ControlState boot = mode.control(bootRoot);
        memory.writeInt(base + GuestLayout.STATE, 0);
        memory.writeInt(base + GuestLayout.DONE, 0);
        memory.writeInt(base + GuestLayout.COUNT, plans.size());
        memory.writeInt(base + GuestLayout.BOOT_CR0, boot.cr0());
        memory.writeInt(base + GuestLayout.BOOT_CR4, boot.cr4());
        memory.writeInt(base + GuestLayout.BOOT_EFER, boot.efer());
        memory.writeLong(base + GuestLayout.BOOT_CR3, boot.cr3());
    }

    private void writeRecord(long at, ProbePlan plan) {
        memory.fill(at, GuestLayout.RECORD, (byte) 0);
        Probe probe = plan.probe();
        ControlState control = probe.control();
        memory.writeLong(at + GuestLayout.LINEAR, probe.linear());
        memory.writeByte(at + GuestLayout.ACCESS, (byte) (plan.remap() == null ? probe.access().ordinal() : GuestLayout.REMAP));
        memory.writeByte(at + GuestLayout.USER, (byte) (control.isUser() ? 1 : 0));
        memory.writeByte(at + GuestLayout.AC, (byte) ((control.eflags() & ControlState.EFLAGS_AC) != 0 ? 1 : 0));
        memory.writeByte(at + GuestLayout.PLANTED, (byte) plan.planted().size());
        memory.writeInt(at + GuestLayout.WRITTEN, plan.written());
        for (int i = 0; i < plan.planted().size(); i++) {
            memory.writeLong(at + GuestLayout.PHYSICAL + 8L * i, plan.planted().get(i).physical());
            memory.writeInt(at + GuestLayout.TAG + 4L * i, plan.planted().get(i).tag());
        }
        memory.writeInt(at + GuestLayout.CR0, control.cr0());
        memory.writeInt(at + GuestLayout.CR4, control.cr4());
        memory.writeInt(at + GuestLayout.EFER, control.efer());
        memory.writeInt(at + GuestLayout.ENTRIES, plan.entries().size());
        memory.writeLong(at + GuestLayout.CR3, control.cr3());
        for (int i = 0; i < plan.entries().size(); i++) {
            memory.writeLong(at + GuestLayout.ENTRY + 8L * i, plan.entries().get(i).physical());
        }
        if (plan.remap() != null) {
            memory.writeLong(at + GuestLayout.REMAPPED, plan.entries().get(plan.entries().size() - 1).physical());
            memory.writeLong(at + GuestLayout.REMAPPED_TO, plan.remap().entry());
            memory.writeByte(at + GuestLayout.BY_CR3, (byte) (plan.remap().byCr3() ? 1 : 0));
        }
    }

    private Observation observation(ByteBuffer guest, int at, ProbePlan plan) {
        Probe probe = plan.probe();
        int vector = guest.getInt(at + GuestLayout.VECTOR);
        // A breakpoint elsewhere is none of ours.
        long next = probe.linear() + 1 & (mode.isLong() ? -1 : 0xffff_ffffL);
        boolean made = probe.access() == Access.EXECUTE ? vector == GuestLayout.BREAKPOINT && guest.getLong(at + GuestLayout.IP) == next
                : vector == GuestLayout.ACCESS_MADE;
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < plan.planted().size(); i++) {
            seen.add(guest.getInt(at + GuestLayout.SEEN + 4 * i));
        }
        List<Long> before = new ArrayList<>();
        List<Long> after = new ArrayList<>();
        for (int i = 0; i < plan.entries().size(); i++) {
            after.add(guest.getLong(at + GuestLayout.AFTER + 8 * i));
            before.add(guest.getLong(at + GuestLayout.BEFORE + 8 * i));
        }
        return new Observation(made ? Observation.MADE : vector, made ? 0 : guest.getInt(at + GuestLayout.ERROR),
                vector == Observation.PAGE_FAULT ? guest.getLong(at + GuestLayout.CR2) : 0,
                values(guest, at, plan, made), seen, before, after);
    }

    private static List<Integer> values(ByteBuffer guest, int at, ProbePlan plan, boolean made) {
        if (!made || plan.planted().isEmpty() || plan.probe().access() != Access.READ) {
            return List.of();
        }
        return plan.remap() == null ? List.of(guest.getInt(at + GuestLayout.VALUE))
                : IntStream.range(0, 3).mapToObj(i -> guest.getInt(at + GuestLayout.READS + 4 * i)).toList();
    }

    /** The program, assembled for a place; the last is kept, since it is mostly the same again. */
    private static final class Programs {
        private static String lastKey = "";
        private static byte[] last;

        private Programs() {
        }

        static synchronized byte[] assembled(PagingMode mode, long base, long window, long stub) throws IOException {
            List<String> definitions = new ArrayList<>(List.of(
                    String.format(Locale.ROOT, "G=0x%x", base), String.format(Locale.ROOT, "W=0x%x", window),
                    String.format(Locale.ROOT, "STUB=0x%x", stub), "LONG=" + (mode.isLong() ? 1 : 0)));
            definitions.addAll(GuestLayout.definitions());
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
