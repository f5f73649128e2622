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
     * A probe that came out otherwise.
     *
     * @param ours   on our machine
     * @param theirs in QEMU
     */
    public record Difference(Probe probe, Observation ours, Observation theirs) {
        @Override
        public String toString() {
            return probe + ": ours " + ours + ", QEMU " + theirs;
        }
    }

    /**
     * A probe with both observations.
     *
     * @param theirs null if QEMU could not be asked
     */
    public record Answer(Probe probe, Observation ours, Observation theirs) {
        /** Whether both say the same, as far as they should. */
        public boolean agreed() {
            return theirs == null || SecondOpinion.agree(probe, ours, theirs);
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
        Path folder = Files.createTempDirectory("tlalloc-qemu");
        Path file = folder.resolve("memory");
        try {
            List<Answer> answers = new ArrayList<>(probes.size());
            for (int from = 0; from < probes.size(); from += Guest.MOST_PROBES) {
                ask(guest, probes.subList(from, Math.min(probes.size(), from + Guest.MOST_PROBES)), memory.size(), file, answers);
            }
            return answers;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void ask(Guest guest, List<Probe> probes, long size, Path file, List<Answer> answers) throws IOException {
        Planner planner = new Planner(guest.memory(), size, probes.get(0).control());
        List<ProbePlan> plans = new ArrayList<>();
        List<Answer> open = new ArrayList<>();
        for (Probe probe : probes) {
            ProbePlan plan = planner.plan(probe, guest);
            if (plan != null) {
                plans.add(plan);
            }
            open.add(new Answer(probe, plan == null ? null : plan.ours(), null));
        }
        List<Observation> theirs = plans.isEmpty() ? List.of() : guest.run(plans, file);
        int next = 0;
        for (Answer answer : open) {
            int bytes = answer.probe().control().layout().entryBytes();
            answers.add(answer.ours() == null ? answer
                    : new Answer(answer.probe(), answer.ours().withEntries(bytes), theirs.get(next++).withEntries(bytes)));
        }
    }

    private static boolean agree(Probe probe, Observation ours, Observation theirs) {
        if (ours.vector() != theirs.vector() || ours.cr2() != theirs.cr2() || !ours.before().equals(theirs.before())) {
            return false;
        }
        int theirCode = theirs.errorCode();
        if (theirs.vector() == Observation.PAGE_FAULT && (theirCode & PageFault.RESERVED) != 0) {
            theirCode |= PageFault.PROTECTION;
        }
        if (ours.errorCode() != theirCode) {
            return false;
        }
        boolean made = ours.vector() == Observation.MADE;
        if (made && (ours.value() != theirs.value() || ours.seen() != theirs.seen())) {
            return false;
        }
        for (int i = 0; i < ours.after().size(); i++) {
            boolean mayDiffer = !made || i == 0 && probe.control().layout() == PagingLayout.PAE;
            if (((ours.after().get(i) ^ theirs.after().get(i)) & ~(mayDiffer ? PagingLayout.ACCESSED : 0)) != 0) {
                return false;
            }
        }
        return true;
    }
}
