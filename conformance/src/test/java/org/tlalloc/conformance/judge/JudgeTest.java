package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.frame.BuddyMostRecentFirst;
import org.tlalloc.model.Catalogue;

/** Small arenas, where what must come out can be said beforehand. */
class JudgeTest {
    private static Judge judge;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws IOException {
        judge = Judge.open(Catalogue.at(Path.of("..")), 20, 4);
    }

    @AfterAll
    static void close() throws IOException {
        judge.close();
    }

    /** Events such as {@code a1.3}, an allocation of order 3, and {@code f1}. */
    private Workload workload(String events) throws IOException {
        String lines = Stream.of(events.split(" ")).map(event -> event.startsWith("a")
                ? event.replaceFirst("a(\\d+)\\.(\\d+)", "a,$1,$2,movable,0") : event.replaceFirst("f", "f,"))
                .collect(Collectors.joining("\n"));
        return WorkloadReader.read(Files.writeString(folder.resolve("w.csv"), "op,id,order,mobility,linux_pfn\n" + lines + "\n"));
    }

    private Judgement judge(Class<?> allocator, String events) throws IOException {
        return judge.judge(workload(events), allocator, done -> { });
    }

    private void assertRefused(Class<?> allocator, String events, int event, String call, String answer, String reason)
            throws IOException {
        Judgement judgement = judge(allocator, events);
        assertEquals(new Disagreement(call, answer, reason), judgement.disagreement());
        assertEquals(event, judgement.events());
        assertEquals(event + 1, judgement.line());
    }

    /** What the judge says of a conjunct of the contract. */
    private static String clause(String conjunct) throws IOException {
        return "the specification says no in module BlockAllocation, line "
                + line("BlockAllocation", "/\\ " + conjunct) + ": " + conjunct;
    }

