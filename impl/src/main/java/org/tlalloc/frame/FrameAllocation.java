package org.tlalloc.frame;

import java.util.BitSet;

/**
 * The contract of an allocator of frames: memory is a set of frames, and any that are
 * handed out may come back, in other runs than those that they left in. It is the
 * specification {@code FrameAllocation}, call by call; an allocator may offer its calls
 * for runs of any length too, as {@link FrameBitmap} does.
 *
 * <p>A call outside the contract is refused by a {@link FrameException}, and then no byte
 * of the allocator has changed. One thread at a time may call.
 */
public interface FrameAllocation {
    /** What {@link #allocate} answers when no run fits. */
    int NONE = -1;

    /**
     * Hands out 2^order consecutive frames.
     *
     * @return the first of them; {@link #NONE} if the allocator's policy finds none
     * @throws FrameException if there is no such order
     */
    int allocate(int order);

    /**
     * Takes 2^order consecutive frames back, whichever calls they came from. It never fails
     * for want of memory.
     *
     * @param frame the first of them
     * @throws FrameException if one of them is not handed out, or there is no such order
     */
    void free(int frame, int order);

    /** The frames that callers hold. */
    BitSet allocatedFrames();
}
