package org.tlalloc.frame;

/** A call that the contract of {@link BlockAllocation} does not allow: the caller's mistake. */
public final class BlockException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /* Kept as numbers: whoever tries out what is refused throws millions of these, and reads few. */
    /* Whether the call named a frame. */
    private final boolean named;
    private final int frame;
    private final int order;
    private final int found;
    private final int frameCount;
    private final int maxOrder;

    private BlockException(boolean named, int frame, int order, int found, int frameCount, int maxOrder) {
        this.named = named;
        this.frame = frame;
        this.order = order;
        this.found = found;
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
    }

    static BlockException allocation(int order, int frameCount, int maxOrder) {
        return new BlockException(false, 0, order, BlockAllocation.NONE, frameCount, maxOrder);
    }

    /** @param found the order of the block that is handed out at the frame, or NONE */
    static BlockException release(int frame, int order, int found, int frameCount, int maxOrder) {
        return new BlockException(true, frame, order, found, frameCount, maxOrder);
    }

    @Override
    public String getMessage() {
        if (order < 0 || order > maxOrder) {
            return "order=" + order + " is not within 0.." + maxOrder + (named ? ", frame=" + frame : "");
        }
        if (frame < 0 || frame >= frameCount) {
            return "frame=" + frame + " is not within 0.." + (frameCount - 1) + ", order=" + order;
        }
        if ((frame & (1 << order) - 1) != 0) {
            return "frame=" + frame + " is no multiple of 2^order, order=" + order;
        }
        if (found == BlockAllocation.NONE) {
            return "no block is handed out at frame=" + frame + ", order=" + order + ": it was freed already, or never allocated";
        }
        return "the block at frame=" + frame + " was allocated with order=" + found + ", not with order=" + order;
    }
}
