package org.tlalloc.conformance.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.replay.Options;
import org.tlalloc.conformance.replay.ProductReplay;
import org.tlalloc.conformance.replay.Verdict;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.frame.BootAllocator;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.ModelRun;
import org.tlalloc.model.graph.StateGraph;

/** What the models of FrameBitmap and BootAllocator find in allocators that have a fault, and do not in those that have none. */
class PlantedFramesTest {
    private static final Map<String, StateGraph> GRAPHS = new HashMap<>();

    private static Verdict replay(String model, Class<?> subject) {
        StateGraph graph = GRAPHS.computeIfAbsent(model, PlantedFramesTest::check);
        return ProductReplay.run(graph, Binding.of(subject, Alphabet.of(graph)), Options.standard());
    }

    private static StateGraph check(String model) {
        try {
            Catalogue catalogue = Catalogue.at(Path.of(".."));
            return ModelRun.of(catalogue, catalogue.model(model), UnaryOperator.identity()).graph();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    static void forget() {
        GRAPHS.clear();
    }

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
        Verdict verdict = replay(model, subject);
        assertFalse(verdict.agrees(), verdict.toString());
        assertEquals(kind, verdict.divergences().get(0).kind(), verdict.divergences().get(0).actual());
    }

    @Test
    void shouldNeedAModelThatCrossesWordsToFindAFaultBetweenThem() {
        assertTrue(replay("FrameBitmapHoles", PlantedFrames.MissesRunsAcrossWords.class).agrees());
    }

    @Test
    void shouldFindNoFaultWhereThereIsNone() {
        for (String model : new String[] {"FrameBitmap", "FrameBitmapHoles", "FrameBitmapSparse"}) {
            for (Class<?> subject : new Class<?>[] {PlainFrames.class, FrameBitmap.class}) {
                Verdict verdict = replay(model, subject);
                assertTrue(verdict.agrees(), verdict.toString());
                assertEquals(0, verdict.unexhibited(), "every call has one answer");
            }
        }
        for (Class<?> subject : new Class<?>[] {PlainBoot.class, BootAllocator.class}) {
            Verdict verdict = replay("BootAllocatorHoles", subject);
            assertTrue(verdict.agrees(), verdict.toString());
            assertEquals(0, verdict.unexhibited(), "every call has one answer");
        }
    }

    @Test
    void shouldRepresentEveryStateByBytesOfItsOwn() {
        for (String model : new String[] {"FrameBitmapHoles", "FrameBitmapSparse"}) {
            assertEquals(GRAPHS.computeIfAbsent(model, PlantedFramesTest::check).stateCount(),
                    replay(model, FrameBitmap.class).productStates());
        }
    }
}
