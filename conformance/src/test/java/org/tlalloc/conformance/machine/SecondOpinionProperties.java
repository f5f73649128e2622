package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.opentest4j.TestAbortedException;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;

/** Our machine and QEMU say the same of machines that chains of actions build; one start of QEMU for each machine. */
@AddLifecycleHook(SecondOpinionProperties.SkipsWithoutQemu.class)
class SecondOpinionProperties {
    private static final int MACHINES = 26;
    private static final int PROBES = 4_500;
    private static final int ACTIONS = 80;
    private static final long RIGHTS = PagingLayout.WRITE | PagingLayout.USER;

    /** What has come of the probes in each mode. */
    private static final Map<PagingMode, Map<String, Integer>> KINDS = new EnumMap<>(PagingMode.class);

    @BeforeContainer
    static void requireQemu() {
        NeedsQemu.check();
    }

    /* To jqwik an assumption that does not hold before the first property is a failure. */
    static final class SkipsWithoutQemu implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            try {
                NeedsQemu.check();
                return SkipResult.doNotSkip();
            } catch (TestAbortedException e) {
                return SkipResult.skip(e.getMessage());
            } catch (AssertionError e) {
                // In continuous integration, where the container fails.
                return SkipResult.doNotSkip();
            }
        }
    }

    private static Action.Independent<ChainedMachine> action(Arbitrary<Transformer<ChainedMachine>> changes) {
        return () -> changes;
    }

    private static Arbitrary<ActionChain<ChainedMachine>> chains(PagingMode mode, int actions) {
        PagingLayout layout = mode.layout();
        Arbitrary<Long> linears = Arbitraries.integers().between(0, 3).list().ofSize(layout.levels())
                .map(choices -> ChainedMachine.linear(mode, choices));
        Arbitrary<Integer> sizes = Arbitraries.of(1, 1, 1, 2);
        Arbitrary<Integer> levels = Arbitraries.integers().between(1, layout.levels());
        Arbitrary<String> rights = Arbitraries.of("wux", "wu", "w", "u", "x", "wx", "ux", "", "wuxg", "g");
        // Any bit but P may be wrong; rights are turned over more often, and so is what is reserved.
        Arbitrary<Long> reserved = mode == PagingMode.IA32 ? Arbitraries.just(1L << 21) : Arbitraries.integers().between(40, 51).map(bit -> 1L << bit);
        Arbitrary<Long> bits = Arbitraries.oneOf(reserved, Arbitraries.integers().between(1, 8 * layout.entryBytes() - 1).map(bit -> 1L << bit),
                Arbitraries.of(PagingLayout.WRITE, PagingLayout.USER, RIGHTS, layout.entryBytes() == 8 ? PagingLayout.NO_EXECUTE : RIGHTS));
        return ActionChain.startWith(() -> new ChainedMachine(mode))
                .withAction(12, action(Combinators.combine(linears, sizes, Arbitraries.integers().between(0, 2_047), rights)
                        .as((linear, level, number, right) -> Transformer.mutate(
                                String.format("map linear=0x%x level=%d number=%d rights=%s", linear, level, number, right),
                                machine -> machine.map(linear, level, number, right)))))
                .withAction(1, action(linears.map(linear -> Transformer.mutate(String.format("unmap linear=0x%x", linear),
                        machine -> machine.unmap(linear)))))
                .withAction(5, action(Combinators.combine(linears, levels, bits).as((linear, level, bit) -> Transformer.mutate(
                        String.format("toggle linear=0x%x level=%d bits=0x%x", linear, level, bit),
                        machine -> machine.toggle(linear, level, bit)))))
                .withAction(1, action(Combinators.combine(linears, levels, Arbitraries.of(false, true)).as((linear, level, far) ->
                        Transformer.mutate(String.format("enlarge linear=0x%x level=%d far=%b", linear, level, far),
                                machine -> machine.enlarge(linear, level, far)))))
                .withAction(1, action(Combinators.combine(linears, levels).as((linear, level) -> Transformer.mutate(
                        String.format("recurse linear=0x%x level=%d", linear, level), machine -> machine.recurse(linear, level)))))
                .withMaxTransformations(actions);
    }

    /** Who is asked. */
    private interface Judges {
        List<SecondOpinion.Answer> ask(PagingMode mode, ChainedMachine machine, List<Probe> probes) throws IOException;
    }

    private static final Judges BOTH = (mode, machine, probes) -> SecondOpinion.ask(mode, machine.memory(), probes);

    private static void compare(PagingMode mode, ActionChain<ChainedMachine> chain, int probes, Judges judges) throws IOException {
        ChainedMachine machine = chain.run();
        Map<String, Integer> kinds = KINDS.computeIfAbsent(mode, any -> new TreeMap<>());
        List<String> differences = new ArrayList<>();
        for (SecondOpinion.Answer answer : judges.ask(mode, machine, machine.probes(probes))) {
            if (answer.asked()) {
                kinds.merge(answer.ours().kind(), 1, Integer::sum);
                if (!answer.agreed()) {
                    differences.add(answer.toString());
                }
            }
        }
        assertEquals(List.of(), differences.subList(0, Math.min(3, differences.size())), () -> differences.size() + " differences");
    }

    /** After a property that holds: there were probes enough, and all that can come of one has. */
    private abstract static class Covers implements AroundPropertyHook {
        private final PagingMode mode;

        Covers(PagingMode mode) {
            this.mode = mode;
        }

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            KINDS.remove(mode);
            PropertyExecutionResult result = property.execute();
            try {
                if (result.status() == PropertyExecutionResult.Status.SUCCESSFUL) {
                    check();
                }
                return result;
            } catch (AssertionError e) {
                return result.mapToFailed(e);
            }
        }

        private void check() {
            Map<String, Integer> kinds = KINDS.get(mode);
            int asked = kinds.values().stream().mapToInt(Integer::intValue).sum();
            assertTrue(asked >= 100_000, "probes asked=" + asked + " of " + MACHINES * PROBES);
            assertTrue(kinds.get("made") > asked / 10, kinds.toString());
            // Every error code that there can be: P, W, U, RSVD and I/D, but W together with I/D.
            for (int code = 0; code < 32; code++) {
                boolean possible = (code & PageFault.WRITE) == 0 || (code & PageFault.FETCH) == 0;
                possible &= (code & PageFault.RESERVED) == 0 || (code & PageFault.PROTECTION) != 0;
                assertEquals(possible, kinds.getOrDefault("page fault " + code, 0) > 0, "errorCode=" + code + " in " + kinds);
            }
            assertEquals(mode.isLong(), kinds.containsKey("exception 13"), kinds.toString());
        }
    }

    static final class CoversIa32 extends Covers {
        CoversIa32() {
            super(PagingMode.IA32);
        }
    }

    static final class CoversPae extends Covers {
        CoversPae() {
            super(PagingMode.PAE);
        }
    }

    static final class CoversFourLevels extends Covers {
        CoversFourLevels() {
            super(PagingMode.FOUR_LEVEL);
        }
    }

    static final class CoversFiveLevels extends Covers {
        CoversFiveLevels() {
            super(PagingMode.FIVE_LEVEL);
        }
    }

    @Provide
    Arbitrary<ActionChain<ChainedMachine>> ia32() {
        return chains(PagingMode.IA32, ACTIONS);
    }

    @Property(tries = MACHINES, shrinking = ShrinkingMode.BOUNDED)
    @AddLifecycleHook(CoversIa32.class)
    void shouldAgreeInIa32(@ForAll("ia32") ActionChain<ChainedMachine> chain) throws IOException {
        compare(PagingMode.IA32, chain, PROBES, BOTH);
    }

    @Provide
    Arbitrary<ActionChain<ChainedMachine>> pae() {
        return chains(PagingMode.PAE, ACTIONS);
    }

    @Property(tries = MACHINES, shrinking = ShrinkingMode.BOUNDED)
    @AddLifecycleHook(CoversPae.class)
    void shouldAgreeInPae(@ForAll("pae") ActionChain<ChainedMachine> chain) throws IOException {
        compare(PagingMode.PAE, chain, PROBES, BOTH);
    }

    @Provide
    Arbitrary<ActionChain<ChainedMachine>> fourLevels() {
        return chains(PagingMode.FOUR_LEVEL, ACTIONS);
    }

    @Property(tries = MACHINES, shrinking = ShrinkingMode.BOUNDED)
    @AddLifecycleHook(CoversFourLevels.class)
    void shouldAgreeInFourLevels(@ForAll("fourLevels") ActionChain<ChainedMachine> chain) throws IOException {
        compare(PagingMode.FOUR_LEVEL, chain, PROBES, BOTH);
    }

    @Provide
    Arbitrary<ActionChain<ChainedMachine>> fiveLevels() {
        return chains(PagingMode.FIVE_LEVEL, ACTIONS);
    }

    @Property(tries = MACHINES, shrinking = ShrinkingMode.BOUNDED)
    @AddLifecycleHook(CoversFiveLevels.class)
    void shouldAgreeInFiveLevels(@ForAll("fiveLevels") ActionChain<ChainedMachine> chain) throws IOException {
        compare(PagingMode.FIVE_LEVEL, chain, PROBES, BOTH);
    }

    /** A unit that lets code be fetched from large pages that forbid it. */
    private static List<SecondOpinion.Answer> askPlanted(PagingMode mode, ChainedMachine machine, List<Probe> probes) throws IOException {
        return SecondOpinion.ask(mode, machine.memory(), probes).stream().map(answer -> answer.asked() ? planted(answer) : answer).toList();
    }

    private static SecondOpinion.Answer planted(SecondOpinion.Answer answer) {
        Observation ours = answer.ours();
        long last = ours.before().isEmpty() ? 0 : ours.before().get(ours.before().size() - 1);
        boolean forbidden = ours.vector() == Observation.PAGE_FAULT && (ours.errorCode() & PageFault.FETCH) != 0
                && (ours.errorCode() & PageFault.RESERVED) == 0 && ours.before().size() < answer.probe().control().layout().levels()
                && (last & PagingLayout.LARGE) != 0 && last < 0;
        return !forbidden ? answer : new SecondOpinion.Answer(answer.probe(),
                new Observation(Observation.MADE, 0, 0, ours.values(), ours.seen(), ours.before(), ours.after()), answer.theirs(), answer.compared());
    }

    /** The property must fail, and one action be left of its chain. */
    static final class MustShrink implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            try {
                assertEquals(PropertyExecutionResult.Status.FAILED, result.status(), "the planted fault is not found");
                ActionChain<?> chain = (ActionChain<?>) result.falsifiedParameters().orElseThrow().get(0);
                assertEquals(1, chain.transformations().size(), () -> "not short: " + chain.transformations());
                assertTrue(chain.transformations().get(0).matches("map linear=0x\\p{XDigit}+ level=2 number=\\d+ rights=[wug]*"),
                        () -> chain.transformations().toString());
                String message = result.throwable().orElseThrow().getMessage();
                assertTrue(message.contains("EXECUTE") && message.contains("page fault"), message);
                return result.mapToSuccessful();
            } catch (AssertionError e) {
                return result.mapToFailed(e);
            }
        }
    }

    @Provide
    Arbitrary<ActionChain<ChainedMachine>> fewActions() {
        return chains(PagingMode.FOUR_LEVEL, 15);
    }

    /* The seed is fixed, since how short a chain becomes depends a little on where it began. */
    @Property(tries = 50, shrinking = ShrinkingMode.FULL, seed = "1")
    @AddLifecycleHook(MustShrink.class)
    void shouldFindAPlantedFaultAndShrinkItsMachine(@ForAll("fewActions") ActionChain<ChainedMachine> chain) throws IOException {
        compare(PagingMode.FOUR_LEVEL, chain, 300, SecondOpinionProperties::askPlanted);
    }
}
