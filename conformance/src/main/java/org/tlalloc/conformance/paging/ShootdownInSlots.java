package org.tlalloc.conformance.paging;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.MapRequest;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.Permission;
import org.tlalloc.paging.Shootdown;

/**
 * {@link Shootdown} on a machine of several processors, as the models of the specification {@code Tlb} see it:
 * real tables, and TLBs that serve what they have.
 *
 * <p>The processors' own state lies in memory between calls, as in a machine's snapshot: CR3, EFLAGS and
 * what is in the TLB. Its footprint: page tables as {@link PageTableInSlots} has them, and behind these the
 * bitmap of frames for pages, the records of {@link Shootdown}, and the processors.
 */
public final class ShootdownInSlots implements Resident {
    private static final int FRAME = 1 << PagingLayout.PAGE_BITS;
    private static final int NOTES = 0;
    private static final int RECORDS = 0x100;
    private static final int REGISTERS = 0x200;
    private static final int BITMAP = 0x400;
    private static final int TLBS = 0x1000;
    private static final int TLB_ENTRY = 16;
    /** A model has few pages, but a TLB has one place for many. */
    private static final int LARGEST_TLB = 1 << 8;

    private final PhysicalMemory memory;
    private final PageTableInSlots spaces;
    private final PageTable table;
    private final FrameBitmap frames;
    private final Slots slots;
    private final long base;
    private final long own;
    private final int cpuCount;
    private final int spaceCount;
    private final int tlbCapacity;

    /** What a processor unmaps. */
    public record Flight(int space, int page, int frame, Set<Integer> waiting) {
    }

    private ShootdownInSlots(PhysicalMemory memory, long base) {
        this.memory = memory;
        this.base = base;
        this.spaces = PageTableInSlots.attach(memory, base);
        this.table = PageTable.attach(memory, base);
        this.own = base + spaces.footprint().get(0).length();
        this.frames = FrameBitmap.attach(memory, own + BITMAP);
        this.cpuCount = memory.readInt(own + NOTES);
        this.spaceCount = memory.readInt(own + NOTES + 4);
        this.tlbCapacity = memory.readInt(own + NOTES + 8);
        this.slots = new Slots(memory.readInt(own + NOTES + 12), memory.readInt(own + NOTES + 16));
    }