    /** Where the only line with this text stands. */
    private static int line(String module, String text) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../spec/frame/" + module + ".tla"));
        List<Integer> found = IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(text)).boxed().toList();
        assertEquals(1, found.size(), () -> "lines with " + text);
        return found.get(0) + 1;
    }

    @Test
    void shouldAgreeWithRightAllocators() throws IOException {
        for (Class<?> right : List.of(BuddyLowestFirst.class, BuddyMostRecentFirst.class, PlainBlocks.class,
                PlantedBlocks.OtherTypes.class)) {
            Judgement judgement = judge(right, "a1.4 a2.2 a3.0 f1 a4.3 a5.3 f2 a6.0 a7.1 a8.2 f4");
            assertNull(judgement.disagreement(), right::getName);
            assertEquals(right.getName(), judgement.allocator());
            // The first two take all frames, so the third is refused; and when the eighth comes, no four are left in a row.
            assertEquals(List.of(1, 0, 1, 0, 0), judgement.refusals());
            assertEquals(11, judgement.events());
            assertEquals(11, judgement.calls());
            assertEquals(6, judgement.allocations());
            assertEquals(3, judgement.frees());
            assertEquals(0, judgement.skippedFrees());
            assertEquals(20, judgement.peakLiveFrames());
            assertEquals(3, judgement.liveBlocks());
            assertEquals(8 + 1 + 2, judgement.liveFrames());
            assertEquals(9, judgement.free().frames());
        }
    }

    @Test
    void shouldSkipTheFreeOfWhatWasRefused() throws IOException {
        Judgement judgement = judge(BuddyLowestFirst.class, "a1.4 a2.3 a3.4 f2 f3 f1");
        assertNull(judgement.disagreement());
        assertEquals(List.of(0, 0, 0, 1, 1), judgement.refusals());
        assertEquals(2, judgement.refused());
        assertEquals(2, judgement.skippedFrees());
        assertEquals(4, judgement.calls());
        assertEquals(20, judgement.free().frames());
        assertEquals(0, judgement.liveBlocks());
    }

    @Test
    void shouldTellProgress() throws IOException {
        StringBuilder told = new StringBuilder();
        judge.judge(workload("a1.0 f1"), BuddyLowestFirst.class, done -> told.append(done).append(' '));
        assertEquals("2 ", told.toString());
    }

    @Test
    void shouldSampleEvenly() throws IOException {
        Judgement few = judge(BuddyLowestFirst.class, "a1.0 f1 a2.1");
        assertEquals(List.of(1, 2, 3), few.samples().stream().map(Judgement.Sample::events).toList());
        String many = Stream.iterate(1, i -> i + 1).limit(30).map(i -> "a" + i + ".0 f" + i).collect(Collectors.joining(" "));
        assertEquals(Stream.iterate(3, i -> i + 3).limit(20).toList(),
                judge(BuddyLowestFirst.class, many).samples().stream().map(Judgement.Sample::events).toList());
    }

    @Test
    void shouldCatchAnAllocatorThatGivesUpEarly() throws IOException {
        // 17 of 20 frames are seven eighths.
        assertRefused(PlantedBlocks.GivesUpEarly.class, "a1.4 a2.0 f2 a3.0 a4.1", 5, "allocate(1)", "answers -1",
                clause("Exhausted(order)"));
    }

    @Test
    void shouldCatchAnAllocatorThatHandsOutUnalignedBlocks() throws IOException {
        assertRefused(PlantedBlocks.DoesNotAlign.class, "a1.0 f1 a2.1 a3.0 a4.2", 5, "allocate(2)", "answers 3",
                "the specification says no in module Blocks, line " + line("Blocks", "Aligned(frame, order) ==")
                        + ": frame % 2^order = 0");
    }

    @Test
    void shouldCatchAnAllocatorThatLeavesTheArena() throws IOException {
        assertRefused(PlantedBlocks.LeavesTheArena.class, "a1.4 a2.2 a3.0", 3, "allocate(0)", "answers 20",
                "the specification says no in module BlockAllocation, line " + line("BlockAllocation", "result \\in Frame")
                        + ": result = 20 is not in Frame \\cup {None}");
    }

    @Test
    void shouldCatchAnAllocatorThatFreesTooMuch() throws IOException {
        // Block 2 shares its order 4 run with block 1, whose frames are handed out again as block 3.
        assertRefused(PlantedBlocks.FreesWrongOrder.class, "a1.3 a2.3 f2 a3.2", 4, "allocate(2)", "answers 0",
                clause("OrderAt(frame) = None"));
    }

    @Test
    void shouldCatchAnAllocatorThatFreesTooLittle() throws IOException {
        assertRefused(PlantedBlocks.FreesHalf.class, "a1.3 f1 a2.4", 3, "allocate(4)", "answers -1", clause("Exhausted(order)"));
    }

    @Test
    void shouldCatchAnAllocatorThatDoesNotTakeBack() throws IOException {
        assertRefused(PlantedBlocks.RefusesToFree.class, "a1.1 a2.0 a3.0 f1 f3 f2", 5, "free(3, 0)",
                "throws IllegalStateException: frame=3 stays", "the specification allows the call");
    }

    @Test
    void shouldCatchAnAllocatorThatCrashes() throws IOException {
        Judgement judgement = judge(PlantedBlocks.ThrowsWhenExhausted.class, "a1.4 a2.4");
        assertEquals(2, judgement.events());
        assertTrue(judgement.disagreement().answer().startsWith("throws ArrayIndexOutOfBoundsException: "),
                judgement.disagreement()::answer);
        assertEquals("the specification allows the call, with result = -1 for one", judgement.disagreement().reason());
    }

    @Test
    void shouldCatchAnAllocatorThatShowsSomethingElse() throws IOException {
        assertRefused(PlantedBlocks.ShowsAnother.class, "a1.1 a2.0 f1", 2, "allocated()", "answers order=1 for frame=2",
                "the calls so far leave order=0 there");
        assertRefused(PlantedBlocks.ShowsTooFew.class, "a1.1", 1, "allocated()", "answers for frames=19", "there are frames=20");
        assertRefused(PlantedBlocks.ShowsAList.class, "a1.1", 1, "allocated()", "answers an object of class=java.util.ArrayList",
                "a function on 0..n-1 to numbers is what it should be, such as an int[]");
    }

    @Test
    void shouldReportWhatWasBeforeTheDisagreement() throws IOException {
        Judgement judgement = judge(PlantedBlocks.FreesHalf.class, "a1.3 a2.0 f1 f2 a3.4 a4.1 a5.1");
        assertEquals(5, judgement.events());
        assertEquals(2, judgement.allocations());
        assertEquals(2, judgement.frees());
        assertEquals(0, judgement.refused());
        assertEquals(20, judgement.free().frames());
    }

    @Test
    void shouldRefuseOrdersThatTheArenaLacks() throws IOException {
        Workload workload = workload("a1.0 a2.5");
        WorkloadException e = assertThrows(WorkloadException.class, () -> judge.judge(workload, PlainBlocks.class, done -> { }));
        assertEquals("file=" + workload.file() + " line=3: order=5 is one that the arena lacks, maxOrder=4", e.getMessage());
    }

    @Test
    void shouldRefuseClassesThatAreNoAllocators() throws IOException {
        Workload workload = workload("a1.0");
        assertThrows(SubjectException.class, () -> judge.judge(workload, String.class, done -> { }));
    }

    @Test
    void shouldRefuseArenasThatCannotBe() throws IOException {
        Catalogue catalogue = Catalogue.at(Path.of(".."));
        assertThrows(IllegalArgumentException.class, () -> Judge.open(catalogue, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Judge.open(catalogue, Judge.MAX_FRAMES + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Judge.open(catalogue, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> Judge.open(catalogue, 1, Judge.MAX_ORDER + 1));
    }
}
