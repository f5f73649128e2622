package org.tlalloc.conformance.compare;

/** How long calls took in one Java machine, in nanoseconds a call. */
record Timing(Clocking clocking, double allocate, double free) {
    /** The mean of an allocation and a free. */
    double call() {
        return (allocate + free) / 2;
    }
}
