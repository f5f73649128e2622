package org.tlalloc.conformance.judge;

/** A subject did what its specification does not allow. */
public final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Disagreement disagreement;

    DisagreementException(Disagreement disagreement) {
        super(disagreement.toString());
        this.disagreement = disagreement;
    }

    public Disagreement disagreement() {
        return disagreement;
    }
}
