package org.tlalloc.conformance.judge;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import org.tlalloc.frame.BlockAllocation;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;

/**
 * An allocator of blocks under random calls, in bursts, each judged. What the bursts say does not
 * depend on what is allocated ("free the third of what there is"), so that a chain of them stays one
 * when some are left out, and shrinks well.
 */
final class BlockCalls {
    private static final int LONGEST_BURST = 60;

    private final JudgedSubject judged;
    /* The blocks that are handed out, in the order that they were. */
    private final IntArrayList frames = new IntArrayList();
    private final IntArrayList orders = new IntArrayList();
    private int refused;
    private int exhausted;

    BlockCalls(JudgedSubject judged) {
        this.judged = judged;
    }

    JudgedSubject judged() {
        return judged;
    }

    /** How many calls outside the contract were refused. */
    int refused() {
        return refused;
    }

    /** How many allocations found nothing. */
    int exhausted() {
        return exhausted;
    }

    void allocate(int order) {
        JudgedSubject.Answer answer = judged.call("Allocate", Value.of(order));
        if (!answer.taken()) {
            refused++;
        } else if (answer.result().equals(Value.of(BlockAllocation.NONE))) {
            exhausted++;
        } else {
            frames.add(((IntValue) answer.result()).value());
            orders.add(order);
        }
    }

    void free(int frame, int order) {
        if (!judged.call("Free", Value.of(frame), Value.of(order)).taken()) {
            refused++;
            return;
        }
        int place = frames.indexOf(frame);
        frames.removeInt(place);
        orders.removeInt(place);
    }

    /** Frees one of the blocks that there are, if there are any. */
    private int freeAny(int which) {
        if (frames.isEmpty()) {
            return BlockAllocation.NONE;
        }
        int frame = frames.getInt(which % frames.size());
        free(frame, orders.getInt(which % frames.size()));
        return frame;
    }

    void compare() {
        judged.compareState();
    }

    /**
     * Chains of bursts.
     *
     * @param most bursts in a chain
     */
    static ActionChainArbitrary<BlockCalls> chains(Supplier<BlockCalls> start, Arena arena, int most) {
        int frameCount = arena.frameCount();
        int maxOrder = arena.maxOrder();
        Arbitrary<Integer> count = Arbitraries.integers().between(1, LONGEST_BURST);
        Arbitrary<Integer> which = Arbitraries.integers().between(0, frameCount - 1);
        Arbitrary<Integer> anyOrder = Arbitraries.integers().between(0, maxOrder);
        Arbitrary<Integer> smallOrder = Arbitraries.integers().between(0, Math.min(3, maxOrder));
        return ActionChain.startWith(start)
                .withAction(6, action(Combinators.combine(smallOrder, count).as((order, times) -> burst(
                        "allocate order=" + order + " times=" + times, times, (calls, i) -> calls.allocate(order)))))
                .withAction(3, action(anyOrder.map(order -> burst("allocate order=" + order, 1, (calls, i) -> calls.allocate(order)))))
                .withAction(7, action(Combinators.combine(which, count).as((first, times) -> burst(
                        "free from=" + first + " times=" + times, times, (calls, i) -> calls.freeAny(first + 7 * i)))))
                .withAction(2, action(Combinators.combine(Arbitraries.integers().between(-3, frameCount + 3),
                        Arbitraries.integers().between(-2, maxOrder + 2)).as((frame, order) -> burst(
                        "free frame=" + frame + " order=" + order, 1, (calls, i) -> calls.free(frame, order)))))
                .withAction(1, action(Arbitraries.of(Integer.MIN_VALUE, -1, maxOrder + 1, 31, 32, Integer.MAX_VALUE).map(order -> burst(
                        "allocate order=" + order, 1, (calls, i) -> calls.allocate(order)))))
                .withAction(1, action(which.map(first -> burst("free twice=" + first, 1, (calls, i) -> {
                    int size = calls.orders.isEmpty() ? 0 : calls.orders.getInt(first % calls.orders.size());
                    calls.free(calls.freeAny(first), size);
                }))))
                .withAction(1, action(Arbitraries.just(burst("compare", 1, (calls, i) -> calls.compare()))))
                .withMaxTransformations(most);
    }

    /** A call of a burst, the i-th. */
    private interface Burst {
        void call(BlockCalls calls, int i);
    }

    private static Transformer<BlockCalls> burst(String name, int times, Burst burst) {
        return Transformer.mutate(name, calls -> {
            for (int i = 0; i < times; i++) {
                burst.call(calls, i);
            }
        });
    }

    private static Action.Independent<BlockCalls> action(Arbitrary<Transformer<BlockCalls>> bursts) {
        return () -> bursts;
    }
}
