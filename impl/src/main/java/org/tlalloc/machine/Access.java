package org.tlalloc.machine;

/** What an instruction wants of a linear address. */
public enum Access {
    READ, WRITE,
    /** An instruction fetch. */
    EXECUTE
}
