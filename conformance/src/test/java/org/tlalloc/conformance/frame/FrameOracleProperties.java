package org.tlalloc.conformance.frame;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.junit.jupiter.api.Assertions;
import org.tlalloc.conformance.judge.DisagreementException;
import org.tlalloc.conformance.judge.JudgedSubject;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.frame.BootAllocator;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.frame.RunRequest;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/** The allocators of frames on more frames than a model has, under random calls, each judged by the specification. */
class FrameOracleProperties {
    /* Two nodes of the bitmap's summary, the second of them ragged. */
    private static final int FRAME_COUNT = 4_200;
    private static final int MAX_ORDER = 12;
    private static final int BURSTS = 25;
    private static final List<RunRequest> REQUESTS = List.of(new RunRequest(3, 1, FRAME_COUNT), new RunRequest(5, 16, 4_096),
            new RunRequest(64, 64, FRAME_COUNT), new RunRequest(100, 1, 3_000), new RunRequest(700, 8, FRAME_COUNT),
            new RunRequest(1, 4_096, FRAME_COUNT), new RunRequest(2, 1, 0));
    /* An oracle takes a second to open, and nothing it is asked changes it. */
    private static final Map<String, SpecOracle> ORACLES = new HashMap<>();

    private static BitSet holes() {
        BitSet holes = new BitSet();
        for (int frame = 5; frame < FRAME_COUNT; frame += 397) {
            holes.set(frame);
        }
        holes.set(2_000, 2_150);
        holes.set(4_095);
        return holes;
    }

    @AfterContainer
    static void close() throws IOException {
        for (SpecOracle oracle : ORACLES.values()) {
            oracle.close();
        }
        ORACLES.clear();
    }

    private static SpecOracle open(String spec) {
        Map<String, Value> constants = new LinkedHashMap<>();
        constants.put("FrameCount", Value.of(FRAME_COUNT));
        constants.put("MaxOrder", Value.of(MAX_ORDER));
        constants.put("Reserved", JavaValues.toValue(holes()));
        if (spec.equals("FrameBitmap")) {
            constants.put("Request", SetValue.of(REQUESTS.stream().map(JavaValues::toValue).toList()));
        }
        try {
            Catalogue catalogue = Catalogue.at(Path.of(".."));
            return catalogue.oracle(catalogue.model(spec), constants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A subject under random calls, and what they have had of it. */
    static final class Calls {
        private final JudgedSubject judged;
        private final BitSet held = new BitSet();
        private int handedOut;
        private int refused;

        Calls(Class<?> type, String spec) {
            judged = JudgedSubject.of(type, spec, ORACLES.computeIfAbsent(spec, FrameOracleProperties::open));
        }

        private void allocate(int frames, JudgedSubject.Answer answer) {
            if (!answer.taken()) {
                refused++;
            } else if (answer.result() instanceof IntValue number && number.value() >= 0) {
                held.set(number.value(), number.value() + frames);
                handedOut++;
            }
        }

        void allocate(int order) {
            allocate(1 << order, judged.call("Allocate", Value.of(order)));
        }

        void allocateRun(RunRequest request) {
            allocate(request.frames(), judged.call("AllocateRun", JavaValues.toValue(request)));
        }

        /** Frees frames from the first held one on, behind this one, if they are held; otherwise it is refused. */
        void free(String action, int from, int argument, int frames) {
            int frame = Math.max(held.nextSetBit(from), -1);
            if (judged.call(action, Value.of(frame), Value.of(argument)).taken()) {
                held.clear(frame, frame + frames);
            } else {
                refused++;
            }
        }
    }

    private static Action.Independent<Calls> action(Arbitrary<Transformer<Calls>> calls) {
        return () -> calls;
    }

    private static Arbitrary<ActionChain<Calls>> chains(Class<?> type, String spec) {
        Arbitrary<Integer> frames = Arbitraries.integers().between(0, FRAME_COUNT - 1);
        Arbitrary<Integer> orders = Arbitraries.integers().between(0, MAX_ORDER);
        boolean runs = spec.equals("FrameBitmap");
        return ActionChain.startWith(() -> new Calls(type, spec))
                .withAction(5, action(orders.map(order -> Transformer.mutate("allocate order=" + order, calls -> {
                    for (int i = 0; i < 8 >>> order / 4; i++) {
                        calls.allocate(order);
                    }
                }))))
                .withAction(5, action(frames.map(from -> Transformer.mutate("free single frames from=" + from, calls -> {
                    for (int i = 0; i < 8; i++) {
                        calls.free("Free", Math.min(from + 2 * i, FRAME_COUNT), 0, 1);
                    }
                }))))
                .withAction(2, action(frames.map(from -> Transformer.mutate("free order=" + from % MAX_ORDER + " from=" + from,
                        calls -> calls.free("Free", from, from % MAX_ORDER, 1 << from % MAX_ORDER)))))
                .withAction(1, action(Arbitraries.of(-1, MAX_ORDER + 1, Integer.MAX_VALUE).map(order -> Transformer.mutate(
                        "allocate order=" + order, calls -> calls.allocate(order)))))
                .withAction(runs ? 6 : 1, action(Arbitraries.of(REQUESTS).map(request -> Transformer.mutate(request.toString(), calls -> {
                    if (runs) {
                        calls.allocateRun(request);
                    }
                }))))
                .withAction(runs ? 3 : 1, action(frames.map(from -> Transformer.mutate("free a run from=" + from, calls -> {
                    if (runs) {
                        calls.free("FreeRun", from, 1 + from % 130, 1 + from % 130);
                    } else {
                        calls.refused += calls.judged.call("HandOver").taken() ? 0 : 1;
                    }
                }))))
                .withAction(1, action(Arbitraries.just(Transformer.mutate("compare", calls -> calls.judged.compareState()))))
                .withMaxTransformations(BURSTS);
    }

    private static void run(ActionChain<Calls> chain) {
        Calls calls = chain.run();
        calls.judged.compareState();
        assertTrue(calls.handedOut > 0, "calls=" + calls.judged.calls());
    }

    @Provide
    Arbitrary<ActionChain<Calls>> bitmaps() {
        return chains(FrameBitmap.class, "FrameBitmap");
    }

    @Property(tries = 2, shrinking = ShrinkingMode.BOUNDED)
    void shouldBeAFrameBitmap(@ForAll("bitmaps") ActionChain<Calls> chain) {
        run(chain);
    }

    @Provide
    Arbitrary<ActionChain<Calls>> bootAllocators() {
        return chains(BootAllocator.class, "BootAllocator");
    }

    @Property(tries = 2, shrinking = ShrinkingMode.BOUNDED)
    void shouldBeABootAllocator(@ForAll("bootAllocators") ActionChain<Calls> chain) {
        run(chain);
    }

    @Property(tries = 1)
    void shouldCatchAFaultBetweenTwoWords() {
        Calls calls = new Calls(PlantedFrames.MissesRunsAcrossWords.class, "FrameBitmap");
        calls.allocate(5);
        DisagreementException found = Assertions.assertThrows(DisagreementException.class, () -> calls.allocate(6));
        assertTrue(found.getMessage().contains("FrameBitmap"), found.getMessage());
    }
}
