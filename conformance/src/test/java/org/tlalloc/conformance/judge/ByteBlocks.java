package org.tlalloc.conformance.judge;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;

/**
 * An allocator in simulated memory, first fit: a byte with the number of frames, then a byte a frame
 * (the order of the block that begins there and 1; 0 for none), then a byte that means nothing. It is
 * right; faults are planted in subclasses.
 */
public class ByteBlocks implements Resident {
    static final int NONE = -1;
    private static final int MAX_ORDER = 3;

    final PhysicalMemory memory;
    final long base;

    ByteBlocks(PhysicalMemory memory, long base) {
        this.memory = memory;
        this.base = base;
    }

    static <T extends ByteBlocks> T idle(T blocks, int frameCount) {
        blocks.memory.writeByte(blocks.base, (byte) frameCount);
        return blocks;
    }

    public static ByteBlocks format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
        return idle(new ByteBlocks(memory, base), frameCount);
    }

    public static ByteBlocks attach(PhysicalMemory memory, long base) {
        return new ByteBlocks(memory, base);
    }

    int frameCount() {
        return memory.readByte(base);
    }

    int orderAt(int frame) {
        return memory.readByte(base + 1 + frame) - 1;
    }

    void record(int frame, int order) {
        memory.writeByte(base + 1 + frame, (byte) (order + 1));
    }

    private boolean isFree(int frame, int order) {
        for (int begin = 0; begin < frameCount(); begin++) {
            if (orderAt(begin) != NONE && begin < frame + (1 << order) && frame < begin + (1 << orderAt(begin))) {
                return false;
            }
        }
        return true;
    }

    public int allocate(int order) {
        if (order < 0 || order > MAX_ORDER) {
            throw refusal(NONE, order);
        }
        for (int frame = 0; frame + (1 << order) <= frameCount(); frame += 1 << order) {
            if (isFree(frame, order)) {
                record(frame, order);
                return frame;
            }
        }
        return NONE;
    }

    public void free(int frame, int order) {
        if (frame < 0 || frame >= frameCount() || order < 0 || orderAt(frame) != order) {
            throw refusal(frame, order);
        }
        record(frame, NONE);
    }

    RuntimeException refusal(int frame, int order) {
        return new IllegalArgumentException("frame=" + frame + " order=" + order);
    }

    public int[] allocated() {
        int[] orders = new int[frameCount()];
        for (int frame = 0; frame < orders.length; frame++) {
            orders[frame] = orderAt(frame);
        }
        return orders;
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(base, frameCount() + 2));
    }

    @Override
    public List<Extent> scratch() {
        return List.of(new Extent(base + 1 + frameCount(), 1));
    }

    /** Writes one byte behind its footprint when it hands out frame 5. */
    public static final class Trespasser extends ByteBlocks {
        private Trespasser(PhysicalMemory memory, long base) {
            super(memory, base);
        }

        public static Trespasser format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
            return idle(new Trespasser(memory, base), frameCount);
        }

        public static Trespasser attach(PhysicalMemory memory, long base) {
            return new Trespasser(memory, base);
        }

        @Override
        public int allocate(int order) {
            int frame = super.allocate(order);
            memory.writeByte(frame == 5 ? base + frameCount() + 2 : base + frameCount() + 1, (byte) 7);
            return frame;
        }
    }

    /** Takes note of a block before it refuses it. */
    public static final class WritesFirst extends ByteBlocks {
        private WritesFirst(PhysicalMemory memory, long base) {
            super(memory, base);
        }

        public static WritesFirst format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
            return idle(new WritesFirst(memory, base), frameCount);
        }

        public static WritesFirst attach(PhysicalMemory memory, long base) {
            return new WritesFirst(memory, base);
        }

        @Override
        RuntimeException refusal(int frame, int order) {
            memory.writeByte(base + 1, memory.readByte(base + 1));
            if (frame == 2) {
                record(frame, order);
            }
            return super.refusal(frame, order);
        }
    }

    /** Writes order 1 as 2, and knows by a Java field alone that it did. */
    public static final class Forgetful extends ByteBlocks {
        private int shown;

        private Forgetful(PhysicalMemory memory, long base) {
            super(memory, base);
        }

        public static Forgetful format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
            return idle(new Forgetful(memory, base), frameCount);
        }

        public static Forgetful attach(PhysicalMemory memory, long base) {
            return new Forgetful(memory, base);
        }

        @Override
        void record(int frame, int order) {
            shown = order == 1 ? 2 : shown;
            super.record(frame, order == 1 ? 2 : order);
        }

        @Override
        int orderAt(int frame) {
            int order = super.orderAt(frame);
            return order == 2 && shown == 2 ? 1 : order;
        }
    }

    /** Takes what means nothing for the order of a block. */
    public static final class ReadsScratch extends ByteBlocks {
        private ReadsScratch(PhysicalMemory memory, long base) {
            super(memory, base);
        }

        public static ReadsScratch format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
            return idle(new ReadsScratch(memory, base), frameCount);
        }

        public static ReadsScratch attach(PhysicalMemory memory, long base) {
            return new ReadsScratch(memory, base);
        }

        @Override
        int orderAt(int frame) {
            return memory.readByte(base + 1 + frameCount()) != 0 && frame == 7 ? 0 : super.orderAt(frame);
        }
    }
}
