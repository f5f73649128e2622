package org.tlalloc.conformance.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Makes probes on our machine and in QEMU, and compares what came of them: whether the access was
 * made, the exception, its error code and CR2; where the access went, what it read or wrote there;
 * and A and D of the entries on the way.
 *
 * <p>Three things are known to differ, and are not reported. QEMU leaves bit 0 of the error code
 * unset where a reserved bit is set; it sets A in the entries above one that faults; and in PAE paging
 * it sets A in the first table too, which it reads anew each time.
 */
public final class SecondOpinion {
    /**
     * A probe with both observations.
     *
     * @param ours     on our machine; null if the probe cannot be made in QEMU
     * @param theirs   in QEMU; null likewise
     * @param compared for each entry on the way, the bits that should be the same
     */
    public record Answer(Probe probe, Observation ours, Observation theirs, List<Long> compared) {
        public Answer {
            compared = List.copyOf(compared);
        }

        /** Whether QEMU was asked. */
        public boolean asked() {
            return theirs != null;
        }

        /** Whether both say the same, as far as they should. */
        public boolean agreed() {
            return !asked() || agree(ours, theirs, compared);
        }
    }

    private SecondOpinion() {
    }

    /**
     * Asks both about each probe.
     *
     * @param memory is not changed
     * @throws IllegalArgumentException if the tables leave no room for the guest, or registers cannot be loaded
     * @throws QemuException            if QEMU is not there or fails
     */
    public static List<Answer> ask(PagingMode mode, PhysicalMemory memory, List<Probe> probes) throws IOException {
        Set<Long> roots = new TreeSet<>();
        for (Probe probe : probes) {
            roots.add(probe.control().cr3());
        }
        Guest guest = new Guest(mode, memory, roots);
        return inTemporaryFile(file -> {
            List<Answer> answers = new ArrayList<>(probes.size());
            for (int from = 0; from < probes.size(); from += GuestLayout.MOST_PROBES) {
                ask(guest, probes.subList(from, Math.min(probes.size(), from + GuestLayout.MOST_PROBES)), memory.size(), file, answers);
            }
            return answers;
        });
    }

    /**
     * Changes entries under both machines, and looks which translations they serve before and after they are told. The
     * answers are not judged: a TLB may forget at any time.
     */
    public static List<Answer> remap(PagingMode mode, PhysicalMemory memory, List<Remap> remaps) throws IOException {
        Set<Long> roots = new TreeSet<>();
        for (Remap remap : remaps) {
            roots.add(remap.control().cr3());
        }
        Guest guest = new Guest(mode, memory, roots);
        Planner planner = new Planner(guest.memory(), memory.size(), remaps.get(0).control());
        return inTemporaryFile(file -> {
            List<Answer> answers = new ArrayList<>();
            List<ProbePlan> plans = remaps.stream().map(planner::plan).toList();
            List<Observation> theirs = guest.run(plans, file);
            for (int i = 0; i < plans.size(); i++) {
                answers.add(answer(plans.get(i), theirs.get(i)));
            }
            return answers;
        });
    }

    /** Something that needs a file for a while. */
    private interface WithFile {
        List<Answer> run(Path file) throws IOException;
    }

    private static List<Answer> inTemporaryFile(WithFile work) throws IOException {
        Path folder = Files.createTempDirectory("tlalloc-qemu");
        Path file = folder.resolve("memory");
        try {
            return work.run(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static Answer answer(ProbePlan plan, Observation theirs) {
        return new Answer(plan.probe(), plan.ours(), theirs, plan.entries().stream().map(ProbePlan.Entry::compared).toList());
    }

    private static void ask(Guest guest, List<Probe> probes, long size, Path file, List<Answer> answers) throws IOException {
        Planner planner = new Planner(guest.memory(), size, probes.get(0).control());
        List<ProbePlan> plans = new ArrayList<>();
        List<ProbePlan> made = new ArrayList<>();
        for (Probe probe : probes) {
            ProbePlan plan = planner.plan(probe, guest);
            plans.add(plan);
            if (plan != null) {
                made.add(plan);
            }
        }
        List<Observation> theirs = made.isEmpty() ? List.of() : guest.run(made, file);
        int next = 0;
        for (int i = 0; i < plans.size(); i++) {
            ProbePlan plan = plans.get(i);
            answers.add(plan == null ? new Answer(probes.get(i), null, null, List.of()) : answer(plan, theirs.get(next++)));
        }
    }

    private static boolean agree(Observation ours, Observation theirs, List<Long> compared) {
        int theirCode = theirs.errorCode();
        if (theirs.vector() == Observation.PAGE_FAULT && (theirCode & PageFault.RESERVED) != 0) {
            theirCode |= PageFault.PROTECTION;
        }
        if (ours.vector() != theirs.vector() || ours.errorCode() != theirCode || ours.cr2() != theirs.cr2()
                || !ours.values().equals(theirs.values()) || !ours.seen().equals(theirs.seen())) {
            return false;
        }
        for (int i = 0; i < compared.size(); i++) {
            long before = compared.get(i);
            long after = ours.vector() == Observation.MADE ? before : before & ~PagingLayout.ACCESSED;
            if (((ours.before().get(i) ^ theirs.before().get(i)) & before) != 0
                    || ((ours.after().get(i) ^ theirs.after().get(i)) & after) != 0) {
                return false;
            }
        }
        return true;
    }
}
