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

    /** A link that leads to no slot. */
    static ResidentFault ofLink(int link, long address, int slots) {
        return new ResidentFault(DivergenceKind.LINKS, "link=" + link + " at address=0x" + Long.toHexString(address) + " is not within 0.." + slots, null);
    }

    /** A slot that no link leads to. */
    static ResidentFault ofLost(int slot, long address, int slotSize) {
        return new ResidentFault(DivergenceKind.LOST_SLOT, "no link leads to slot=" + slot + " at address=0x" + Long.toHexString(address)
                + " length=" + slotSize + ", and it is not scratch", null);
    }

    private static String says(String method, Throwable thrown) {
        return method + "() " + (thrown == null ? "returns null" : Refusal.describe(thrown));
    }

    /** In what way. */
    DivergenceKind kind() {
        return kind;
    }

    /** What was to be expected, in words. */
    String expected() {
        return switch (kind) {
            case UNATTACHABLE -> "an instance, since the bytes are those that it left itself";
            case LINKS -> "links, each 0 or the number of a slot plus 1";
            case LOST_SLOT -> "that links lead from the roots to each slot whose bytes mean anything";
            default -> "extents, those of scratch() and links() within those of footprint()";
        };
    }
}
