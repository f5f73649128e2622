package org.tlalloc.conformance.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.frame.RunRequest;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;

/** Allocators of frames with one fault each. */
final class PlantedFrames {
    private PlantedFrames() {
    }

    /** Hands out an aligned run at any frame. */
    public static final class ForgetsAlignment extends PlainFrames {
        public ForgetsAlignment(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        int find(int frames, int alignment, int limit) {
            return super.find(frames, 1, limit);
        }
    }

    /** Holds the first frame against the limit, and not the last. */
    public static final class CrossesLimit extends PlainFrames {
        public CrossesLimit(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        int find(int frames, int alignment, int limit) {
            return super.find(frames, alignment, limit + frames - 1);
        }
    }

    /** Looks within each word of 64 frames only. */
    public static final class MissesRunsAcrossWords extends PlainFrames {
        public MissesRunsAcrossWords(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        boolean isFree(int frame, int frames) {
            return frame / 64 == (frame + frames - 1) / 64 && super.isFree(frame, frames);
        }
    }

    /** Nobody looked at the memory map. */
    public static final class HandsOutReserved extends PlainFrames {
        public HandsOutReserved(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, new BitSet());
        }
    }

    /** Takes back what is not handed out. */
    public static final class FreesTwice extends PlainFrames {
        public FreesTwice(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        boolean mayFree(int frame, int frames) {
            return held.get(frame);
        }
    }

    /** Never hands out the last free frame. */
    public static final class GivesUpEarly extends PlainFrames {
        public GivesUpEarly(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        int find(int frames, int alignment, int limit) {
            return held.cardinality() + reserved.cardinality() + frames >= frameCount ? NONE : super.find(frames, alignment, limit);
        }
    }

    /** Takes the highest run that will do. */
    public static final class TakesTheHighest extends PlainFrames {
        public TakesTheHighest(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        int find(int frames, int alignment, int limit) {
            for (int frame = frameCount - frames & -alignment; frame >= 0; frame -= alignment) {
                if (frame + frames <= limit && isFree(frame, frames)) {
                    return frame;
                }
            }
            return NONE;
        }
    }

    /** Frees the neighbour of an odd run too. */
    public static final class FreesTheNeighbour extends PlainFrames {
        public FreesTheNeighbour(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public void freeRun(int frame, int frames) {
            super.freeRun(frame, frames);
            held.clear(frame, frame + (frames + 1 & ~1));
        }
    }

    /** Wants runs back as they were handed out. */
    public static final class RefusesParts extends PlainFrames {
        private final BitSet begins = new BitSet();

        public RefusesParts(int frameCount, int maxOrder, BitSet reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            int frame = super.allocate(order);
            if (frame != NONE) {
                begins.set(frame);
            }
            return frame;
        }

        @Override
        public int allocateRun(RunRequest request) {
            int frame = super.allocateRun(request);
            if (frame != NONE) {
                begins.set(frame);
            }
            return frame;
        }

        @Override
        boolean mayFree(int frame, int frames) {
            return begins.get(frame) && super.mayFree(frame, frames);
        }
    }

    /** The real bitmap, with a write behind its end when it is full. */
    public static final class Trespasses implements Resident {
        private final PhysicalMemory memory;
        private final FrameBitmap bitmap;

        private Trespasses(PhysicalMemory memory, FrameBitmap bitmap) {
            this.memory = memory;
            this.bitmap = bitmap;
        }

        public static Trespasses format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
            return new Trespasses(memory, FrameBitmap.format(memory, base, frameCount, maxOrder, reserved));
        }

        public static Trespasses attach(PhysicalMemory memory, long base) {
            return new Trespasses(memory, FrameBitmap.attach(memory, base));
        }

        public int allocate(int order) {
            int frame = bitmap.allocate(order);
            if (bitmap.freeFrames() == 0) {
                memory.writeLong(bitmap.footprint().get(0).end(), -1);
            }
            return frame;
        }

        public int allocateRun(RunRequest request) {
            return bitmap.allocateRun(request);
        }

        public void free(int frame, int order) {
            bitmap.free(frame, order);
        }

        public void freeRun(int frame, int frames) {
            bitmap.freeRun(frame, frames);
        }

        public BitSet allocatedFrames() {
            return bitmap.allocatedFrames();
        }

        @Override
        public List<Extent> footprint() {
            return bitmap.footprint();
        }

        @Override
        public List<Extent> scratch() {
            return List.of();
        }
    }
}
