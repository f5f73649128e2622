package org.tlalloc.frame;

/** A call that the contract of {@link FrameAllocation} does not allow: the caller's mistake. */
public final class FrameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private enum Reason { ORDER, LENGTH, OUTSIDE, FREE, TAKEN, RESERVED, EARLY, TWICE }

    /* Kept as numbers: whoever tries out what is refused throws millions of these, and reads few. */
    private final Reason reason;
    private final int frame;
    private final int frames;
    private final int bound;

    private FrameException(Reason reason, int frame, int frames, int bound) {
        this.reason = reason;
        this.frame = frame;
        this.frames = frames;
        this.bound = bound;
    }

    static FrameException order(int order, int maxOrder) {
        return new FrameException(Reason.ORDER, 0, order, maxOrder);
    }

    static FrameException length(int frames, int longest) {
        return new FrameException(Reason.LENGTH, 0, frames, longest);
    }

    static FrameException outside(int frame, int frames, int frameCount) {
        return new FrameException(Reason.OUTSIDE, frame, frames, frameCount);
    }

    /** @param culprit a frame of the run that is not handed out */
    static FrameException notHeld(int frame, int frames, int culprit, boolean reserved) {
        return new FrameException(reserved ? Reason.RESERVED : Reason.FREE, frame, frames, culprit);
    }

    /** @param culprit a frame of the run that is not free */
    static FrameException notFree(int frame, int frames, int culprit) {
        return new FrameException(Reason.TAKEN, frame, frames, culprit);
    }

    static FrameException early(int frame, int order, int placement) {
        return new FrameException(Reason.EARLY, frame, order, placement);
    }

    static FrameException handedOverAlready() {
        return new FrameException(Reason.TWICE, 0, 0, 0);
    }

    @Override
    public String getMessage() {
        String run = "frame=" + frame + ", frames=" + frames;
        return switch (reason) {
            case ORDER -> "order=" + frames + " is not within 0.." + bound;
            case LENGTH -> "frames=" + frames + " is not within 1.." + bound;
            case OUTSIDE -> "the run at " + run + " is not within 0.." + (bound - 1);
            case FREE -> "the run at " + run + " cannot be freed, frame=" + bound
                    + " is not handed out: it was freed already, or never allocated";
            case TAKEN -> "the run at " + run + " cannot be handed out, frame=" + bound + " is not free";
            case RESERVED -> "the run at " + run + " cannot be freed, frame=" + bound + " is reserved";
            case EARLY -> "nothing can be freed before frames are handed over, frame=" + frame + ", order=" + frames
                    + ", placement=" + bound;
            case TWICE -> "frames are handed over already";
        };
    }
}
