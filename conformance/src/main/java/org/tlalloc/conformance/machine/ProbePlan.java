package org.tlalloc.conformance.machine;

/**
 * A probe with what our machine says of it beforehand, so that the other can show it right or wrong.
 *
 * @param entries  physical addresses of the entries on the way
 * @param physical where the access goes; -1 if it faults, or goes outside memory
 * @param tag      what stands there meanwhile; a write writes its complement
 * @param ours     what came of it on our machine
 */
record ProbePlan(Probe probe, long[] entries, long physical, int tag, Observation ours) {
    boolean planted() {
        return physical >= 0;
    }
}
