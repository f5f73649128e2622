package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.ints.Int2IntRBTreeMap;
import it.unimi.dsi.fastutil.ints.Int2IntSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.judge.JudgedSubject;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.range.RangeRequest;

/**
 * A strategy on a region of 65,536 pages, under random calls, each judged by the contract: what it promises to find
 * it must find. Subclasses name the strategy.
 */
abstract class RangeOracleProperties {
    static final int PAGE_COUNT = 1 << 16;
    private static final int BURSTS = 30;
    private static final List<RangeRequest> REQUESTS = List.of(aligned(1, 64), aligned(3, 2), aligned(5, 16), aligned(64, 64),
            aligned(100, 4), aligned(700, 1_024), aligned(1, 1 << 15), aligned(20_000, 4_096), aligned(2, 1 << 20));
    /* An oracle takes a second to open, and nothing it is asked changes it. */
    private static final Map<String, SpecOracle> ORACLES = new HashMap<>();

    private final Class<?> type;
    private final String judge;

    /**
     * @param type  of the allocator
     * @param judge the model of the contract with what it promises: RangeAllocationJudge if it finds whatever is free and
     *              as wanted, ...JudgeRoomy if there is room wherever it begins, ...JudgeBlocks if there is a block
     */
    RangeOracleProperties(Class<?> type, String judge) {
        this.type = type;
        this.judge = judge;
    }

    static RangeRequest aligned(int pages, int alignment) {
        return new RangeRequest(pages, alignment, 0, 0, 0, PAGE_COUNT);
    }

    /** What is asked for; a strategy that honours more wishes adds them. */
    List<RangeRequest> requests() {
        return REQUESTS;
    }

    /** What an arena is asked for: its wishes, too. */
    static List<RangeRequest> withWishes() {
        List<RangeRequest> all = new ArrayList<>(REQUESTS);
        all.add(new RangeRequest(3, 8, 5, 0, 0, PAGE_COUNT));
        all.add(new RangeRequest(48, 1, 0, 64, 0, PAGE_COUNT));
        all.add(new RangeRequest(16, 1, 0, 0, 60_000, PAGE_COUNT));
        all.add(new RangeRequest(16, 1, 0, 0, 0, 256));
        all.add(new RangeRequest(5, 16, 3, 8, 1_000, 40_000));
        return all;
    }

    @AfterContainer
    static void close() throws IOException {
        for (SpecOracle oracle : ORACLES.values()) {
            oracle.close();
        }
        ORACLES.clear();
    }

