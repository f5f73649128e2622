package org.tlalloc.frame;

/**
 * The contract of an allocator of blocks: what was handed out comes back whole or not
 * at all. It is the specification {@code BlockAllocation}, call by call.
 *
 * <p>A call outside the contract is refused by a {@link BlockException}, and then no byte
 * of the allocator has changed. One thread at a time may call.
 */
public interface BlockAllocation {
    /** What {@link #allocate} answers when no block of the order is free. */
    int NONE = -1;

    /**
     * Hands out a free block.
     *
     * @param order the block has 2^order frames
     * @return the block's first frame, a multiple of its size; {@link #NONE} if, and only
     *         if, no block of this order is free
     * @throws BlockException if the arena has no such order
     */
    int allocate(int order);

    /**
     * Takes a block back. It never fails for want of memory.
     *
     * @param frame the block's first frame
     * @param order the order that it was allocated with
     * @throws BlockException if no such block is handed out
     */
    void free(int frame, int order);

    /** For each frame the order of the block handed out that begins there, or {@link #NONE}. */
    int[] allocated();
}
