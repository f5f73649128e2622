package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficTest {
    private static final int PAGES = 4096;

    static Stream<Traffic> traffic() {
        return Stream.of(new SlabTraffic(PAGES, 3_000), new LengthTraffic(Lengths.SHORT, PAGES, 0.85, 2_000),
                new LengthTraffic(Lengths.ANY, PAGES, 0.85, 2_000), new CombTraffic(PAGES, 1), new RecordedTraffic("recorded", "some", recording()));
    }

    private static Script recording() {
        return new LengthTraffic(Lengths.SHORT, 1024, 0.5, 500).script(7);
    }

    private static List<String> text(Script script) {
        return Stream.iterate(0, at -> at < script.size(), at -> at + 1)
                .map(at -> script.asks(at) ? "+" + script.pages(script.range(at)) : "-" + script.range(at)).toList();
    }

    @ParameterizedTest
    @MethodSource("traffic")
    void shouldFollowFromTheSeed(Traffic traffic) {
        assertEquals(text(traffic.script(3)), text(traffic.script(3)));
        assertNotEquals(text(traffic.script(3)), text(traffic.script(4)));
    }

    /** Else an allocator would be asked for what nobody can do. */
    @ParameterizedTest
    @MethodSource("traffic")
    void shouldAskForNoMoreThanTheRegionHasAndEndNothingTwice(Traffic traffic) {
        Script script = traffic.script(5);
        BitSet live = new BitSet();
        for (int at = 0; at < script.size(); at++) {
            int range = script.range(at);
            assertEquals(script.asks(at), !live.get(range), "at=" + at);
            live.flip(range);
            assertTrue(script.pages(range) >= 1 && script.pages(range) <= traffic.pageCount());
        }
        // Of lengths drawn at random there may be many long ones at once: that is what refusals are for.
        assertTrue(traffic instanceof LengthTraffic || script.peakPages() <= traffic.pageCount(), "peak=" + script.peakPages());
        assertTrue(script.ranges() > 100, "ranges=" + script.ranges());
    }

    /** The slots are as many as the mean says: so it must be the mean. */
    @Test
    void shouldDrawLengthsOfTheMeanThatItSays() {
        for (Lengths lengths : Lengths.values()) {
            SplittableRandom random = new SplittableRandom(1);
            int draws = 1_000_000;
            long sum = 0;
            int longest = 0;
            for (int i = 0; i < draws; i++) {
                int length = lengths.next(random, 9);
                sum += length;
                longest = Math.max(longest, length);
            }
            assertEquals(lengths.mean(9), (double) sum / draws, lengths.mean(9) / 50, lengths.name());
            assertEquals(lengths.longest(9), longest, lengths.name());
        }
    }

    /** A recording begun in its middle goes round: all of it is asked for, once. */
    @Test
    void shouldPlayTheWholeRecordingWhereverItBegins() {
        Script recording = recording();
        Traffic traffic = new RecordedTraffic("recorded", "some", recording);
        for (long seed = 1; seed <= 5; seed++) {
            assertEquals(recording.ranges(), traffic.script(seed).ranges());
        }
        assertEquals((int) Math.ceil(1.1 * recording.peakPages()), traffic.pageCount());
    }
}
