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
    /* Of a fetch's tag each byte is INT3, which ends the probe. */
    private static final int BREAKPOINTS = 0xcccc_cccc;
    private static final long PAGE_BYTES = 0x1000;

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
     *         from outside memory, or from an entry on its own way; or it goes to an entry of PAE's first
     *         table on its own way, or to the guest itself; or it crosses the end of canonical addresses,
     *         or of memory; or it fetches from address -1, of which QEMU 7.2 thinks that it is none
     */
    ProbePlan plan(Probe probe, Guest guest) {
        PagingLayout layout = probe.control().layout();
        if (!layout.isCanonical(probe.linear())) {
            return new ProbePlan(probe, List.of(), List.of(), 0,
                    new Observation(Observation.GENERAL_PROTECTION, 0, 0, List.of(), List.of(), List.of(), List.of()));
        }
        long end = probe.linear() + probe.bytes() - 1;
        if (!layout.isCanonical(end) || probe.access() == Access.EXECUTE && probe.linear() == -1) {
            return null;
        }
        mmu.load(probe.control());
        cpu.load(probe.control());
        long second = (end & PAGE_BYTES - 1) < probe.bytes() - 1 ? end & -PAGE_BYTES : probe.linear();
        List<ProbePlan.Entry> entries = new ArrayList<>();
        try {
            addPath(entries, layout, probe.linear());
            if (second != probe.linear()) {
                addPath(entries, layout, second);
            }
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
        if (entries.stream().anyMatch(entry -> guest.has(entry.physical()))) {
            return null;
        }
        List<Long> before = entriesAt(entries);
        long first = cpu.translate(probe.linear(), probe.access());
        long answer = first < 0 || second == probe.linear() ? first : cpu.translate(second, probe.access());
        List<Long> translated = entriesAt(entries);
        putBack(entries, before);
        if (PageFault.isFault(answer)) {
            // Where only the second page faults, nothing may come of the first.
            long word = first & -Integer.BYTES;
            boolean shown = first >= 0 && word < size && !guest.has(word);
            return made(probe, entries, before, shown ? new long[] {word} : new long[0]);
        }
        long[] words = words(probe, first, second == probe.linear() ? -1 : answer);
        if (Arrays.stream(words).anyMatch(guest::has)) {
            return null;
        }
        if (Arrays.stream(words).allMatch(word -> word < size)) {
            return made(probe, entries, before, words);
        }
        return probe.access() == Access.EXECUTE || Arrays.stream(words).anyMatch(word -> word < size) ? null
                : new ProbePlan(probe, entries, List.of(), 0, new Observation(Observation.MADE, 0, 0, List.of(), List.of(), before, translated));
    }

    private void addPath(List<ProbePlan.Entry> entries, PagingLayout layout, long linear) {
        int count = mmu.path(linear, path);
        for (int i = 0; i < count; i++) {
            entries.add(new ProbePlan.Entry(path[i], layout.entryBytes() == Integer.BYTES ? 0xffff_ffffL
                    : layout == PagingLayout.PAE && i == 0 ? ~PagingLayout.ACCESSED : -1));
        }
    }

    /** The words of memory that have the bytes: one, or two. */
    private static long[] words(Probe probe, long physical, long secondPage) {
        long word = physical & -Integer.BYTES;
        if ((physical & Integer.BYTES - 1) + probe.bytes() <= Integer.BYTES) {
            return new long[] {word};
        }
        return new long[] {word, secondPage < 0 ? word + Integer.BYTES : secondPage};
    }

    /** Makes the access, with something unheard of in these words of memory meanwhile. */
    private ProbePlan made(Probe probe, List<ProbePlan.Entry> entries, List<Long> before, long[] words) {
        List<Integer> old = wordsAt(words);
        List<ProbePlan.Word> planted = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            List<ProbePlan.Entry> there = entries.stream().filter(entry -> word > entry.physical() - Integer.BYTES
                    && word < entry.physical() + Long.BYTES).toList();
            boolean onTheWay = !there.isEmpty();
            if (onTheWay && probe.access() == Access.EXECUTE || there.stream().anyMatch(ProbePlan.Entry::isPointer)) {
                return null;
            }
            // An entry on the way has to stay what it is.
            planted.add(new ProbePlan.Word(word, onTheWay ? old.get(i) : probe.access() == Access.EXECUTE ? BREAKPOINTS : tag()));
        }
        planted.forEach(word -> memory.writeInt(word.physical(), word.tag()));
        int written = tag();
        PageFault fault = switch (probe.access()) {
            case READ -> cpu.read(probe.linear(), probe.bytes());
            case WRITE -> cpu.write(probe.linear(), probe.bytes(), written);
            case EXECUTE -> cpu.fetch(probe.linear(), probe.bytes());
        };
        List<Integer> values = fault == null && probe.access() == Access.READ ? List.of((int) cpu.value()) : List.of();
        List<Long> after = entriesAt(entries);
        List<Integer> seen = wordsAt(words);
        for (int i = 0; i < words.length; i++) {
            memory.writeInt(words[i], old.get(i));
        }
        putBack(entries, before);
        return new ProbePlan(probe, entries, planted, written, fault == null
                ? new Observation(Observation.MADE, 0, 0, values, seen, before, after)
                : new Observation(Observation.PAGE_FAULT, fault.errorCode(), fault.linear(), List.of(), seen, before, after));
    }

    /** The kernel reads a page of which the entry changes; both pages are in memory, and not on the way. */
    ProbePlan plan(Remap remap) {
        PagingLayout layout = remap.control().layout();
        Probe probe = new Probe(remap.control(), remap.linear(), Access.READ);
        Cpu remapped = new Cpu(memory, remap.control(), 64);
        mmu.load(remap.control());
        List<ProbePlan.Entry> entries = new ArrayList<>();
        addPath(entries, layout, remap.linear());
        List<Long> before = entriesAt(entries);
        List<ProbePlan.Word> planted = new ArrayList<>();
        for (long page : new long[] {remapped.translate(remap.linear(), Access.READ) & -PAGE_BYTES, layout.page(remap.entry(), 1)}) {
            planted.add(new ProbePlan.Word(page | remap.linear() & PAGE_BYTES - 1, tag()));
        }
        putBack(entries, before);
        remapped.tlb().invalidateAll();
        List<Integer> old = planted.stream().map(word -> memory.readInt(word.physical())).toList();
        planted.forEach(word -> memory.writeInt(word.physical(), word.tag()));

        List<Integer> values = new ArrayList<>();
        values.add(read(remapped, remap.linear()));
        long entry = entries.get(entries.size() - 1).physical();
        long compared = entries.get(entries.size() - 1).compared();
        long to = memory.readLong(entry) & ~compared | remap.entry() & compared;
        memory.writeLong(entry, to);
        values.add(read(remapped, remap.linear()));
        if (remap.byCr3()) {
            remapped.loadCr3(remap.control().cr3());
        } else {
            remapped.invalidatePage(remap.linear());
        }
        values.add(read(remapped, remap.linear()));

        Observation ours = new Observation(Observation.MADE, 0, 0, values, planted.stream().map(ProbePlan.Word::tag).toList(), before,
                entriesAt(entries));
        for (int i = 0; i < planted.size(); i++) {
            memory.writeInt(planted.get(i).physical(), old.get(i));
        }
        putBack(entries, before);
        return new ProbePlan(probe, entries, planted, 0, new Remap(remap.control(), remap.linear(), to, remap.byCr3()), ours);
    }

    private static int read(Cpu cpu, long linear) {
        PageFault fault = cpu.read(linear, Integer.BYTES);
        if (fault != null) {
            throw new IllegalArgumentException("a remap must not fault: " + fault);
        }
        return (int) cpu.value();
    }

    private int tag() {
        return ++tags * 0x9e37_79b1;
    }

    private List<Integer> wordsAt(long[] addresses) {
        return Arrays.stream(addresses).mapToObj(memory::readInt).toList();
    }

    private List<Long> entriesAt(List<ProbePlan.Entry> entries) {
        return entries.stream().map(entry -> memory.readLong(entry.physical())).toList();
    }

    private void putBack(List<ProbePlan.Entry> entries, List<Long> before) {
        for (int i = 0; i < entries.size(); i++) {
            memory.writeLong(entries.get(i).physical(), before.get(i));
        }
    }
}
