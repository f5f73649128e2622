package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
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

/** A strategy beside the naive one, call by call, under any sequence of calls. */
abstract class RangeProperties {
    private final RangeKind kind;

    RangeProperties(RangeKind kind) {
        this.kind = kind;
    }

    /** A call, allowed or not, or something that must make no difference. Numbers are taken modulo what there is. */
    record Call(Kind kind, int a, int b, int c, Wish wish) {
        enum Kind { ALLOCATE, ALIGNED, WISHES, FREE_HELD, FREE_NEARLY, FREE_ANY, FREE_MANY, FILL, ATTACH, JUNK }
    }

    /** Of a request, each independent of the others. */
    record Wish(int phase, int nocross, int minimum, int maximum) {
    }

    @Provide
    Arbitrary<Integer> regions() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 200)),
                Tuple.of(2, Arbitraries.of(63, 64, 65, 127, 128, 129, 1024, 4095, 4096, 4097)),
                Tuple.of(1, Arbitraries.integers().between(1, 5_000)));
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<Call.Kind> kinds = Arbitraries.frequency(
                Tuple.of(12, Call.Kind.ALLOCATE), Tuple.of(4, Call.Kind.ALIGNED), Tuple.of(5, Call.Kind.WISHES),
                Tuple.of(9, Call.Kind.FREE_HELD), Tuple.of(3, Call.Kind.FREE_NEARLY), Tuple.of(1, Call.Kind.FREE_ANY),
                Tuple.of(1, Call.Kind.FREE_MANY), Tuple.of(1, Call.Kind.FILL), Tuple.of(1, Call.Kind.ATTACH),
                Tuple.of(1, Call.Kind.JUNK));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, Integer.MAX_VALUE);
        Arbitrary<Wish> wishes = Combinators.combine(numbers, numbers, numbers, numbers).as(Wish::new);
        return Combinators.combine(kinds, numbers, numbers, numbers, wishes).as(Call::new);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void shouldAnswerAsTheContractWants(@ForAll("regions") int pageCount,
                                        @ForAll @Size(max = 150) List<@From("calls") Call> calls, @ForAll Random random) {
        // A wrong link may lead round in circles.
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            Region region = new Region(kind, pageCount);
            region.check();
            for (Call call : calls) {
                make(region, call, random);
                region.check();
            }
        });
    }

    private void make(Region region, Call call, Random random) {
        int pageCount = region.naive.pageCount;
        switch (call.kind) {
            case ALLOCATE -> region.allocate(pages(call, pageCount));
            case ALIGNED -> region.allocateWithin(RangeRequest.aligned(pages(call, pageCount), 1 << call.c % 9));
            case WISHES -> wish(region, call);
            case FREE_HELD -> freeHeld(region, random);
            case FREE_NEARLY -> freeNearly(region, call, random);
            case FREE_ANY -> region.tryFree(call.a % (pageCount + 2) - 1, call.b % 40 - 1);
            case FREE_MANY -> {
                for (int i = region.naive.count() / 2; i > 0; i--) {
                    freeHeld(region, random);
                }
            }
            case FILL -> {
                int pages = pages(call, pageCount);
                while (region.allocate(pages) != RangeAllocation.NONE) {
                    continue;
                }
            }
            case ATTACH -> region.reattach();
            case JUNK -> region.junk(random);
            default -> throw new AssertionError(call);
        }
    }

    /** Mostly short, sometimes as long as the region. */
    private static int pages(Call call, int pageCount) {
        return 1 + call.a % Math.min(pageCount, 1 << call.b % 13);
    }

    private void wish(Region region, Call call) {
        int pageCount = region.naive.pageCount;
        Wish wish = call.wish;
        int longest = pages(call, pageCount);
        // One in five is as long as its boundaries are apart.
        int pages = wish.nocross % 5 == 4 ? Integer.highestOneBit(longest) : longest;
        int alignment = 1 << call.b % 6;
        // None, or the least power of two that there may be, the next, and one more.
        int least = Integer.highestOneBit(2 * pages - 1);
        int nocross = wish.nocross % 5 == 0 ? 0 : least << (wish.nocross % 5 - 1) % 3;
        int minimum = wish.minimum % 3 == 0 ? 0 : wish.minimum / 3 % (pageCount - pages + 1);
        int maximum = wish.maximum % 3 == 0 ? Integer.MAX_VALUE
                : minimum + pages + wish.maximum / 3 % (pageCount - minimum - pages + 1);
        RangeRequest request = new RangeRequest(pages, alignment, wish.phase % alignment, nocross, minimum, maximum);
        if (kind.honoursWishes() || request.isAlignmentOnly(pageCount)) {
            region.allocateWithin(request);
        } else {
            region.refuse(() -> region.ranges().allocateWithin(request));
        }
    }

    private static void freeHeld(Region region, Random random) {
        if (region.naive.count() > 0) {
            int start = region.naive.any(random);
            region.free(start, region.naive.used[start]);
        }
    }

    /** A range in use, shifted, or a little longer or shorter. */
    private static void freeNearly(Region region, Call call, Random random) {
        if (region.naive.count() > 0) {
            int start = region.naive.any(random);
            region.tryFree(start + call.a % 5 - 2, region.naive.used[start] + call.b % 5 - 2);
        }
    }
}
