package org.tlalloc.conformance.machine;

import java.util.List;
import org.tlalloc.machine.PagingLayout;

/**
 * A probe with what our machine says of it beforehand, so that the other can show it right or wrong.
 *
 * @param entries the entries on the way, twice a way if the access crosses into a second page
 * @param planted what stands meanwhile in the words of memory that the access goes to; none if it
 *                faults, or goes outside memory
 * @param written what a write writes
 * @param remap   what is done instead; null for one access
 * @param ours    what came of it on our machine
 */
record ProbePlan(Probe probe, List<Entry> entries, List<Word> planted, int written, Remap remap, Observation ours) {
    ProbePlan(Probe probe, List<Entry> entries, List<Word> planted, int written, Observation ours) {
        this(probe, entries, planted, written, null, ours);
    }

    /**
     * An entry on the way.
     *
     * @param compared the bits of the eight bytes there that are to be the same on both machines: not the
     *                 next entry of four bytes, and not A where the manual has none
     */
    record Entry(long physical, long compared) {
        /** Of the first table of PAE paging. */
        boolean isPointer() {
            return (compared & PagingLayout.ACCESSED) == 0;
        }
    }

    /** Four bytes of memory, aligned. */
    record Word(long physical, int tag) {
    }
}
