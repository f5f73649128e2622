package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.Buddy;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.frame.BuddyMostRecentFirst;
import org.tlalloc.model.Catalogue;

/** What Linux was asked for, asked of our allocators and of planted ones. */
class RecordedWorkloadTest {
    private static final int MAX_ORDER = 10;

    private static Judge open(Workload workload, String size) throws IOException {
        return Judge.open(Catalogue.at(Path.of("..")), ArenaSize.parse(size).frames(workload), MAX_ORDER);
    }

    private static Judgement agreed(Judge judge, Workload workload, Class<?> allocator) {
        Judgement judgement = judge.judge(workload, allocator, done -> { });
        assertNull(judgement.disagreement());
        assertEquals(workload.size(), judgement.events());
        assertEquals(20, judgement.samples().size());
        assertEquals(workload.allocations(), judgement.allocations() + judgement.refused());
        assertEquals(workload.frees(), judgement.frees() + judgement.skippedFrees());
        assertEquals(judgement.calls(), workload.size() - judgement.skippedFrees());
        assertEquals(judgement.frameCount(), judgement.free().frames() + judgement.liveFrames());
        return judgement;
    }

    @Test
    void shouldJudgeGccOnAMillionFrames() throws IOException {
        Workload gcc = Traces.read("gcc");
        try (Judge judge = open(gcc, "1048576")) {
            Judgement judgement = agreed(judge, gcc, BuddyLowestFirst.class);
            assertEquals(0, judgement.refused());
            assertEquals(20599, judgement.peakLiveFrames());
        }
    }

    @Test
    void shouldJudgeFilesOnAnArenaThatJustSuffices() throws IOException {
        Workload files = Traces.read("files");
        try (Judge judge = open(files, "100%")) {
            Judgement judgement = agreed(judge, files, BuddyMostRecentFirst.class);
            assertEquals(16465, judgement.frameCount());
            // There are frames enough, but not always side by side.
            assertEquals(0, judgement.refusals().get(0));
        }
    }

    @Test
    void shouldJudgeMixOnAnArenaThatIsTooSmall() throws IOException {
        Workload mix = Traces.read("mix");
        try (Judge judge = open(mix, "80%")) {
            for (Class<? extends Buddy> type : List.of(BuddyLowestFirst.class, BuddyMostRecentFirst.class)) {
                Judgement judgement = agreed(judge, mix, type);
                assertTrue(judgement.refused() > 1000);
                assertEquals(13416, judgement.peakLiveFrames());
                assertTrue(judgement.samples().stream().anyMatch(sample -> sample.free().frames() == 0));
            }
            assertCaughtFreeingTheWrongOrder(judge, mix);
        }
    }

    /* Every second block of order 3 that is freed takes its neighbour along. */
    private static void assertCaughtFreeingTheWrongOrder(Judge judge, Workload mix) {
        Judgement judgement = judge.judge(mix, PlantedBlocks.FreesWrongOrder.class, done -> { });
        assertFalse(judgement.agreed());
        int firstFree = 0;
        while (mix.isAllocation(firstFree) || mix.order(firstFree) != 3) {
            firstFree++;
        }
        assertTrue(judgement.events() > firstFree);
        assertTrue(judgement.disagreement().call().startsWith("allocate("), judgement.disagreement()::call);
        assertTrue(judgement.disagreement().reason().contains("module BlockAllocation, line "), judgement.disagreement()::reason);
        assertTrue(mix.isAllocation(judgement.events() - 1));
    }

    @Test
    void shouldCatchPlantedAllocatorsAtTheEventWhereTheyGoWrong() throws IOException {
        Workload gcc = Traces.read("gcc");
        try (Judge judge = open(gcc, "100%")) {
            Judgement early = judge.judge(gcc, PlantedBlocks.GivesUpEarly.class, done -> { });
            assertEquals(firstAllocationWithLiveFrames(gcc, 20599 * 7 / 8), early.events());
            assertEquals("allocate(0)", early.disagreement().call());
            assertEquals("answers -1", early.disagreement().answer());
            assertTrue(early.disagreement().reason().endsWith(": Exhausted(order)"), early.disagreement()::reason);

            Judgement twice = judge.judge(gcc, PlantedBlocks.HandsOutTwice.class, done -> { });
            assertEquals(allocation(gcc, 1001), twice.events());
            assertTrue(twice.disagreement().reason().endsWith(": OrderAt(frame) = None"), twice.disagreement()::reason);
        }
    }

    /** The number, from 1, of the first allocation when so many frames are live. */
    private static int firstAllocationWithLiveFrames(Workload workload, int frames) {
        int live = 0;
        int event = 0;
        while (live < frames || !workload.isAllocation(event)) {
            live += (workload.isAllocation(event) ? 1 : -1) << workload.order(event);
            event++;
        }
        return event + 1;
    }

    /** The number, from 1, of the n-th allocation. */
    private static int allocation(Workload workload, int n) {
        int event = 0;
        for (int allocations = workload.isAllocation(0) ? 1 : 0; allocations < n;) {
            allocations += workload.isAllocation(++event) ? 1 : 0;
        }
        return event + 1;
    }
}
