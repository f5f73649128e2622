package org.tlalloc.conformance.frame;

import java.util.BitSet;

/** Memory handed out upwards, and later the lowest frames. It is right; faults are planted in subclasses. */
public class PlainBoot {
    private static final int NONE = -1;

    private final PlainFrames frames;
    private int placement;

    public PlainBoot(int frameCount, int maxOrder, BitSet reserved) {
        frames = new PlainFrames(frameCount, maxOrder, reserved);
    }

    public int allocate(int order) {
        if (placement == NONE) {
            return frames.allocate(order);
        }
        PlainFrames.require(order >= 0 && order <= frames.maxOrder);
        for (int frame = placement; frame + (1 << order) <= frames.frameCount; frame++) {
            if (frames.isFree(frame, 1 << order)) {
                frames.held.set(frame, frame + (1 << order));
                placement = frame + (1 << order);
                return frame;
            }
        }
        return NONE;
    }

    public void free(int frame, int order) {
        PlainFrames.require(mayFree());
        frames.free(frame, order);
    }

    boolean mayFree() {
        return placement == NONE;
    }

    public void handOver() {
        PlainFrames.require(placement != NONE);
        handOver(frames.held, placement);
        placement = NONE;
    }

    void handOver(BitSet held, int last) {
        // Every frame is where it should be.
    }

    public int placement() {
        return placement;
    }

    public BitSet allocatedFrames() {
        return frames.held;
    }

    /** Forgets what was handed out before. */
    public static final class Forgets extends PlainBoot {
        public Forgets(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        void handOver(BitSet held, int last) {
            held.clear();
        }
    }

    /** Takes all below the placement for handed out. */
    public static final class LosesGaps extends PlainBoot {
        private final BitSet reserved;

        public LosesGaps(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
            this.reserved = (BitSet) reserved.clone();
        }

        @Override
        void handOver(BitSet held, int last) {
            held.set(0, last);
            held.andNot(reserved);
        }
    }

    /** Takes frames back before it can use them again. */
    public static final class FreesEarly extends PlainBoot {
        public FreesEarly(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        boolean mayFree() {
            return true;
        }
    }
}
