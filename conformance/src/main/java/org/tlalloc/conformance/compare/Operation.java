package org.tlalloc.conformance.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is timed. */
enum Operation {
    ALLOCATE(Timing::allocate),
    FREE(Timing::free);

    private final ToDoubleFunction<Timing> nanoseconds;

    Operation(ToDoubleFunction<Timing> nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    ToDoubleFunction<Timing> nanoseconds() {
        return nanoseconds;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
