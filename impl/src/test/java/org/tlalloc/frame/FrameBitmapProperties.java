package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** The frame bitmap against one that looks at every frame, call by call, under any sequence of calls. */
class FrameBitmapProperties {
    private static final int LARGE = 20_000;

    /** An arena whose reserved frames are drawn from a seed. */
    record Shape(int frameCount, int holes, long seed) {
        FrameArena arena() {
            BitSet reserved = new BitSet();
            Random random = new Random(seed);
            for (int i = 0; i < holes; i++) {
                int first = random.nextInt(frameCount);
                reserved.set(first, Math.min(frameCount, first + 1 + random.nextInt(1 << random.nextInt(8))));
            }
            return new FrameArena(frameCount, FrameBitmap.largestOrder(frameCount), reserved);
        }
    }

    /** A call, allowed or not. Numbers are taken modulo what there is. */
    record Call(Kind kind, int a, int b, int c) {
        enum Kind { ALLOCATE, ALLOCATE_RUN, TAKE, FREE_PART, FREE_ANY, EVERY_OTHER, FILL, ATTACH }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        Arbitrary<Integer> frames = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 200)),
                Tuple.of(2, Arbitraries.of(63, 64, 65, 127, 128, 129, 1024, 1025, 4095, 4096, 4097, 8192, 8193)),
                Tuple.of(1, Arbitraries.integers().between(1, 20_000)),
                Tuple.of(1, Arbitraries.of(65_536, 65_537, 262_144, 262_145)));
        return Combinators.combine(frames, Arbitraries.integers().between(0, 6), Arbitraries.longs()).as(Shape::new);
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<Call.Kind> kinds = Arbitraries.frequency(
                Tuple.of(10, Call.Kind.ALLOCATE), Tuple.of(8, Call.Kind.ALLOCATE_RUN), Tuple.of(12, Call.Kind.FREE_PART),
                Tuple.of(4, Call.Kind.TAKE), Tuple.of(3, Call.Kind.FREE_ANY), Tuple.of(1, Call.Kind.EVERY_OTHER), Tuple.of(1, Call.Kind.FILL),
                Tuple.of(1, Call.Kind.ATTACH));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, Integer.MAX_VALUE);
        return Combinators.combine(kinds, numbers, numbers, numbers).as(Call::new);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerAsTheNaiveOneDoes(@ForAll("shapes") Shape shape, @ForAll @Size(max = 120) List<@From("calls") Call> calls) {
        FrameArena arena = shape.arena();
        List<int[]> runs = new ArrayList<>();
        arena.check();
        for (int i = 0; i < calls.size(); i++) {
            make(arena, runs, calls.get(i));
            // Looking at a large arena takes longer than any call.
            if (shape.frameCount <= LARGE || i % 16 == 15 || i == calls.size() - 1) {
                arena.check();
            }
        }
        assertEquals(arena.naive.freeFrames(), arena.bitmap.freeFrames());
        assertEquals(arena.naive.longestFreeRun(), arena.bitmap.longestFreeRun());
    }

    private static void make(FrameArena arena, List<int[]> runs, Call call) {
        int frameCount = arena.naive.frameCount;
        switch (call.kind) {
            case ALLOCATE -> {
                int order = call.a % (arena.bitmap.maxOrder() + 1) * (call.b % 3) / 2;
                order = Math.min(order, arena.bitmap.maxOrder());
                keep(runs, arena.allocate(order), 1 << order);
            }
            case ALLOCATE_RUN -> {
                int frames = 1 + call.a % Math.min(1 << arena.bitmap.maxOrder(), 1 << call.b % 10);
                keep(runs, arena.allocateRun(frames, 1 << call.b % 8, 1 + call.c % (frameCount + 10)), frames);
            }
            case TAKE -> take(arena, runs, call);
            case FREE_PART -> freePart(arena, runs, call);
            case FREE_ANY -> arena.freeRun(call.a % (frameCount + 2) - 1, call.b % 40 - 1);
            case EVERY_OTHER -> everyOther(arena, runs);
            case FILL -> {
                int frames = Math.max(1, 1 << arena.bitmap.maxOrder() >>> call.a % 4);
                while (keep(runs, arena.allocateRun(frames, 1, frameCount), frames)) {
                    continue;
                }
            }
            case ATTACH -> arena.reattach();
            default -> throw new AssertionError(call);
        }
    }

    /** The lowest run of a length, of which some frames are taken at its beginning or anywhere. */
    private static void take(FrameArena arena, List<int[]> runs, Call call) {
        int frames = 1 + call.a % Math.min(arena.naive.frameCount, 1 << call.b % 14);
        int lowest = arena.naive.find(new RunRequest(frames, 1, Integer.MAX_VALUE));
        assertEquals(lowest, arena.bitmap.lowestRun(frames), "frames=" + frames);
        int first = call.b % 2 == 0 && lowest != FrameAllocation.NONE ? lowest : call.c % arena.naive.frameCount;
        if (arena.takeRun(first, Math.max(1, frames / 2))) {
            keep(runs, first, Math.max(1, frames / 2));
        }
    }

    private static boolean keep(List<int[]> runs, int frame, int frames) {
        return frame != FrameAllocation.NONE && runs.add(new int[] {frame, frames});
    }

    private static void freePart(FrameArena arena, List<int[]> runs, Call call) {
        if (runs.isEmpty()) {
            return;
        }
        int[] run = runs.remove(call.a % runs.size());
        int begin = call.b % run[1];
        int frames = call.c % 2 == 0 ? run[1] - begin : 1 + call.c % (run[1] - begin);
        arena.freeRun(run[0] + begin, frames);
        keep(runs, begin == 0 ? FrameAllocation.NONE : run[0], begin);
        int rest = run[1] - begin - frames;
        keep(runs, rest == 0 ? FrameAllocation.NONE : run[0] + begin + frames, rest);
    }

    /** Some hundred frames of a run, one by one: the checkerboard on which a bitmap without a summary is slowest. */
    private static void everyOther(FrameArena arena, List<int[]> runs) {
        if (!runs.isEmpty()) {
            int[] run = runs.remove(runs.size() - 1);
            for (int frame = 0; frame < Math.min(run[1], 400); frame++) {
                if (frame % 2 == 0) {
                    arena.freeRun(run[0] + frame, 1);
                } else {
                    runs.add(new int[] {run[0] + frame, 1});
                }
            }
        }
    }

    /** Where something meets its neighbour, a number of frames that is about as large as such a thing is. */
    record Edge(Kind kind, int bits, int node, int offset, int length, int more) {
        enum Kind { TAKE, FREE, FIND }

        int frame(int frameCount) {
            int nodes = frameCount >>> bits;
            return Math.max(0, Math.min(frameCount - 1, (nodes - node % Math.min(nodes + 1, 4) << bits) + offset));
        }

        int frames() {
            return Math.max(1, length + more);
        }
    }

    @Provide
    Arbitrary<Integer> wholeWords() {
        return Arbitraries.of(64, 448, 512, 1024, 1088, 4032, 8192, 8640, 65_536, 66_048, 262_144 + 64, 524_288, (1 << 20) + 4096,
                (1 << 20) + 65_536 + 448);
    }

    @Provide
    Arbitrary<Edge> edges() {
        Arbitrary<Edge.Kind> kinds = Arbitraries.frequency(Tuple.of(4, Edge.Kind.TAKE), Tuple.of(4, Edge.Kind.FREE), Tuple.of(2, Edge.Kind.FIND));
        return Combinators.combine(kinds, Arbitraries.of(6, 6, 9, 9, 12, 16, 18, 20), Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(-3, 3), Arbitraries.of(1, 1, 1, 64, 64, 128, 448, 512, 4096, 65_536, 262_144),
                Arbitraries.integers().between(-2, 3)).as(Edge::new);
    }

    /* Runs of any place and length rarely come near an edge, or leave two runs that are about as long. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void shouldKnowItsRunsAtEdges(@ForAll("wholeWords") int frameCount, @ForAll boolean full, @ForAll @Size(max = 40) List<@From("edges") Edge> edges) {
        FrameArena arena = new FrameArena(frameCount, FrameBitmap.largestOrder(frameCount));
        if (full) {
            takeAll(arena, 0, frameCount);
        }
        for (Edge edge : edges) {
            int frame = edge.frame(frameCount);
            int end = Math.min(frameCount, frame + edge.frames());
            switch (edge.kind) {
                case TAKE -> takeAll(arena, frame, end);
                case FREE -> freeAll(arena, frame, end);
                case FIND -> {
                    int frames = Math.min(end - frame, 1 << arena.bitmap.maxOrder());
                    int found = arena.allocateRun(frames, 1 << edge.bits - edge.node, frameCount);
                    if (found != FrameAllocation.NONE) {
                        arena.freeRun(found, frames);
                    }
                }
                default -> throw new AssertionError(edge);
            }
            arena.check();
            int longest = arena.naive.longestFreeRun();
            assertEquals(longest, arena.bitmap.longestFreeRun());
            for (int frames = Math.max(1, longest - 1); frames <= Math.min(longest + 1, frameCount); frames++) {
                assertEquals(arena.naive.find(new RunRequest(frames, 1, frameCount)), arena.bitmap.lowestRun(frames), "frames=" + frames);
            }
        }
    }

    /** All that is free there, as few runs as possible. */
    private static void takeAll(FrameArena arena, int from, int limit) {
        for (int frame = arena.naive.held.nextClearBit(from); frame < limit; frame = arena.naive.held.nextClearBit(frame)) {
            int held = arena.naive.held.nextSetBit(frame);
            int end = held < 0 ? limit : Math.min(held, limit);
            arena.takeRun(frame, Math.min(end - frame, 1 << arena.bitmap.maxOrder()));
        }
    }

    /** All that is held there, as few runs as possible. */
    private static void freeAll(FrameArena arena, int from, int limit) {
        for (int frame = arena.naive.held.nextSetBit(from); frame >= 0 && frame < limit; frame = arena.naive.held.nextSetBit(frame)) {
            int end = Math.min(arena.naive.held.nextClearBit(frame), limit);
            arena.freeRun(frame, Math.min(end - frame, 1 << arena.bitmap.maxOrder()));
        }
    }

    @Property(tries = 400)
    void shouldFindTheLongestRunInAWord(@ForAll long word, @ForAll long mask) {
        for (long bits : new long[] {word, word & mask, word | mask, ~(word & mask & word >>> 7)}) {
            int longest = 0;
            int run = 0;
            for (int i = 0; i < Long.SIZE; i++) {
                run = (bits >>> i & 1) != 0 ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
            assertEquals(longest, FrameWords.longestRun(bits), Long.toBinaryString(bits));
        }
    }
}
