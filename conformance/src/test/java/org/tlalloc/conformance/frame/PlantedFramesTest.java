package org.tlalloc.conformance.frame;

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
import org.tlalloc.frame.BootAllocator;
import org.tlalloc.frame.FrameBitmap;

/** What the models of FrameBitmap and BootAllocator find in allocators that have a fault, and do not in those that have none. */
class PlantedFramesTest {
    static Object[] faults() {
        return new Object[] {
            Arguments.of("FrameBitmapHoles", PlantedFrames.ForgetsAlignment.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmap", PlantedFrames.CrossesLimit.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmapSparse", PlantedFrames.MissesRunsAcrossWords.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmapHoles", PlantedFrames.HandsOutReserved.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmapHoles", PlantedFrames.FreesTwice.class, DivergenceKind.ACCEPTED),
            Arguments.of("FrameBitmapHoles", PlantedFrames.GivesUpEarly.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmapHoles", PlantedFrames.TakesTheHighest.class, DivergenceKind.ANSWER),
            Arguments.of("FrameBitmapHoles", PlantedFrames.FreesTheNeighbour.class, DivergenceKind.STATE),
            Arguments.of("FrameBitmapHoles", PlantedFrames.RefusesParts.class, DivergenceKind.REFUSED),
            Arguments.of("FrameBitmapHoles", PlantedFrames.Trespasses.class, DivergenceKind.TRESPASS),
            Arguments.of("BootAllocatorHoles", PlainBoot.Forgets.class, DivergenceKind.STATE),
            Arguments.of("BootAllocatorHoles", PlainBoot.LosesGaps.class, DivergenceKind.STATE),
            Arguments.of("BootAllocatorHoles", PlainBoot.FreesEarly.class, DivergenceKind.ACCEPTED),
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
    void shouldNeedAModelThatCrossesWordsToFindAFaultBetweenThem() {
        assertTrue(Replays.of("FrameBitmapHoles", PlantedFrames.MissesRunsAcrossWords.class).agrees());
    }

    @Test
    void shouldFindNoFaultWhereThereIsNone() {
        for (String model : new String[] {"FrameBitmap", "FrameBitmapHoles", "FrameBitmapSparse"}) {
            for (Class<?> subject : new Class<?>[] {PlainFrames.class, FrameBitmap.class}) {
                Verdict verdict = Replays.of(model, subject);
                assertTrue(verdict.agrees(), verdict.toString());
                assertEquals(0, verdict.unexhibited(), "every call has one answer");
            }
        }
        for (Class<?> subject : new Class<?>[] {PlainBoot.class, BootAllocator.class}) {
            Verdict verdict = Replays.of("BootAllocatorHoles", subject);
            assertTrue(verdict.agrees(), verdict.toString());
            assertEquals(0, verdict.unexhibited(), "every call has one answer");
        }
    }

    @Test
    void shouldRepresentEveryStateByBytesOfItsOwn() {
        for (String model : new String[] {"FrameBitmapHoles", "FrameBitmapSparse"}) {
            assertEquals(Graphs.of(model).stateCount(), Replays.of(model, FrameBitmap.class).productStates());
        }
    }
}
