package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.machine.PhysicalMemory;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameBitmapTest {
    private static final int NONE = FrameAllocation.NONE;

    private static BitSet frames(int... frames) {
        BitSet set = new BitSet();
        for (int frame : frames) {
            set.set(frame);
        }
        return set;
    }

    @Test
    void shouldHandOutTheLowestRunThatWillDo() {
        FrameArena arena = new FrameArena(16, 4);
        assertEquals(0, arena.allocate(1));
        assertEquals(2, arena.allocate(0));
        assertEquals(3, arena.allocate(2));
        arena.freeRun(1, 2);
        assertEquals(1, arena.allocate(0), "the lower hole first");
        assertEquals(7, arena.allocate(1), "the hole at 2 is too short");
        arena.check();
    }

    @Test
    void shouldHandOutARunAcrossFramesThatCameBackOneByOne() {
        FrameArena arena = new FrameArena(200, 7);
        for (int i = 0; i < 200; i++) {
            arena.allocate(0);
        }
        for (int frame : new int[] {66, 62, 64, 63, 65, 61}) {
            assertTrue(arena.freeRun(frame, 1));
        }
        assertEquals(6, arena.bitmap.longestFreeRun());
        assertEquals(61, arena.allocateRun(6, 1, 200));
        arena.check();
    }

    @Test
    void shouldTakeBackOtherRunsThanItHandedOut() {
        FrameArena arena = new FrameArena(12, 3);
        arena.allocate(3);
        arena.allocate(1);
        arena.bitmap.free(6, 2);
        assertEquals(frames(0, 1, 2, 3, 4, 5), arena.bitmap.allocatedFrames());
    }

    @Test
    void shouldNeverHandOutReservedFrames() {
        FrameArena arena = new FrameArena(8, 2, frames(0, 3, 7));
        assertEquals(4, arena.allocateRun(3, 1, 8));
        assertEquals(1, arena.allocate(1));
        assertEquals(NONE, arena.allocate(0));
        assertEquals(0, arena.bitmap.longestFreeRun());
    }

    @Test
    void shouldNotBeAttachedWhereNoHeaderCanBe() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        FrameBitmap.format(memory, 0x1000, 70, 3, frames());
        for (long base : new long[] {-1, Long.MIN_VALUE, (1 << 20) - 31, 1 << 20, Long.MAX_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, base)).getMessage();
            assertTrue(message.contains("address=" + base), message);
        }
        byte[] header = new byte[16];
        memory.read(0x1000, header, 0, header.length);
        long end = (1 << 20) - 40;
        memory.write(end, header, 0, header.length);
        assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, end));
        memory.writeInt(0x1004, 1 << 24);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, 0x1000)).getMessage().contains("frameCount=16777216"));
    }

    @Test
    void shouldNotBeAttachedToALowestFrameThatCannotBe() {
        for (int lowest : new int[] {-7, -1, 71, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            PhysicalMemory memory = new PhysicalMemory(1 << 20);
            FrameBitmap.format(memory, 0x1000, 70, 3, frames());
            memory.writeInt(0x100c, lowest);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, 0x1000)).getMessage().contains("lowest=" + lowest));
        }
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        FrameBitmap full = FrameBitmap.format(memory, 0x1000, 1, 0, frames());
        full.allocate(0);
        assertEquals(NONE, FrameBitmap.attach(memory, 0x1000).allocate(0));
    }

    @Test
    void shouldKeepToAlignmentAndLimit() {
        FrameArena arena = new FrameArena(600, 9);
        arena.allocate(0);
        assertEquals(16, arena.allocateRun(5, 16, 600));
        assertEquals(512, arena.allocateRun(3, 512, 600));
        assertEquals(NONE, arena.allocateRun(3, 512, 600));
        assertEquals(1, arena.allocateRun(15, 1, 16));
        assertEquals(NONE, arena.allocateRun(1, 1, 16));
        assertEquals(NONE, arena.allocateRun(1, 1 << 30, 600));
        assertEquals(NONE, arena.allocateRun(1, 1, 0));
        arena.check();
    }

    @Test
    void shouldFindAnAlignedRunBehindMisalignedOnes() {
        FrameArena arena = new FrameArena(4096, 12);
        arena.allocate(12);
        for (int frame = 1; frame < 4000; frame += 4) {
            arena.freeRun(frame, 2);
        }
        arena.freeRun(4002, 2);
        assertEquals(4002, arena.allocateRun(2, 2, 4096));
        assertEquals(NONE, arena.allocateRun(2, 2, 4096));
    }

    @Test
    void shouldRefuseWhatIsOutsideTheContract() {
        FrameArena arena = new FrameArena(70, 3, frames(69));
        arena.allocateRun(6, 1, 70);
        assertEquals("order=4 is not within 0..3", arena.refuse(() -> arena.bitmap.allocate(4)));
        assertEquals("order=-1 is not within 0..3", arena.refuse(() -> arena.bitmap.free(0, -1)));
        assertEquals("frames=9 is not within 1..8", arena.refuse(() -> arena.bitmap.allocateRun(new RunRequest(9, 1, 70))));
        assertEquals("frames=0 is not within 1..8", arena.refuse(() -> arena.bitmap.freeRun(0, 0)));
        assertEquals("the run at frame=-1, frames=1 is not within 0..69", arena.refuse(() -> arena.bitmap.freeRun(-1, 1)));
        assertEquals("the run at frame=69, frames=2 is not within 0..69", arena.refuse(() -> arena.bitmap.free(69, 1)));
        arena.refuse(() -> arena.bitmap.free(Integer.MAX_VALUE, 1));
        assertEquals("the run at frame=4, frames=4 cannot be freed, frame=6 is not handed out: it was freed already, or never"
                + " allocated", arena.refuse(() -> arena.bitmap.free(4, 2)));
        assertEquals("the run at frame=69, frames=1 cannot be freed, frame=69 is reserved",
                arena.refuse(() -> arena.bitmap.free(69, 0)));
    }

    @Test
    void shouldRefuseRequestsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new RunRequest(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RunRequest(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new RunRequest(1, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> new RunRequest(1, Integer.MIN_VALUE, 1));
        assertThrows(IllegalArgumentException.class, () -> new RunRequest(1, 1, -1));
    }

    @Test
    void shouldSayWhereTheLowestRunIsWithoutTakingIt() {
        FrameArena arena = new FrameArena(200, 7, frames(0, 70));
        assertEquals(1, arena.bitmap.lowestRun(69));
        assertEquals(71, arena.bitmap.lowestRun(70));
        assertEquals(71, arena.bitmap.lowestRun(129), "longer than what a call may name: it is only looked for");
        assertEquals(NONE, arena.bitmap.lowestRun(130));
        assertEquals(NONE, arena.bitmap.lowestRun(200));
        arena.check();
    }

    @Test
    void shouldHandOutTheVeryFramesThatAreWanted() {
        FrameArena arena = new FrameArena(200, 7, frames(199));
        for (int[] run : new int[][] {{60, 10}, {128, 71}, {0, 1}, {1, 59}, {70, 58}}) {
            assertTrue(arena.takeRun(run[0], run[1]));
            arena.check();
        }
        assertEquals(NONE, arena.allocate(0));
        assertTrue(arena.freeRun(64, 64), "what was taken so comes back as all others do");
        assertEquals(64, arena.allocate(6));
    }

    @Test
    void shouldRefuseFramesThatAreNotThere() {
        FrameArena arena = new FrameArena(200, 3, frames(199));
        assertTrue(arena.takeRun(66, 2));
        assertEquals("the run at frame=60, frames=8 cannot be handed out, frame=66 is not free",
                arena.refuse(() -> arena.bitmap.takeRun(60, 8)));
        assertEquals("the run at frame=198, frames=2 cannot be handed out, frame=199 is not free",
                arena.refuse(() -> arena.bitmap.takeRun(198, 2)));
        assertEquals("frames=9 is not within 1..8", arena.refuse(() -> arena.bitmap.takeRun(0, 9)));
        for (int frames : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals("frames=" + frames + " is not within 1..8", arena.refuse(() -> arena.bitmap.takeRun(0, frames)));
        }
        for (int frame : new int[] {-1, 200, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals("the run at frame=" + frame + ", frames=1 is not within 0..199",
                    arena.refuse(() -> arena.bitmap.takeRun(frame, 1)));
        }
        arena.refuse(() -> arena.bitmap.takeRun(199, 2));
        arena.check();
    }

    @Test
    void shouldTellWhichFramesAreHeld() {
        FrameArena arena = new FrameArena(130, 7, frames(5, 129));
        assertTrue(arena.takeRun(62, 60));
        for (int frame = 0; frame < 130; frame++) {
            assertEquals(frame >= 62 && frame < 122, arena.bitmap.isAllocated(frame), "a reserved frame is nobody's");
        }
        for (int from = 0; from < 130; from++) {
            int expected = from;
            while (expected < 130 && !arena.naive.isFree(expected, 1)) {
                expected++;
            }
            assertEquals(expected, arena.bitmap.nextFree(from), "from=" + from);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 130, 4096, 70_000, 1_100_000})
    void shouldFindTheNextFreeAndTheNextTakenFrame(int frameCount) {
        FrameBitmap bitmap = FrameBitmap.format(new PhysicalMemory(1L << 20), 0, frameCount, 20, new BitSet());
        Random random = new Random(frameCount);
        BitSet taken = new BitSet();
        for (int i = 0; i < 60; i++) {
            // Runs of all lengths, at the edges of words and nodes and beside them.
            int from = Math.max(0, Math.min(frameCount - 1, (random.nextInt(frameCount) & -1 << random.nextInt(21)) + random.nextInt(3) - 1));
            int wanted = Math.min(frameCount - from, (1 << random.nextInt(21)) + random.nextInt(3));
            int end = taken.nextSetBit(from);
            int frames = Math.min(Math.min(wanted, 1 << 20), (end < 0 ? frameCount : end) - from);
            if (frames > 0) {
                bitmap.takeRun(from, frames);
                taken.set(from, from + frames);
            } else {
                frames = Math.min(Math.min(wanted, 1 << 20), taken.nextClearBit(from) - from);
                bitmap.freeRun(from, frames);
                taken.clear(from, from + frames);
            }
            for (int at : new int[] {0, from, from + frames, from - 1, frameCount - 1, random.nextInt(frameCount)}) {
                if (at >= 0 && at < frameCount) {
                    assertEquals(Math.min(taken.nextClearBit(at), frameCount), bitmap.nextFree(at), "free from=" + at);
                    int next = taken.nextSetBit(at);
                    assertEquals(next < 0 ? frameCount : next, bitmap.nextTaken(at), "taken from=" + at);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 24) + 1})
    void shouldRefuseArenasThatThereCannotBe(int frameCount) {
        PhysicalMemory memory = new PhysicalMemory(1 << 16);
        Exception thrown = assertThrows(IllegalArgumentException.class,
                () -> FrameBitmap.format(memory, 0, frameCount, 3, new BitSet()));
        assertEquals("frameCount=" + frameCount + " is not within 1..16777216", thrown.getMessage());
    }

    @Test
    void shouldRefuseToAttachWhereNothingIs() {
        PhysicalMemory memory = new PhysicalMemory(1 << 16);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, 64)).getMessage()
                .contains("address=64"));
        assertThrows(IllegalArgumentException.class, () -> FrameBitmap.format(memory, 0, 8, 25, new BitSet()));
        assertEquals("reserved frame=8 is not within 0..7", assertThrows(IllegalArgumentException.class,
                () -> FrameBitmap.format(memory, 0, 8, 3, frames(8))).getMessage());
    }

    @Test
    void shouldManageTheLargestArena() {
        PhysicalMemory memory = new PhysicalMemory(1L << 25);
        FrameBitmap bitmap = FrameBitmap.format(memory, 0, 1 << 24, 24, new BitSet());
        assertEquals(0, bitmap.allocate(24));
        assertEquals(NONE, bitmap.allocate(0));
        bitmap.free((1 << 24) - 1, 0);
        assertEquals((1 << 24) - 1, bitmap.allocate(0));
        bitmap.freeRun(1 << 23, 1 << 23);
        assertEquals(1 << 23, bitmap.longestFreeRun());
        assertEquals(1 << 23, bitmap.allocate(0));
        assertEquals((1 << 23) + 4096, bitmap.allocateRun(new RunRequest(3, 4096, 1 << 24)));
        assertTrue(bitmap.footprint().get(0).length() < 0.3 * (1 << 24), "metadata=" + bitmap.footprint());
    }

    /** Where words, and nodes of each level, meet; the last has a part of a node behind it. */
    @Test
    void shouldFindRunsAcrossNodesOfEveryLevel() {
        int frameCount = (1 << 20) + 70_000;
        FrameArena arena = new FrameArena(frameCount, 20);
        assertTrue(arena.takeRun(0, 1 << 20));
        assertTrue(arena.takeRun(1 << 20, 70_000));
        arena.check();
        for (int edge : new int[] {64, 512, 4096, 65_536, 1 << 20}) {
            assertTrue(arena.freeRun(edge - 3, 3));
            arena.check();
            assertTrue(arena.freeRun(edge, 200));
            arena.check();
            assertEquals(edge - 3, arena.bitmap.lowestRun(203));
            assertEquals(NONE, arena.bitmap.lowestRun(204));
            assertEquals(203, arena.bitmap.longestFreeRun());
            assertTrue(arena.takeRun(edge - 1, 2));
            arena.check();
            assertEquals(edge - 3, arena.allocate(1));
            assertTrue(arena.takeRun(edge + 1, 199));
            arena.check();
            assertEquals(0, arena.bitmap.longestFreeRun());
        }
        assertTrue(arena.freeRun(1 << 20, 70_000));
        assertTrue(arena.freeRun((1 << 20) - 5000, 5000));
        arena.check();
        assertEquals((1 << 20) - 5000, arena.bitmap.lowestRun(75_000), "up to the last frame");
        assertEquals(NONE, arena.bitmap.lowestRun(75_001));
        assertTrue(arena.takeRun(frameCount - 1, 1));
        arena.check();
        assertEquals(NONE, arena.bitmap.lowestRun(75_000));
    }

    /** Frames that are free alone are in no run. */
    @Test
    void shouldFindASingleFrameAtAMultiple() {
        FrameArena arena = new FrameArena(20_000, 14);
        assertTrue(arena.takeRun(0, 1 << 14));
        assertTrue(arena.takeRun(1 << 14, 20_000 - (1 << 14)));
        for (int frame : new int[] {1, 63, 130, 4097, 12_288, 19_000}) {
            assertTrue(arena.freeRun(frame, 1));
        }
        arena.check();
        assertEquals(1, arena.bitmap.longestFreeRun());
        assertEquals(NONE, arena.bitmap.lowestRun(2));
        assertEquals(130, arena.allocateRun(1, 2, 20_000));
        assertEquals(12_288, arena.allocateRun(1, 64, 20_000));
        assertEquals(NONE, arena.allocateRun(1, 64, 20_000));
        assertEquals(19_000, arena.allocateRun(1, 8, 20_000));
        assertEquals(1, arena.allocate(0));
        assertEquals(63, arena.allocate(0));
        assertEquals(4097, arena.allocate(0));
        assertEquals(NONE, arena.allocate(0));
        arena.check();
    }

    private static FrameArena full(int frameCount) {
        FrameArena arena = new FrameArena(frameCount, FrameBitmap.largestOrder(frameCount));
        arena.takeRun(0, 1 << arena.bitmap.maxOrder());
        if (frameCount > 1 << arena.bitmap.maxOrder()) {
            arena.takeRun(1 << arena.bitmap.maxOrder(), frameCount - (1 << arena.bitmap.maxOrder()));
        }
        return arena;
    }

    /** All within one node of eight words. */
    @Test
    void shouldFindTheNextLongestRunOnceTheLongestIsCut() {
        FrameArena equal = full(8192);
        equal.freeRun(0, 9);
        equal.freeRun(100, 10);
        equal.freeRun(300, 10);
        equal.takeRun(105, 1);
        equal.check();
        assertEquals(300, equal.bitmap.lowestRun(10), "behind one that is shorter by one");
        FrameArena most = full(8192);
        most.freeRun(0, 169);
        most.freeRun(170, 175);
        most.takeRun(338, 7);
        most.check();
        assertEquals(0, most.bitmap.lowestRun(169), "as long as what lies before the cut one has room for");
        assertEquals(169, most.bitmap.longestFreeRun());
    }

    /** Nothing but the summing up of all children has seen these. */
    @Test
    void shouldSumUpRunsThatAreLongerByOne() {
        BitSet reserved = new BitSet();
        reserved.set(0, 8192);
        reserved.clear(10, 12);
        reserved.clear(70, 73);
        reserved.clear(130, 134);
        FrameArena arena = new FrameArena(8192, 13, reserved);
        assertEquals(4, arena.bitmap.longestFreeRun());
        assertEquals(70, arena.bitmap.lowestRun(3));
        assertEquals(130, arena.bitmap.lowestRun(4));
    }

    /** The larger part of the run lies in the node beside the one that is cut. */
    @Test
    void shouldCutARunBesideTheEdgeOfANode() {
        FrameArena arena = full((1 << 20) + 70_000);
        for (int edge : new int[] {64, 512, 4096, 65_536, 131_072, 1 << 20}) {
            for (int cut : new int[] {-4, 3}) {
                arena.freeRun(edge - 10, 20);
                arena.check();
                arena.takeRun(edge + cut, 1);
                arena.check();
                assertEquals(13, arena.bitmap.longestFreeRun());
                arena.takeRun(edge - 10, 10 + cut);
                arena.takeRun(edge + cut + 1, 9 - cut);
                arena.check();
            }
        }
    }

    /** At either end of the run a mask of masks has others left. */
    @Test
    void shouldStillKnowTheWordsBesideALongRun() {
        FrameArena arena = new FrameArena(524_288, 19);
        assertTrue(arena.takeRun(262_144 - 3 * 4096, 5 * 4096));
        arena.check();
        assertEquals(0, arena.allocateRun(1, 64, 524_288));
        assertEquals(1, arena.allocate(0));
        assertTrue(arena.takeRun(2, 262_144 - 3 * 4096 - 2));
        assertEquals(262_144 + 2 * 4096, arena.allocate(0));
        arena.check();
    }

    /** The last mask is full: behind it lies something else. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 8192, 262_144, 524_288})
    void shouldLookForAMultipleNoFurtherThanTheLastWord(int frameCount) {
        for (int behind : new int[] {1, 65}) {
            FrameArena arena = full(frameCount);
            arena.freeRun(509, 3);
            arena.freeRun(frameCount - behind, 1);
            assertEquals(NONE, arena.allocateRun(1, 64, frameCount));
            arena.check();
        }
    }

    /** Bits of a whole word, by calls that touch two words at most. */
    @Test
    void shouldTakeBackWholeWords() {
        FrameArena arena = full(8192);
        for (int[] run : new int[][] {{4096, 64}, {640, 128}, {8064, 128}}) {
            assertTrue(arena.freeRun(run[0], run[1]));
            arena.check();
        }
        assertEquals(640, arena.allocate(0));
    }

    /** The word behind the last is none, and what lies there looks like one. */
    @Test
    void shouldRefuseASingleFrameBehindTheLast() {
        FrameArena arena = full(8192);
        arena.freeRun(5, 1);
        assertEquals("the run at frame=8192, frames=1 is not within 0..8191", arena.refuse(() -> arena.bitmap.free(8192, 0)));
        arena.refuse(() -> arena.bitmap.free(8192 + 64, 0));
        arena.check();
    }

    @Test
    void shouldLookForUsableFramesNoFurtherThanTheLastWord() {
        for (int frameCount : new int[] {64, 70, 128}) {
            FrameArena arena = new FrameArena(frameCount, 3, frames(frameCount - 1));
            assertEquals(frameCount - 3, arena.bitmap.firstUsable(frameCount - 3, 2));
            assertEquals(NONE, arena.bitmap.firstUsable(frameCount - 2, 2));
        }
    }

    @Test
    void shouldFindAPlaceForItselfAndReserveIt() {
        PhysicalMemory memory = new PhysicalMemory(1L << 28);
        MemoryMap map = MemoryMap.of(List.of(new MemoryRegion(0, 0x1fff, true), new MemoryRegion(0x10_0000, 0xfff_ffff, true)));
        FrameBitmap bitmap = FrameBitmap.boot(memory, map);
        assertEquals(1 << 16, bitmap.frameCount());
        assertEquals(0x10_0000, bitmap.footprint().get(0).address(), "two frames do not suffice");
        int own = MemoryMap.framesFor(bitmap.footprint().get(0).length());
        assertEquals(map.usableFrames() - own, bitmap.freeFrames());
        assertEquals(0, bitmap.allocate(1));
        assertEquals(0x100 + own, bitmap.allocate(0));
        assertEquals(bitmap.allocatedFrames(), FrameBitmap.attach(memory, 0x10_0000).allocatedFrames());
    }

    @Test
    void shouldRefuseToBootWithoutRoom() {
        PhysicalMemory memory = new PhysicalMemory(1L << 28);
        MemoryMap split = MemoryMap.of(List.of(new MemoryRegion(0, 0xfff, true), new MemoryRegion(0xfff_f000, 0xfff_ffff, true)));
        assertTrue(assertThrows(MemoryMapException.class, () -> FrameBitmap.boot(memory, split)).getMessage()
                .contains("no room for the bitmap of frames, frames="));
        MemoryMap large = MemoryMap.of(List.of(new MemoryRegion(0, 0x1fff_ffff, true)));
        assertTrue(assertThrows(MemoryMapException.class, () -> FrameBitmap.boot(memory, large)).getMessage()
                .contains("behind memory of size=0x10000000"));
        byte[] first = new byte[64];
        memory.read(0, first, 0, 64);
        assertEquals(0, BitSet.valueOf(first).cardinality(), "nothing is written");
    }
}
