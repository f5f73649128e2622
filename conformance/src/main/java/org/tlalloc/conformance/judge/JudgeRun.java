package org.tlalloc.conformance.judge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.conformance.subject.Refusal;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.frame.BlockAllocation;
import org.tlalloc.frame.Buddy;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/** One allocator driven with one workload. */
final class JudgeRun {
    private static final int SAMPLES = 20;
    private static final int PROGRESS = 256;

    private final Workload workload;
    private final Binding binding;
    private final SpecOracle oracle;
    private final JudgedSubject judged;
    private final int maxOrder;
    /* What the calls that the contract has accepted amount to: its own `allocated`. */
    private final int[] allocated;
    /* Where each block of the workload is, or NONE. */
    private final int[] place;
    private final int[] refusals;
    private final List<Judgement.Sample> samples = new ArrayList<>();
    private int events;
    private int allocations;
    private int frees;
    private int skippedFrees;
    private long liveFrames;
    private long peakLiveFrames;
    private int peakLiveBlocks;

    JudgeRun(Workload workload, Binding binding, SpecOracle oracle, int frameCount, int maxOrder) {
        this.workload = workload;
        this.binding = binding;
        this.oracle = oracle;
        this.judged = new JudgedSubject(binding, oracle);
        this.maxOrder = maxOrder;
        this.allocated = new int[frameCount];
        this.place = new int[workload.allocations()];
        this.refusals = new int[maxOrder + 1];
        Arrays.fill(allocated, BlockAllocation.NONE);
    }

    Judgement run(IntConsumer progress) {
        long start = System.nanoTime();
        Disagreement disagreement = null;
        try {
            while (events < workload.size()) {
                event(events++);
                if (events % PROGRESS == 0) {
                    progress.accept(events);
                }
                if (part(events) > part(events - 1)) {
                    sample();
                }
            }
            compare(handedOut());
        } catch (DisagreementException e) {
            disagreement = e.disagreement();
        }
        progress.accept(events);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Judgement(workload, binding.type().getName(), allocated.length, maxOrder, events, judged.calls(),
                allocations, frees, IntStream.of(refusals).boxed().toList(), skippedFrees, peakLiveFrames,
                peakLiveBlocks, liveFrames, allocations - frees, samples, FreeMemory.of(allocated, maxOrder),
                disagreement, seconds);
    }

    /** How many of the parts that the samples cut the workload into are done. */
    private long part(int done) {
        return (long) done * SAMPLES / workload.size();
    }

    private void event(int event) {
        int block = workload.block(event);
        int order = workload.order(event);
        if (workload.isAllocation(event)) {
            place[block] = allocate(order);
        } else if (place[block] == BlockAllocation.NONE) {
            skippedFrees++;
        } else {
            judged.call("Free", Value.of(place[block]), Value.of(order));
            allocated[place[block]] = BlockAllocation.NONE;
            liveFrames -= 1L << order;
            frees++;
        }
    }

    private int allocate(int order) {
        int frame = ((IntValue) judged.call("Allocate", Value.of(order)).result()).value();
        if (frame == BlockAllocation.NONE) {
            refusals[order]++;
            return frame;
        }
        allocated[frame] = order;
        allocations++;
        liveFrames += 1L << order;
        peakLiveFrames = Math.max(peakLiveFrames, liveFrames);
        peakLiveBlocks = Math.max(peakLiveBlocks, allocations - frees);
        return frame;
    }

    private void sample() {
        compare(allocated);
        FreeMemory free = FreeMemory.of(allocated, maxOrder);
        if (judged.subject() instanceof Buddy buddy) {
            for (int order = 0; order <= maxOrder; order++) {
                if (buddy.freeCount(order) != free.blocks(order)) {
                    throw new DisagreementException(new Disagreement("freeCount(" + order + ")",
                            "answers " + buddy.freeCount(order), "the blocks handed out leave " + free.blocks(order)));
                }
            }
        }
        samples.add(new Judgement.Sample(events, free));
    }

    /** The contract's state, from the specification itself. */
    private int[] handedOut() {
        int[] orders = new int[allocated.length];
        Arrays.fill(orders, BlockAllocation.NONE);
        for (Value pair : ((SetValue) oracle.value(judged.state(), "HandedOut")).elements()) {
            List<Value> frameAndOrder = ((FunctionValue) pair).values();
            orders[((IntValue) frameAndOrder.get(0)).value()] = ((IntValue) frameAndOrder.get(1)).value();
        }
        return orders;
    }

    /** Compares what the allocator says is handed out. */
    private void compare(int[] expected) {
        int[] found = reported();
        int frame = Arrays.mismatch(found, expected);
        if (frame >= 0) {
            throw new DisagreementException(found.length != expected.length
                    ? new Disagreement("allocated()", "answers for frames=" + found.length, "there are frames=" + expected.length)
                    : new Disagreement("allocated()", "answers order=" + found[frame] + " for frame=" + frame,
                            "the calls so far leave order=" + expected[frame] + " there"));
        }
    }

    private int[] reported() {
        Object answer;
        try {
            Method accessor = binding.accessor("allocated");
            answer = accessor.invoke(judged.subject());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw memory;
            }
            throw new DisagreementException(new Disagreement("allocated()", Refusal.describe(e.getCause()),
                    "the state can be asked for at any time"));
        } catch (IllegalAccessException e) {
            throw new SubjectException("class " + binding.type().getName() + " cannot be asked for allocated(): " + e.getMessage());
        }
        return answer instanceof int[] orders ? orders : orders(answer);
    }

    /* Whatever else stands for a function on 0..n-1. */
    private static int[] orders(Object answer) {
        Value value = null;
        try {
            value = JavaValues.toValue(answer);
        } catch (SubjectException e) {
            throw new DisagreementException(new Disagreement("allocated()", "answers " + answer, e.getMessage()));
        }
        if (value instanceof FunctionValue function) {
            int[] orders = new int[function.keys().size()];
            boolean fits = true;
            for (int i = 0; i < orders.length && fits; i++) {
                fits = function.keys().get(i).equals(Value.of(i)) && function.values().get(i) instanceof IntValue;
                orders[i] = fits ? ((IntValue) function.values().get(i)).value() : 0;
            }
            if (fits) {
                return orders;
            }
        }
        throw new DisagreementException(new Disagreement("allocated()", "answers an object of class=" + answer.getClass().getName(),
                "a function on 0..n-1 to numbers is what it should be, such as an int[]"));
    }
}
