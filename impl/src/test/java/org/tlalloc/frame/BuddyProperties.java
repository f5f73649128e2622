package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tlalloc.frame.ReferenceBuddy.Placement;

/** A buddy allocator against the reference, call by call, under any sequence of calls. */
abstract class BuddyProperties {
    private final Placement placement;

    BuddyProperties(Placement placement) {
        this.placement = placement;
    }

    /** An arena: any length, any holes. */
    record Shape(int frameCount, int maxOrder, Set<Integer> holes) {
        BitSet reserved() {
            BitSet reserved = new BitSet();
            holes.stream().filter(frame -> frame < frameCount).forEach(reserved::set);
            return reserved;
        }
    }

    /** A call, allowed or not, or something that must make no difference. */
    record Call(Kind kind, int frame, int order) {
        enum Kind { ALLOCATE, FREE_HELD, FREE_ANY, ATTACH, JUNK }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        Arbitrary<Integer> frames = Arbitraries.oneOf(Arbitraries.integers().between(1, 70),
                Arbitraries.integers().between(1, 700), Arbitraries.of(64, 65, 127, 128, 129, 512, 4097));
        Arbitrary<Integer> orders = Arbitraries.integers().between(0, 12);
        Arbitrary<Set<Integer>> holes = Arbitraries.oneOf(Arbitraries.just(Set.of()),
                Arbitraries.integers().between(0, 4096).set().ofMaxSize(60));
        return Combinators.combine(frames, orders, holes).as(Shape::new);
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<Call.Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.just(Call.Kind.ALLOCATE)),
                Tuple.of(8, Arbitraries.just(Call.Kind.FREE_HELD)),
                Tuple.of(4, Arbitraries.just(Call.Kind.FREE_ANY)),
                Tuple.of(1, Arbitraries.just(Call.Kind.ATTACH)),
                Tuple.of(1, Arbitraries.just(Call.Kind.JUNK)));
        Arbitrary<Integer> orders = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 2)),
                Tuple.of(3, Arbitraries.integers().between(0, 12)),
                Tuple.of(1, Arbitraries.integers()));
        Arbitrary<Integer> frames = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(-1, 4097)),
                Tuple.of(1, Arbitraries.integers()));
        return Combinators.combine(kinds, frames, orders).as(Call::new);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerAsTheReferenceDoes(@ForAll("shapes") Shape shape,
                                        @ForAll @Size(max = 250) List<@From("calls") Call> calls, @ForAll Random random) {
        Arena arena = Arena.of(placement, shape.frameCount, shape.maxOrder, shape.reserved());
        ReferenceBuddy reference = new ReferenceBuddy(placement, shape.frameCount, shape.maxOrder, shape.reserved());
        arena.assertSameAs(reference);
        for (Call call : calls) {
            switch (call.kind) {
                case ALLOCATE -> allocate(arena, reference, call.order);
                case FREE_HELD -> freeHeld(arena, reference, call.frame & 0xffff);
                case FREE_ANY -> free(arena, reference, call.frame, call.order);
                case ATTACH -> arena.reattach();
                case JUNK -> arena.junk(random);
            }
            arena.assertSameAs(reference);
        }
        arena.assertOutsideUntouched();
    }

    private static void allocate(Arena arena, ReferenceBuddy reference, int order) {
        if (reference.hasOrder(order)) {
            assertEquals(reference.allocate(order), arena.allocate(order));
        } else {
            arena.refuseAllocate(order);
        }
    }

    private static void freeHeld(Arena arena, ReferenceBuddy reference, int which) {
        if (!reference.held().isEmpty()) {
            List<Map.Entry<Integer, Integer>> held = new ArrayList<>(reference.held().entrySet());
            Map.Entry<Integer, Integer> block = held.get(which % held.size());
            free(arena, reference, block.getKey(), block.getValue());
        }
    }

    private static void free(Arena arena, ReferenceBuddy reference, int frame, int order) {
        if (reference.holds(frame, order)) {
            arena.free(frame, order);
            reference.free(frame, order);
        } else {
            arena.refuseFree(frame, order);
        }
    }

    /** What is done to an arena to make as many blocks as possible coalesce, split and be free in odd places. */
    enum Sweep {
        TAKE_ALL_SINGLY, TAKE_SOME, FREE_EVEN, FREE_ODD, FREE_ODD_DOWN, FREE_THIRDS, FREE_ALL_UP, FREE_ALL_DOWN, FREE_SHUFFLED
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepItsIndexInBounds(@ForAll @IntRange(min = 1, max = 600) int frameCount,
                                    @ForAll @IntRange(max = 10) int maxOrder,
                                    @ForAll @Size(max = 12) List<Sweep> sweeps, @ForAll Random random) {
        Arena arena = Arena.of(placement, frameCount, maxOrder, new BitSet());
        ReferenceBuddy reference = new ReferenceBuddy(placement, frameCount, maxOrder, new BitSet());
        for (Sweep sweep : sweeps) {
            perform(sweep, arena, reference, random);
            arena.assertSameAs(reference);
        }
        arena.assertOutsideUntouched();
    }

    private void perform(Sweep sweep, Arena arena, ReferenceBuddy reference, Random random) {
        if (sweep == Sweep.TAKE_ALL_SINGLY || sweep == Sweep.TAKE_SOME) {
            int order = sweep == Sweep.TAKE_SOME ? Math.min(1, arena.buddy().maxOrder()) : 0;
            int times = sweep == Sweep.TAKE_SOME ? random.nextInt(arena.buddy().frameCount()) : Integer.MAX_VALUE;
            for (int i = 0; i < times; i++) {
                int frame = arena.allocate(order);
                assertEquals(reference.allocate(order), frame);
                checkIndex(arena);
                if (frame == BlockAllocation.NONE) {
                    return;
                }
            }
            return;
        }
        List<Integer> frames = new ArrayList<>(reference.held().keySet());
        if (sweep == Sweep.FREE_ODD_DOWN || sweep == Sweep.FREE_ALL_DOWN) {
            Collections.reverse(frames);
        } else if (sweep == Sweep.FREE_SHUFFLED) {
            Collections.shuffle(frames, random);
        }
        for (int frame : frames) {
            int order = reference.held().get(frame);
            if (hits(sweep, frame >>> order)) {
                free(arena, reference, frame, order);
                checkIndex(arena);
            }
        }
    }

    private static boolean hits(Sweep sweep, int block) {
        return switch (sweep) {
            case FREE_EVEN -> block % 2 == 0;
            case FREE_ODD, FREE_ODD_DOWN -> block % 2 == 1;
            case FREE_THIRDS -> block % 3 == 0;
            default -> true;
        };
    }

    /** What a kind of allocator promises of its index of free blocks after every call. */
    abstract void checkIndex(Arena arena);
}
