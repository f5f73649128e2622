package org.tlalloc.range;

/**
 * The contract of an allocator of virtual ranges: which pages of a region are free, and who gets
 * them. It is the specification {@code RangeAllocation}, call by call.
 *
 * <p>A range is a run of consecutive pages, known by its first page, counted from the region's
 * beginning, and its length in pages. It comes back whole or not at all. What is mapped there is
 * none of the allocator's business: that is for those who ask.
 *
 * <p>A call outside the contract is refused by a {@link RangeException}, and then no byte of the
 * allocator has changed. One thread at a time may call.
 */
public interface RangeAllocation {
    /** What a call answers when it finds no room. */
    int NONE = -1;

    /** How many pages the region has. */
    int pageCount();

    /**
     * Hands out a range.
     *
     * @param pages its length, 1 to {@link #pageCount}
     * @return its first page; {@link #NONE} if the allocator's policy finds no room
     * @throws RangeException if the length is out of range
     */
    int allocate(int pages);

    /**
     * Hands out a range with wishes. Every allocator honours lengths and alignments; the others are
     * honoured by {@link RangeArena}, and by {@link QuantumCaches}, which passes them on to its arena.
     *
     * @return its first page; {@link #NONE} if the allocator's policy finds no room
     * @throws RangeException if the request is longer than the region, or has a wish that this allocator cannot honour
     */
    int allocateWithin(RangeRequest request);

    /**
     * Takes a range back. It never fails for want of memory.
     *
     * @param start its first page
     * @param pages its length, as it was asked for
     * @throws RangeException if no such range is in use
     */
    void free(int start, int pages);

    /** For each page the length of the range in use that begins there, or 0: a copy, made by looking at all of them. */
    int[] used();

    /** How many bytes of bookkeeping are in use at the moment. */
    long metadataBytes();
}
