package org.tlalloc.range;

/**
 * Where a pool of nodes lies. Its header is part of its owner's metadata; the slots lie where
 * the owner says. Numbers are little-endian.
 *
 * <pre>
 *   header, 16 bytes              slots
 *   0  capacity  int              |  0  |  1  |  2  |  3  |   ...   | capacity - 1 |
 *   4  carved    int              |<------ carved ------->|<-- never touched yet ->|
 *   8  taken     int
 *  12  free      link             a free slot among the carved ones:
 *                                   0  next  link   the slot given back before; none for the last
 *                                   4  ...          nothing
 * </pre>
 *
 * <p>A link is the number of a slot plus 1, and 0 for none: {@link org.tlalloc.machine.Links}.
 * Of carved slots taken are with the owner, and the others in the list that begins with free.
 */
final class NodePoolLayout {
    static final int CAPACITY = 0;
    static final int CARVED = 4;
    static final int TAKEN = 8;
    static final int FREE = 12;
    static final int HEADER_SIZE = 16;

    static final int NEXT = 0;
    /** Where in a free slot begins what means nothing. */
    static final int NEXT_END = 4;

    static final int MAX_CAPACITY = 1 << 24;
    /** Slots are carved from so many bytes at a time. */
    static final int FRAME_SIZE = 4096;

    private NodePoolLayout() {
    }
}
