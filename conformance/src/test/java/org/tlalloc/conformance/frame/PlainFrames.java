package org.tlalloc.conformance.frame;

import java.util.BitSet;
import org.tlalloc.frame.RunRequest;

/** The lowest run of frames, found by looking. It is right; faults are planted in subclasses. */
public class PlainFrames {
    static final int NONE = -1;

    final int frameCount;
    final int maxOrder;
    final BitSet reserved;
    final BitSet held = new BitSet();

    public PlainFrames(int frameCount, int maxOrder, BitSet reserved) {
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
        this.reserved = (BitSet) reserved.clone();
    }

    boolean isFree(int frame, int frames) {
        return frame + frames <= frameCount && held.get(frame, frame + frames).isEmpty()
                && reserved.get(frame, frame + frames).isEmpty();
    }

    int find(int frames, int alignment, int limit) {
        for (int frame = 0; frame + frames <= Math.min(limit, frameCount); frame += alignment) {
            if (isFree(frame, frames)) {
                return frame;
            }
        }
        return NONE;
    }

    private int take(int frame, int frames) {
        if (frame != NONE) {
            held.set(frame, frame + frames);
        }
        return frame;
    }

    public int allocate(int order) {
        require(order >= 0 && order <= maxOrder);
        return take(find(1 << order, 1, frameCount), 1 << order);
    }

    public int allocateRun(RunRequest request) {
        require(request.frames() <= 1 << maxOrder);
        return take(find(request.frames(), request.alignment(), request.limit()), request.frames());
    }

    public void free(int frame, int order) {
        require(order >= 0 && order <= maxOrder);
        freeRun(frame, 1 << order);
    }

    public void freeRun(int frame, int frames) {
        require(frames > 0 && frames <= 1 << maxOrder && frame >= 0 && frames <= frameCount - frame);
        require(mayFree(frame, frames));
        held.clear(frame, frame + frames);
    }

    boolean mayFree(int frame, int frames) {
        return held.get(frame, frame + frames).cardinality() == frames;
    }

    static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("outside of the contract");
        }
    }

    public BitSet allocatedFrames() {
        return held;
    }
}