    private static SpecOracle open(String judge, List<RangeRequest> requests) {
        Map<String, Value> constants = new LinkedHashMap<>();
        constants.put("PageCount", Value.of(PAGE_COUNT));
        constants.put("Request", SetValue.of(requests.stream().map(JavaValues::toValue).toList()));
        try {
            return Graphs.models().oracle(Graphs.models().model(judge), constants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A region under random calls, and what they have had of it. */
    static final class Calls {
        final JudgedSubject judged;
        private final Int2IntSortedMap held = new Int2IntRBTreeMap();
        private int handedOut;
        private int exhausted;
        private int refused;

        Calls(Class<?> type, SpecOracle oracle) {
            judged = JudgedSubject.of(type, "RangeAllocation", oracle);
        }

        private boolean keep(int pages, JudgedSubject.Answer answer) {
            if (!answer.taken()) {
                refused++;
                return false;
            }
            int start = ((IntValue) answer.result()).value();
            if (start < 0) {
                exhausted++;
                return false;
            }
            held.put(start, pages);
            handedOut++;
            return true;
        }

        boolean allocate(int pages) {
            return keep(pages, judged.call("Allocate", Value.of(pages)));
        }

        boolean allocateWithin(RangeRequest request) {
            return keep(request.pages(), judged.call("AllocateWithin", JavaValues.toValue(request)));
        }

        void free(int start, int pages) {
            if (judged.call("Free", Value.of(start), Value.of(pages)).taken()) {
                held.remove(start);
            } else {
                refused++;
            }
        }

        /** The first range in use from a page on, or the first of all; its start is -1 if there is none. */
        private int[] any(int from) {
            Int2IntSortedMap behind = held.tailMap(from);
            Int2IntSortedMap some = behind.isEmpty() ? held : behind;
            return some.isEmpty() ? new int[] {-1, 1} : new int[] {some.firstIntKey(), some.get(some.firstIntKey())};
        }

        void freeAny(int from) {
            int[] range = any(from);
            free(range[0], range[1]);
        }

        /** A range in use, shifted, or a little longer or shorter. */
        void freeNearly(int from, int shift, int more) {
            int[] range = any(from);
            free(range[0] + shift, range[1] + more);
        }

        void compare() {
            judged.compareState(state -> Map.of("used", lengths((FunctionValue) state.get("used"))));
        }

        private static Value lengths(FunctionValue ranges) {
            Value[] lengths = new Value[PAGE_COUNT];
            Arrays.fill(lengths, Value.of(0));
            for (Value range : ranges.values()) {
                lengths[((IntValue) ((FunctionValue) range).apply(Value.of("start"))).value()] = ((FunctionValue) range).apply(Value.of("pages"));
            }
            return FunctionValue.onIntervalFrom(0, Arrays.asList(lengths));
        }
    }

    Calls start(Class<?> subject) {
        return new Calls(subject, ORACLES.computeIfAbsent(judge, name -> open(name, requests())));
    }

    private static Action.Independent<Calls> action(Arbitrary<Transformer<Calls>> calls) {
        return () -> calls;
    }

    @Provide
    Arbitrary<ActionChain<Calls>> chains() {
        Arbitrary<Integer> pages = Arbitraries.integers().between(0, PAGE_COUNT - 1);
        Arbitrary<Integer> orders = Arbitraries.integers().between(0, 14);
        Arbitrary<Integer> times = Arbitraries.integers().between(1, 40);
        return ActionChain.startWith(() -> start(type))
                .withAction(6, action(Combinators.combine(orders, pages, times).as((order, more, count) -> Transformer.mutate(
                        "allocate order=" + order + " more=" + more + " times=" + count, calls -> {
                            for (int i = 0; i < 1 + count * 8 / (order + 1); i++) {
                                calls.allocate((1 << order) + (more + 7 * i) % (1 << order));
                            }
                        }))))
                .withAction(6, action(Combinators.combine(pages, times).as((from, count) -> Transformer.mutate(
                        "free from=" + from + " times=" + count, calls -> {
                            for (int i = 0; i < 2 * count; i++) {
                                calls.freeAny((from + 997 * i) % PAGE_COUNT);
                            }
                        }))))
                .withAction(4, action(Combinators.combine(Arbitraries.of(requests()), times).as((request, count) -> Transformer.mutate(
                        request + " times=" + count, calls -> {
                            for (int i = 0; i < count; i++) {
                                calls.allocateWithin(request);
                            }
                        }))))
                .withAction(1, action(orders.map(order -> Transformer.mutate("fill order=" + order, calls -> {
                    for (int i = 0; i < 300 && calls.allocate(1 << order); i++) {
                        continue;
                    }
                }))))
                .withAction(3, action(Combinators.combine(pages, Arbitraries.integers().between(-2, 2), Arbitraries.integers().between(-2, 2))
                        .as((from, shift, more) -> Transformer.mutate("free from=" + from + " shift=" + shift + " more=" + more,
                                calls -> calls.freeNearly(from, shift, more)))))
                .withAction(1, action(Arbitraries.of(Integer.MIN_VALUE, -1, 0, PAGE_COUNT + 1, Integer.MAX_VALUE).map(wrong ->
                        Transformer.mutate("allocate pages=" + wrong, calls -> {
                            calls.allocate(wrong);
                            calls.free(wrong, 1);
                            calls.free(0, wrong);
                        }))))
                .withAction(2, action(Arbitraries.just(Transformer.mutate("compare", Calls::compare))))
                .withMaxTransformations(BURSTS);
    }

    @Property(tries = 3, shrinking = ShrinkingMode.BOUNDED)
    void shouldKeepTheContract(@ForAll("chains") ActionChain<Calls> chain) {
        Calls calls = chain.run();
        calls.compare();
        // What a chain may lack, by chance.
        calls.allocate(1);
        while (calls.allocate(PAGE_COUNT / 8)) {
            continue;
        }
        calls.freeNearly(0, 0, 1);
        calls.compare();
        assertTrue(calls.handedOut > 0 && calls.exhausted > 0 && calls.refused > 0, "calls=" + calls.judged.calls());
    }
}
