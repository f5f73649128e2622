package org.tlalloc.conformance.paging;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
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
import org.tlalloc.conformance.judge.JudgedSubject;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.paging.MapRequest;
import org.tlalloc.paging.Permission;

/** Page tables with more pages, frames and requests than a model has, under random calls, each judged by the specification. */
class PagingOracleProperties {
    private static final int CALLS = 400;
    private static final int FIRST_TABLE = 100;
    private static final List<Permission> RIGHTS = List.of(Permission.KERNEL_READ, Permission.KERNEL_WRITE, Permission.USER_READ,
            Permission.USER_WRITE);

    /** The machines: IA-32 with two address spaces, and four levels with large pages at two of them. */
    private enum Machine {
        TWO_LEVELS(2, 4, 1, 2, 16, 16),
        FOUR_LEVELS(4, 2, 2, 1, 16, 16);

        private final int levels;
        private final int fanout;
        private final int largestLevel;
        private final int spaces;
        private final int pages;
        private final int frames;

        Machine(int levels, int fanout, int largestLevel, int spaces, int pages, int frames) {
            this.levels = levels;
            this.fanout = fanout;
            this.largestLevel = largestLevel;
            this.spaces = spaces;
            this.pages = pages;
            this.frames = frames;
        }

        private Map<String, Value> constants() {
            BitSet kernel = new BitSet();
            if (fanout == 4) {
                kernel.set(2);
            }
            Map<String, Value> constants = new LinkedHashMap<>();
            constants.put("Levels", Value.of(levels));
            constants.put("Fanout", Value.of(fanout));
            constants.put("LargestLevel", Value.of(largestLevel));
            constants.put("KernelSlot", JavaValues.toValue(kernel));
            constants.put("Recursive", Value.of(fanout - 1));
            constants.put("Space", range(spaces));
            constants.put("Page", range(pages));
            constants.put("Frame", range(frames));
            constants.put("MapRequest", SetValue.of(requests().stream().map(JavaValues::toValue).toList()));
            constants.put("Right", SetValue.of(RIGHTS.stream().map(JavaValues::toValue).toList()));
            constants.put("Access", SetValue.of(RIGHTS.stream().map(JavaValues::toValue).toList()));
            constants.put("Tracked", Value.of(true));
            constants.put("TableCount", Value.of(fanout == 4 ? 6 : 7));
            constants.put("FirstTable", Value.of(FIRST_TABLE));
            return constants;
        }

        private List<MapRequest> requests() {
            List<MapRequest> requests = new ArrayList<>();
            for (int level = 0; level <= largestLevel; level++) {
                long group = Math.round(Math.pow(fanout, level));
                for (long page = 0; page < pages; page += level == 0 ? 1 : group / 2) {
                    for (long frame : new long[] {group, 2 * group, (page * 5 + 3) % frames, 7}) {
                        requests.add(new MapRequest(page, level, frame, RIGHTS.get((int) (page + frame) % RIGHTS.size())));
                    }
                }
            }
            return requests.stream().distinct().toList();
        }

        private static Value range(int count) {
            BitSet all = new BitSet();
            all.set(0, count);
            return JavaValues.toValue(all);
        }
    }

    private static final Map<Machine, SpecOracle> ORACLES = new EnumMap<>(Machine.class);

    @AfterContainer
    static void close() throws IOException {
        for (SpecOracle oracle : ORACLES.values()) {
            oracle.close();
        }
        ORACLES.clear();
    }

    private static SpecOracle open(Machine machine) {
        try {
            Catalogue catalogue = Catalogue.at(Path.of(".."));
            return catalogue.oracle(catalogue.model("PageTable"), machine.constants());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A subject, and how many calls it took. */
    static final class Calls {
        private final JudgedSubject judged;
        private final Map<String, Integer> taken = new LinkedHashMap<>();

        Calls(Class<?> type, Machine machine) {
            judged = JudgedSubject.of(type, "PageTable", ORACLES.computeIfAbsent(machine, PagingOracleProperties::open));
        }

        void call(String action, Object... arguments) {
            Value[] values = new Value[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = JavaValues.toValue(arguments[i]);
            }
            if (judged.call(action, values).taken()) {
                taken.merge(action, 1, Integer::sum);
            }
        }
    }

    private static Action.Independent<Calls> action(Arbitrary<Transformer<Calls>> calls) {
        return () -> calls;
    }

    private static Arbitrary<ActionChain<Calls>> chains(Class<?> type, Machine machine) {
        Arbitrary<Integer> spaces = Arbitraries.integers().between(0, machine.spaces - 1);
        Arbitrary<Integer> pages = Arbitraries.integers().between(0, machine.pages - 1);
        Arbitrary<Integer> levels = Arbitraries.integers().between(0, machine.largestLevel + 1);
        Arbitrary<Permission> rights = Arbitraries.of(RIGHTS);
        return ActionChain.startWith(() -> new Calls(type, machine))
                .withAction(5, action(Combinators.combine(spaces, Arbitraries.of(machine.requests())).as((space, request) ->
                        Transformer.mutate("map " + space + " " + request, calls -> calls.call("Map", space, request)))))
                .withAction(2, action(Combinators.combine(spaces, pages, levels).as((space, page, level) ->
                        Transformer.mutate("unmap " + space + " " + page + " " + level, calls -> calls.call("Unmap", space, page, level)))))
                .withAction(2, action(Combinators.combine(spaces, pages, levels, rights).as((space, page, level, right) ->
                        Transformer.mutate("protect " + space + " " + page + " " + level + " " + right,
                                calls -> calls.call("Protect", space, page, level, right)))))
                .withAction(3, action(Combinators.combine(spaces, pages, rights).as((space, page, access) ->
                        Transformer.mutate("translate " + space + " " + page + " " + access,
                                calls -> calls.call("Translate", space, page, access)))))
                .withMaxTransformations(CALLS);
    }

    private static void run(ActionChain<Calls> chain) {
        Calls calls = chain.run();
        calls.judged.compareState();
        assertTrue(calls.taken.keySet().containsAll(List.of("Map", "Unmap", "Protect", "Translate")), calls.taken.toString());
    }

    @Provide
    Arbitrary<ActionChain<Calls>> twoLevels() {
        return chains(PageTableInSlots.class, Machine.TWO_LEVELS);
    }

    @Property(tries = 5, shrinking = ShrinkingMode.BOUNDED)
    void shouldBePageTablesOfTwoLevels(@ForAll("twoLevels") ActionChain<Calls> chain) {
        run(chain);
    }

    @Provide
    Arbitrary<ActionChain<Calls>> fourLevels() {
        return chains(PageTableThroughWindow.class, Machine.FOUR_LEVELS);
    }

    @Property(tries = 5, shrinking = ShrinkingMode.BOUNDED)
    void shouldBePageTablesOfFourLevels(@ForAll("fourLevels") ActionChain<Calls> chain) {
        run(chain);
    }
}
