package org.tlalloc.model.graph;

/** Whose step an action is; it is the part of {@code Next} that says so. */
public enum StepKind {
    /** A call into the system: it has arguments and may have an answer. */
    CALL,
    /** A step that the system takes by itself. */
    INTERNAL,
    /** A step of the machine or of another user around the system. */
    ENVIRONMENT
}
