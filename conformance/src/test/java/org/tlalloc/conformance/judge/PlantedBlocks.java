package org.tlalloc.conformance.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Allocators with one fault each. */
final class PlantedBlocks {
    private PlantedBlocks() {
    }

    /** Says that there is nothing while an eighth of the arena is free. */
    public static final class GivesUpEarly extends PlainBlocks {
        public GivesUpEarly(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            return held.cardinality() >= frameCount * 7 / 8 ? NONE : super.allocate(order);
        }
    }

    /** Hands out the frame of its thousandth single frame once more. */
    public static final class HandsOutTwice extends PlainBlocks {
        private int allocations;

        public HandsOutTwice(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            if (++allocations == 1001) {
                return lastTaken();
            }
            return super.allocate(order);
        }

        private int lastTaken() {
            int frame = held.previousSetBit(frameCount);
            return frame - (orders[frame] == NONE ? 1 : 0);
        }
    }

    /** Frees twice as much as it should, of blocks of order 3. */
    public static final class FreesWrongOrder extends PlainBlocks {
        public FreesWrongOrder(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public void free(int frame, int order) {
            super.free(frame, order);
            if (order == 3) {
                held.clear(frame & ~15, (frame & ~15) + 16);
            }
        }
    }

    /** Frees half of what it should, of blocks of order 3. */
    public static final class FreesHalf extends PlainBlocks {
        public FreesHalf(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public void free(int frame, int order) {
            super.free(frame, order);
            if (order == 3) {
                held.set(frame + 4, frame + 8);
            }
        }
    }

    /** Takes blocks wherever there is room, aligned or not. */
    public static final class DoesNotAlign extends PlainBlocks {
        public DoesNotAlign(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            int size = 1 << order;
            for (int frame = held.nextClearBit(0); frame + size <= frameCount; frame = held.nextClearBit(frame + 1)) {
                int taken = held.nextSetBit(frame);
                if (taken < 0 || taken >= frame + size) {
                    take(frame, order);
                    return frame;
                }
            }
            return NONE;
        }
    }

    /** Answers with a frame behind the arena when it has none left. */
    public static final class LeavesTheArena extends PlainBlocks {
        public LeavesTheArena(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            int frame = super.allocate(order);
            return frame == NONE ? frameCount : frame;
        }
    }

    /** Does not take back the block at frame 3. */
    public static final class RefusesToFree extends PlainBlocks {
        public RefusesToFree(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public void free(int frame, int order) {
            if (frame == 3) {
                throw new IllegalStateException("frame=3 stays");
            }
            super.free(frame, order);
        }
    }

    /** Throws where it should say that there is nothing. */
    public static final class ThrowsWhenExhausted extends PlainBlocks {
        public ThrowsWhenExhausted(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            int frame = super.allocate(order);
            return new int[] {frame}[frame == NONE ? 1 : 0];
        }
    }

    /** Answers rightly, and shows the block at frame 2 with another order. */
    public static final class ShowsAnother extends PlainBlocks {
        public ShowsAnother(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int[] allocated() {
            int[] shown = super.allocated();
            shown[2] = shown[2] == NONE ? NONE : shown[2] + 1;
            return shown;
        }
    }

    /** Shows one frame too few. */
    public static final class ShowsTooFew extends PlainBlocks {
        public ShowsTooFew(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int[] allocated() {
            return Arrays.copyOf(super.allocated(), frameCount - 1);
        }
    }

    /** Shows its blocks as a list, which is a function on 1..n. */
    public static final class ShowsAList {
        private final PlainBlocks blocks;

        public ShowsAList(int frameCount, int maxOrder, Set<Integer> reserved) {
            blocks = new PlainBlocks(frameCount, maxOrder, reserved);
        }

        public int allocate(int order) {
            return blocks.allocate(order);
        }

        public void free(int frame, int order) {
            blocks.free(frame, order);
        }

        public List<Integer> allocated() {
            return IntStream.of(blocks.allocated()).boxed().collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** Right in all, with other Java types for the same values. */
    public static final class OtherTypes {
        private final PlainBlocks blocks;

        public OtherTypes(int frameCount, int maxOrder, int[] reserved) {
            blocks = new PlainBlocks(frameCount, maxOrder, IntStream.of(reserved).boxed().collect(Collectors.toSet()));
        }

        public Long allocate(int order) {
            return (long) blocks.allocate(order);
        }

        public boolean free(Integer frame, int order) {
            blocks.free(frame, order);
            return true;
        }

        public java.util.Map<Integer, Integer> allocated() {
            int[] orders = blocks.allocated();
            return IntStream.range(0, orders.length).boxed().collect(Collectors.toMap(frame -> frame, frame -> orders[frame]));
        }
    }
}
