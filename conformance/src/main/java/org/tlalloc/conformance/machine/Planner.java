package org.tlalloc.conformance.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/** Makes probes on our machine, and leaves memory as it was after each. */
final class Planner {
    /* INT3, which ends a probe of a fetch, is the first byte of each tag. */
    private static final int INT3 = 0xcc;

    private final PhysicalMemory memory;
    private final long size;
    private final Mmu mmu;
    private final Cpu cpu;
    private final long[] path = new long[5];
    private int tags;

    /**
     * @param memory with the guest in it
     * @param size   of the memory without
     */
    Planner(PhysicalMemory memory, long size, ControlState control) {
        this.memory = memory;
        this.size = size;
        this.mmu = new Mmu(memory, control);
        this.cpu = new Cpu(memory, control, 0);
    }

    /**
     * @return null if the probe cannot be made in the guest: a table is outside memory; or it fetches
     *         from outside memory, or from an entry on its own way; or it meets the guest itself
     */
    ProbePlan plan(Probe probe, Guest guest) {
        PagingLayout layout = probe.control().layout();
        if (!layout.isCanonical(probe.linear())) {
            return new ProbePlan(probe, new long[0], -1, 0,
                    new Observation(Observation.GENERAL_PROTECTION, 0, 0, 0, 0, List.of(), List.of()));
        }
        mmu.load(probe.control());
        cpu.load(probe.control());
        int count;
        try {
            count = mmu.path(probe.linear(), path);
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
        long[] entries = Arrays.copyOf(path, count);
        if (Arrays.stream(entries).anyMatch(guest::has)) {
            return null;
        }
        List<Long> before = entriesAt(entries);
        long answer = cpu.translate(probe.linear(), probe.access());
        List<Long> translated = entriesAt(entries);
        putBack(entries, before);
        if (PageFault.isFault(answer)) {
            return new ProbePlan(probe, entries, -1, 0, new Observation(Observation.PAGE_FAULT, PageFault.errorCode(answer),
                    probe.linear(), 0, 0, before, translated));
        }
        if (guest.has(answer)) {
            return null;
        }
        if (answer > size - Integer.BYTES) {
            return probe.access() == Access.EXECUTE ? null
                    : new ProbePlan(probe, entries, -1, 0, new Observation(Observation.MADE, 0, 0, 0, 0, before, translated));
        }
        return planted(probe, entries, before, answer);
    }

    private ProbePlan planted(Probe probe, long[] entries, List<Long> before, long physical) {
        int old = memory.readInt(physical);
        boolean onTheWay = false;
        for (long entry : entries) {
            onTheWay |= physical > entry - Integer.BYTES && physical < entry + Long.BYTES;
        }
        if (onTheWay && probe.access() == Access.EXECUTE) {
            return null;
        }
        // An entry on the way stays what it is; anything else becomes something unheard of.
        int tag = onTheWay ? old : ++tags << 8 | INT3;
        memory.writeInt(physical, tag);
        PageFault fault = probe.access() == Access.WRITE ? cpu.write(probe.linear(), Integer.BYTES, ~tag)
                : probe.access() == Access.READ ? cpu.read(probe.linear(), Integer.BYTES) : cpu.fetch(probe.linear(), 1);
        if (fault != null) {
            throw new IllegalStateException(probe + " faults only where it reads: " + fault);
        }
        List<Long> after = entriesAt(entries);
        int seen = memory.readInt(physical);
        memory.writeInt(physical, old);
        putBack(entries, before);
        return new ProbePlan(probe, entries, physical, tag, new Observation(Observation.MADE, 0, 0,
                probe.access() == Access.READ ? (int) cpu.value() : 0, seen, before, after));
    }

    private List<Long> entriesAt(long[] addresses) {
        List<Long> entries = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            entries.add(memory.readLong(address));
        }
        return entries;
    }

    private void putBack(long[] addresses, List<Long> entries) {
        for (int i = 0; i < addresses.length; i++) {
            memory.writeLong(addresses[i], entries.get(i));
        }
    }
}
