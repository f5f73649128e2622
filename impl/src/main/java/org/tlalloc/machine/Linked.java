package org.tlalloc.machine;

/**
 * A resident that keeps nodes in a pool of slots. Which slot a node lies in depends on what was
 * done before; nothing that it answers may depend on it. So two states that differ only by which
 * slots their nodes lie in are the same, and whoever compares states may take them for one.
 */
public interface Linked extends Resident {
    /** Where its links are; the same for its whole life. */
    Links links();
}
