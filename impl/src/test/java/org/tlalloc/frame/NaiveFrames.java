package org.tlalloc.frame;

import java.util.BitSet;

/** What a frame bitmap does, looked at one after another: the reference for the one that does not look. */
final class NaiveFrames {
    final int frameCount;
    final BitSet reserved;
    final BitSet held = new BitSet();

    NaiveFrames(int frameCount, BitSet reserved) {
        this.frameCount = frameCount;
        this.reserved = reserved;
    }

    boolean isFree(int frame, int frames) {
        return frame >= 0 && frame + (long) frames <= frameCount
                && held.get(frame, frame + frames).isEmpty() && reserved.get(frame, frame + frames).isEmpty();
    }

    int find(RunRequest request) {
        BitSet used = (BitSet) held.clone();
        used.or(reserved);
        int frame = 0;
        while (frame + (long) request.frames() <= Math.min(frameCount, request.limit())) {
            int obstacle = used.nextSetBit(frame);
            if (obstacle < 0 || obstacle >= frame + request.frames()) {
                return frame;
            }
            // The first multiple behind it.
            frame = (obstacle / request.alignment() + 1) * request.alignment();
        }
        return FrameAllocation.NONE;
    }

    int allocate(RunRequest request) {
        int frame = find(request);
        if (frame != FrameAllocation.NONE) {
            held.set(frame, frame + request.frames());
        }
        return frame;
    }

    boolean isHeld(int frame, int frames) {
        return frame >= 0 && frames > 0 && frame + (long) frames <= frameCount
                && held.get(frame, frame + frames).cardinality() == frames;
    }

    int freeFrames() {
        return frameCount - held.cardinality() - reserved.cardinality();
    }

    int longestFreeRun() {
        BitSet used = (BitSet) held.clone();
        used.or(reserved);
        used.set(frameCount);
        int longest = 0;
        for (int frame = used.nextClearBit(0); frame < frameCount;) {
            int end = used.nextSetBit(frame);
            longest = Math.max(longest, end - frame);
            frame = used.nextClearBit(end);
        }
        return longest;
    }
}
