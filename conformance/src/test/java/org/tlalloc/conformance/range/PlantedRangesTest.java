package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.replay.Replays;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeBuddy;

/** What the models of RangeBitmap and RangeBuddy find in allocators that have a fault, and do not in those that have none. */
class PlantedRangesTest {
    static Object[] faults() {
        return new Object[] {
            Arguments.of("RangeBitmapNodes", PlantedRanges.ForgetsAlignment.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBitmapNodes", PlantedRanges.WantsMoreRoom.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBitmapNodes", PlantedRanges.GivesUpEarly.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBitmapNodes", PlantedRanges.TakesTheHighest.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBitmapNodes", PlantedRanges.FreesPart.class, DivergenceKind.ACCEPTED),
            Arguments.of("RangeBitmapNodes", PlantedRanges.FreesNeighbours.class, DivergenceKind.ACCEPTED),
            Arguments.of("RangeBitmapNodes", PlantedRanges.FreesTwice.class, DivergenceKind.ACCEPTED),
            Arguments.of("RangeBitmapNodes", PlantedRanges.KeepsTheLast.class, DivergenceKind.REFUSED),
            Arguments.of("RangeBitmapNodes", PlantedRanges.LeavesTheMark.class, DivergenceKind.STATE),
            Arguments.of("RangeBitmapNodes", PlantedRanges.Trespasses.class, DivergenceKind.TRESPASS),
            Arguments.of("RangeBuddyRagged", PlantedRanges.ForgetsLengths.class, DivergenceKind.ACCEPTED),
            Arguments.of("RangeBuddyRagged", PlantedRanges.NeverJoins.class, DivergenceKind.STATE),
            Arguments.of("RangeBuddyRagged", PlantedRanges.JoinsANeighbour.class, DivergenceKind.STATE),
            Arguments.of("RangeBuddyRagged", PlantedRanges.HandsOutTheWaste.class, DivergenceKind.STATE),
            Arguments.of("RangeBuddyRagged", PlantedRanges.TakesTheHighestBlock.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBuddyRagged", PlantedRanges.NeverSplits.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBuddyRagged", PlantedRanges.AlignsToTheLength.class, DivergenceKind.ANSWER),
            Arguments.of("RangeBuddyRagged", PlantedRanges.Counts.class, DivergenceKind.HIDDEN_STATE),
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindTheFault(String model, Class<?> subject, DivergenceKind kind) {
        Verdict verdict = Replays.of(model, subject);
        assertFalse(verdict.agrees(), verdict.toString());
        assertEquals(kind, verdict.divergences().get(0).kind(), verdict.divergences().get(0).actual());
    }

    @Test
    void shouldFindNoFaultWhereThereIsNone() {
        assertAgrees("RangeBitmapNodes", PlainRanges.class);
        assertAgrees("RangeBitmapNodes", RangeBitmap.class);
        assertAgrees("RangeBuddyRagged", PlainBlocks.class);
        assertAgrees("RangeBuddyRagged", RangeBuddy.class);
    }

    private static void assertAgrees(String model, Class<?> subject) {
        Verdict verdict = Replays.of(model, subject);
        assertTrue(verdict.agrees(), verdict.toString());
        assertEquals(0, verdict.unexhibited(), "every call has one answer");
        assertEquals(Graphs.of(model).stateCount(), verdict.productStates(), "every state has bytes of its own");
    }
}
