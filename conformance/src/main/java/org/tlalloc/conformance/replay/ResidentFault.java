package org.tlalloc.conformance.replay;

import org.tlalloc.conformance.subject.Refusal;

/** What a subject in memory does wrong before any call is made on it: it cannot be attached, or does not say which bytes are its own. */
final class ResidentFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DivergenceKind kind;

    private ResidentFault(DivergenceKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** @param thrown what attaching throws; null if it returns null */
    static ResidentFault ofAttach(Throwable thrown) {
        return new ResidentFault(DivergenceKind.UNATTACHABLE, says("attach", thrown), thrown);
    }

    /**
     * @param method {@code footprint} or {@code scratch}
     * @param thrown what it throws; null if it returns null
     */
    static ResidentFault ofExtents(String method, Throwable thrown) {
        return new ResidentFault(DivergenceKind.EXTENTS, says(method, thrown), thrown);
    }

    /** @param message what is wrong with the extents that it names */
    static ResidentFault ofExtents(String message) {
        return new ResidentFault(DivergenceKind.EXTENTS, message, null);
    }

    private static String says(String method, Throwable thrown) {
        return method + "() " + (thrown == null ? "returns null" : Refusal.describe(thrown));
    }

    /** {@link DivergenceKind#UNATTACHABLE} or {@link DivergenceKind#EXTENTS}. */
    DivergenceKind kind() {
        return kind;
    }
}
