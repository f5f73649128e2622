package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayTest {
    @Test
    void shouldCountWhatIsRefusedThoughEnoughIsFree() {
        Script script = new Script();
        int[] ranges = new int[4];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = script.ask(4);
        }
        script.ask(1);
        script.end(ranges[0]);
        script.end(ranges[2]);
        int refused = script.ask(8);
        script.end(refused);
        Play play = Play.of(script, Strategy.BITMAP, 16);
        assertEquals(6, play.asked());
        // One page where none is free, and eight where two times four are.
        assertEquals(2, play.refused());
        assertEquals(1, play.fragmented());
        assertEquals(0.5, play.fragmentation()[Play.SAMPLES - 1]);
    }

    @Test
    void shouldSeeWhatIsWasted() {
        Script script = new Script();
        script.ask(5);
        double[] waste = new double[Play.SAMPLES];
        waste[Play.SAMPLES - 1] = 3 / 8.0;
        assertArrayEquals(waste, Play.of(script, Strategy.BUDDY, 16).waste());
        assertEquals(0, Play.of(script, Strategy.BITMAP, 16).meanWaste());
    }

    /** No allocator is trusted with which pages are free. */
    @Test
    void shouldNoticePagesThatAreHandedOutTwice() {
        TrackedRegion region = new TrackedRegion(16);
        region.take(4, 3, 4);
        assertThrows(IllegalStateException.class, () -> region.take(2, 3, 3));
        assertThrows(IllegalStateException.class, () -> region.take(7, 1, 1));
        assertThrows(IllegalStateException.class, () -> region.take(14, 3, 3));
        assertEquals(12, region.freePages());
        assertEquals(1 - 8 / 12.0, region.externalFragmentation(), 1e-12);
        assertEquals(0.25, region.waste(), 1e-12);
        region.giveBack(4, 3, 4);
        assertEquals(0, region.externalFragmentation());
        assertEquals(0, region.waste());
    }

    @ParameterizedTest
    @EnumSource
    void shouldPlayOnEveryStrategyAndComeToTheSameAgain(Strategy strategy) {
        Script script = new SlabTraffic(1000, 3_000).script(2);
        Play play = Play.of(script, strategy, 1000);
        Play again = Play.of(script, strategy, 1000);
        assertArrayEquals(play.fragmentation(), again.fragmentation());
        assertEquals(play.refused(), again.refused());
        assertTrue(play.meanFragmentation() > 0 && play.metadataBytes() > 0, play.toString());
    }
}
