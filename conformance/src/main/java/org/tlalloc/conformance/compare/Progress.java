package org.tlalloc.conformance.compare;

/** Is told how far a comparison has come. */
public interface Progress {
    /** Something of some length begins, such as {@code timing, round 2 of 7}. */
    void begins(String what);

    /** Another of {@link Comparison#steps} is done. */
    void step();
}