    /** @throws IllegalArgumentException if the constants have no place in a real machine */
    public static ShootdownInSlots format(PhysicalMemory memory, long base, int levels, int fanout, int largestLevel, BitSet kernelSlot,
                                          int recursive, BitSet space, BitSet page, BitSet frame, Set<MapRequest> mapRequest,
                                          Set<Permission> right, Set<Permission> access, boolean tracked, int tableCount, BitSet cpu) {
        // The specification has no tables, so that there are enough of them.
        int tables = space.cardinality() * (1 + page.cardinality() * (levels - 1)) + kernelSlot.cardinality() * (1 + page.cardinality());
        PageTableInSlots.prepare(memory, base, levels, fanout, largestLevel, kernelSlot, recursive, space, page, tracked, tables, 0);
        PageTableInSlots made = PageTableInSlots.attach(memory, base);
        long own = base + made.footprint().get(0).length();
        Slots slots = new Slots(levels, fanout);
        int tlb = tlbCapacity(slots, page);
        memory.fill(own, TLBS + cpu.cardinality() * tlb * TLB_ENTRY, (byte) 0);
        int[] notes = {cpu.cardinality(), space.cardinality(), tlb, levels, fanout};
        for (int i = 0; i < notes.length; i++) {
            memory.writeInt(own + NOTES + 4L * i, notes[i]);
        }
        if (page.length() > Long.SIZE || cpu.cardinality() > (REGISTERS - RECORDS) / Shootdown.RECORD) {
            throw new IllegalArgumentException("page=" + page + ", cpu=" + cpu + " are more than there is room for");
        }
        memory.writeLong(own + NOTES + 24, page.isEmpty() ? 0 : page.toLongArray()[0]);
        int last = (int) slots.toReal(frame.length() - 1L);
        BitSet reserved = new BitSet();
        reserved.set(0, last + 1);
        frame.stream().forEach(each -> reserved.clear((int) slots.toReal(each)));
        FrameBitmap frames = FrameBitmap.format(memory, own + BITMAP, last + 1, 0, reserved);
        PageTable table = PageTable.attach(memory, base);
        Cpu[] cpus = new Cpu[cpu.cardinality()];
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = new Cpu(memory, running(table, 0), tlb);
        }
        Shootdown.format(memory, own + RECORDS, table, frames, cpus);
        ShootdownInSlots subject = new ShootdownInSlots(memory, base);
        subject.save(cpus);
        return subject;
    }

    public static ShootdownInSlots attach(PhysicalMemory memory, long base) {
        return new ShootdownInSlots(memory, base);
    }

    private static ControlState running(PageTable table, int space) {
        return ControlState.of(table.layout(), table.cr3(space)).withEflags(ControlState.EFLAGS_IF);
    }

    /** The smallest in which each of the model's pages has a place of its own. */
    private static int tlbCapacity(Slots slots, BitSet pages) {
        for (int capacity = 4; capacity <= LARGEST_TLB; capacity *= 2) {
            int mask = capacity - 1;
            if (pages.stream().mapToLong(page -> slots.toReal(page) & mask).distinct().count() == pages.cardinality()) {
                return capacity;
            }
        }
        throw new IllegalArgumentException("page=" + pages + " has two that a TLB of entries=" + LARGEST_TLB + " cannot both have");
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(base, own - base + TLBS + (long) cpuCount * tlbCapacity * TLB_ENTRY));
    }

    @Override
    public List<Extent> scratch() {
        return spaces.scratch();
    }

    // ---- the processors, made of what lies in memory ----

    private Cpu[] cpus() {
        Cpu[] cpus = new Cpu[cpuCount];
        for (int i = 0; i < cpuCount; i++) {
            long registers = own + REGISTERS + 16L * i;
            ControlState state = running(table, 0).withCr3(memory.readLong(registers)).withEflags(memory.readInt(registers + 8));
            cpus[i] = new Cpu(memory, state, tlbCapacity);
            cpus[i].tlb().restore(memory, own + TLBS + (long) i * tlbCapacity * TLB_ENTRY);
        }
        return cpus;
    }

    private void save(Cpu[] cpus) {
        for (int i = 0; i < cpuCount; i++) {
            long registers = own + REGISTERS + 16L * i;
            memory.writeLong(registers, cpus[i].control().cr3());
            memory.writeInt(registers + 8, cpus[i].control().eflags());
            cpus[i].tlb().save(memory, own + TLBS + (long) i * tlbCapacity * TLB_ENTRY);
        }
    }

    private Shootdown shootdown(Cpu[] cpus) {
        return Shootdown.attach(memory, own + RECORDS, table, frames, cpus);
    }

    private int number(long frame) {
        return frame < 0 ? (int) frame : (int) slots.toModel(frame);
    }

    /** The model's. (Not a field: it would be compared after each call.) */
    private BitSet pages() {
        return BitSet.valueOf(new long[] {memory.readLong(own + NOTES + 24)});
    }

    private void requireKnown(int cpu, int space, long page) {
        if (cpu < 0 || cpu >= cpuCount || space < 0 || space >= spaceCount || page < 0 || page >= Long.SIZE
                || (memory.readLong(own + NOTES + 24) >>> page & 1) == 0) {
            throw new IllegalArgumentException("cpu=" + cpu + ", space=" + space + ", page=" + page + " are not all the model's");
        }
    }

    private long linear(long page) {
        return table.layout().linear(slots.toReal(page));
    }

    // ---- calls ----

    public int populate(int cpu, int space, long page) {
        requireKnown(cpu, space, page);
        Cpu[] cpus = cpus();
        return number(shootdown(cpus).populate(cpu, space, slots.toReal(page)));
    }

    public int translate(int cpu, int space, long page, Permission access) {
        requireKnown(cpu, space, page);
        Cpu[] cpus = cpus();
        Shootdown shootdown = shootdown(cpus);
        if (shootdown.waits(cpu) || !shootdown.runsIn(cpu, space)) {
            throw new IllegalStateException("cpu=" + cpu + " makes no access in space=" + space + " now");
        }
        ControlState kernel = cpus[cpu].control();
        cpus[cpu].load(kernel.withCpl(access.user() ? 3 : 0));
        long found = cpus[cpu].translate(linear(page), access.write() ? Access.WRITE : Access.READ);
        cpus[cpu].load(kernel);
        save(cpus);
        if (PageFault.isFault(found)) {
            return (PageFault.errorCode(found) & PageFault.PROTECTION) != 0 ? AddressSpace.NOT_ALLOWED : AddressSpace.NOT_PRESENT;
        }
        return number(found >>> PagingLayout.PAGE_BITS);
    }

    public int unmapBegin(int cpu, int space, long page) {
        requireKnown(cpu, space, page);
        Cpu[] cpus = cpus();
        int answer = shootdown(cpus).unmapBegin(cpu, space, slots.toReal(page));
        save(cpus);
        return answer;
    }

    public int unmapEnd(int cpu) {
        return number(shootdown(cpus()).unmapEnd(cpu));
    }

    public int loadRoot(int cpu, int space) {
        requireKnown(cpu, space, pages().nextSetBit(0));
        Cpu[] cpus = cpus();
        int answer = shootdown(cpus).loadRoot(cpu, space);
        save(cpus);
        return answer;
    }

    public boolean acknowledge(int cpu, int by) {
        Cpu[] cpus = cpus();
        return saved(cpus, shootdown(cpus).acknowledge(cpu, by));
    }

    public boolean unmask(int cpu) {
        Cpu[] cpus = cpus();
        return saved(cpus, shootdown(cpus).unmask(cpu));
    }

    public boolean mask(int cpu) {
        Cpu[] cpus = cpus();
        return saved(cpus, shootdown(cpus).mask(cpu));
    }

    public boolean evict(int cpu, long page) {
        requireKnown(cpu, 0, page);
        Cpu[] cpus = cpus();
        boolean held = cpus[cpu].tlb().holds(linear(page));
        cpus[cpu].tlb().evict(linear(page));
        return saved(cpus, held);
    }

    private boolean saved(Cpu[] cpus, boolean done) {
        if (done) {
            save(cpus);
        }
        return done;
    }

    // ---- the state ----

    public Map<Integer, Map<Integer, Integer>> entry() {
        Map<Integer, Map<Integer, Integer>> entries = new TreeMap<>();
        for (int space = 0; space < spaceCount; space++) {
            Map<Integer, Integer> each = new TreeMap<>();
            int in = space;
            pages().stream().forEach(page -> {
                long frame = table.lookup(in, slots.toReal(page));
                each.put(page, frame == AddressSpace.NOT_PRESENT ? AddressSpace.NONE : number(frame));
            });
            entries.put(space, each);
        }
        return entries;
    }

    public int[] root() {
        int[] roots = new int[cpuCount];
        Cpu[] cpus = cpus();
        for (int cpu = 0; cpu < cpuCount; cpu++) {
            while (cpus[cpu].control().cr3() != table.cr3(roots[cpu])) {
                roots[cpu]++;
            }
        }
        return roots;
    }

    public Map<Integer, Map<Integer, Integer>> tlb() {
        Map<Integer, Map<Integer, Integer>> tlbs = new TreeMap<>();
        Cpu[] cpus = cpus();
        for (int cpu = 0; cpu < cpuCount; cpu++) {
            Map<Integer, Integer> each = new TreeMap<>();
            int count = 0;
            BitSet pages = pages();
            for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
                long physical = cpus[cpu].tlb().physical(linear(page));
                each.put(page, physical < 0 ? AddressSpace.NONE : number(physical >>> PagingLayout.PAGE_BITS));
                count += physical < 0 ? 0 : 1;
            }
            if (count != cpus[cpu].tlb().count()) {
                throw new AssertionError("cpu=" + cpu + " has translations of other pages, in all " + cpus[cpu].tlb().count());
            }
            tlbs.put(cpu, each);
        }
        return tlbs;
    }

    public List<Integer> frames() {
        List<Integer> held = new ArrayList<>();
        frames.allocatedFrames().stream().forEach(frame -> held.add(number(frame)));
        return held;
    }

    public Flight[] flight() {
        Flight[] flights = new Flight[cpuCount];
        Set<Integer> inUse = new TreeSet<>();
        for (int cpu = 0; cpu < cpuCount; cpu++) {
            long record = own + RECORDS + (long) Shootdown.RECORD * cpu;
            long page = memory.readLong(record + 8);
            Set<Integer> waiting = new TreeSet<>();
            BitSet.valueOf(new long[] {memory.readLong(record + 24)}).stream().forEach(waiting::add);
            flights[cpu] = new Flight(memory.readInt(record), page < 0 ? (int) page : (int) slots.toModel(page),
                    number(memory.readLong(record + 16)), waiting);
            inUse.add(flights[cpu].frame());
        }
        // The frames that are handed out are those that are mapped or on their way out.
        entry().values().forEach(entries -> inUse.addAll(entries.values()));
        inUse.remove(AddressSpace.NONE);
        if (!inUse.equals(new TreeSet<>(frames()))) {
            throw new AssertionError("frames=" + frames() + " are handed out, but in use are " + inUse);
        }
        return flights;
    }

    public Set<Integer> masked() {
        Set<Integer> masked = new TreeSet<>();
        Cpu[] cpus = cpus();
        for (int cpu = 0; cpu < cpuCount; cpu++) {
            if ((cpus[cpu].control().eflags() & ControlState.EFLAGS_IF) == 0) {
                masked.add(cpu);
            }
        }
        return masked;
    }
}
