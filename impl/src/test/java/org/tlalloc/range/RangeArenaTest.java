package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.WriteLog;

class RangeArenaTest extends RangeContractTest {
    private static final int NONE = RangeAllocation.NONE;
    private static final List<String> POLICIES = List.of("instant", "best", "next");

    RangeArenaTest() {
        super(ArenaKind.whole("instant"));
    }

    private static Region region(ArenaKind kind, int pageCount, int... lengths) {
        Region region = new Region(kind, pageCount);
        for (int pages : lengths) {
            assertNotEquals(NONE, region.allocate(pages));
        }
        return region;
    }

    private static RangeArena arena(Region region) {
        return (RangeArena) region.ranges();
    }

    private static BitSet bits(int... each) {
        BitSet bits = new BitSet();
        for (int bit : each) {
            bits.set(bit);
        }
        return bits;
    }

    @Test
    void shouldTakeTheNewestGapThatIsLongEnoughForSure() {
        // Gaps of 4 at 0, of 6 at 5, of 12 at 12; then what is left at 25.
        Region region = region(ArenaKind.whole("instant"), 100, 4, 1, 6, 1, 12, 1);
        region.free(0, 4);
        region.free(5, 6);
        region.free(12, 12);
        assertEquals(5, region.allocate(4), "the newest of 4..7, though the other fits exactly");
        assertEquals(12, region.allocate(5), "none of 4..7 for sure, so of 8..15");
        region.check();
    }

    @Test
    void shouldFallBackToTheBestOfTheClassOfTheLengthItself() {
        Region region = region(ArenaKind.whole("instant"), 23, 7, 1, 6, 1, 5, 3);
        region.free(0, 7);
        region.free(8, 6);
        region.free(15, 5);
        assertEquals(15, region.allocate(5));
        assertEquals(8, region.allocate(5));
        assertEquals(0, region.allocate(7));
        assertEquals(NONE, region.allocate(5));
    }

    @Test
    void shouldTakeTheSmallestGapAndTheNewestOfEqualOnes() {
        Region region = region(ArenaKind.whole("best"), 40, 5, 1, 4, 1, 4, 1, 6, 18);
        region.free(0, 5);
        region.free(11, 4);
        region.free(6, 4);
        region.free(16, 6);
        assertEquals(6, region.allocate(4));
        assertEquals(11, region.allocate(4));
        assertEquals(0, region.allocate(4));
        assertEquals(16, region.allocate(4));
        assertEquals(4, region.allocate(1));
        region.check();
    }

    @Test
    void shouldGoOnFromTheRotorAndRound() {
        Region region = region(new ArenaKind("next", 100, 1, 1), 12, 2, 1, 2, 1, 2, 1, 2, 1);
        region.free(0, 2);
        region.free(3, 2);
        region.free(6, 2);
        assertEquals(11, arena(region).rotor());
        assertEquals(0, region.allocate(1), "from the last page it goes round");
        assertEquals(1, region.allocate(1));
        assertEquals(3, region.allocate(1));
        assertEquals(6, region.allocate(2), "past the page that is too little");
        assertEquals(4, region.allocate(1), "and round again");
        region.check();
    }

    @Test
    void shouldLookNoFurtherThanItsReach() {
        Region region = region(new ArenaKind("next", 3, 1, 1), 12, 2, 1, 2, 1, 2, 1, 2, 1);
        region.free(9, 2);
        region.free(0, 2);
        assertEquals(11, arena(region).rotor());
        assertEquals(0, region.allocate(1), "the second tag from the rotor");
        region.free(6, 2);
        // From 0 on: the range itself, a gap of one page, a range. Beyond reach are the gaps of two, of which 6 is the newest.
        assertEquals(6, region.allocate(2));
    }

    @Test
    void shouldNotCountAsATagASpanThatIsNotHere() {
        Region region = region(new ArenaKind("next", 2, 1, 4), 16, 4, 2, 2, 2, 2, 1, 3);
        assertEquals(13, arena(region).rotor());
        region.free(4, 2);
        region.free(8, 2);
        region.free(0, 4);
        // The first span has left, and so the second tag from the rotor on is the gap at 4, though the one at 8 is newer.
        assertEquals(4, region.allocate(2));
        region.check();
    }

    @Test
    void shouldFindAGapBeyondFourThousandEmptyClasses() {
        Region region = region(new ArenaKind("best", 0, RangeArena.MAX_STEPS, 1), 8300, 1);
        assertEquals(List.of(1), arena(region).freeLists()[4108], "a bit in the second of the longs that sum them up");
        assertEquals(1, region.allocate(1));
        assertEquals(2, region.allocate(70));
    }

    @Test
    void shouldLeaveNoLinksInATagThatLeftItsTree() {
        Region region = region(ArenaKind.whole("best"), 12, 2, 1, 3, 6);
        region.free(0, 2);
        region.free(3, 3);
        assertEquals(0, region.allocate(1));
        assertEquals(3, region.allocate(2));
        // Both gaps have one page now, and so are in no tree.
        assertEquals(List.of(5, 1), arena(region).freeLists()[0]);
        Extent tags = arena(region).links().pool();
        for (int tag = 0; tag < 2; tag++) {
            long links = tags.address() + tag * RangeArenaLayout.TAG_SIZE + RangeArenaLayout.LINKS;
            assertEquals(0, region.memory.readLong(links), "tag=" + tag);
            assertEquals(0, region.memory.readLong(links + Long.BYTES), "tag=" + tag);
        }
    }

    @Test
    void shouldMoveTheRotorToTheGapThatSwallowsIt() {
        Region region = region(new ArenaKind("next", 100, 1, 2), 16, 2, 2, 2, 2, 3);
        assertEquals(8, arena(region).rotor());
        region.free(8, 3);
        assertEquals(NONE, arena(region).rotor(), "its span has gone");
        region.free(2, 2);
        assertEquals(2, region.allocate(1));
        region.free(0, 2);
        region.free(2, 1);
        assertEquals(0, arena(region).rotor());
        region.check();
    }

    @Test
    void shouldImportTheLowestSpanAndGiveItBackWithItsLastRange() {
        Region region = region(new ArenaKind("instant", 0, 1, 4), 40);
        assertEquals(bits(), arena(region).imported());
        assertEquals(0, region.allocate(7));
        assertEquals(10, region.allocate(4), "three are left of the first span");
        assertEquals(bits(0, 10), arena(region).imported());
        assertEquals(20, region.allocate(10));
        region.free(0, 7);
        assertEquals(bits(10, 20), arena(region).imported());
        assertEquals(14, region.allocate(4));
        region.free(10, 4);
        assertEquals(bits(10, 20), arena(region).imported(), "it is in use");
        region.free(14, 4);
        region.free(20, 10);
        assertEquals(bits(), arena(region).imported());
        assertArrayEquals(new int[40], arena(region).gaps());
        assertEquals(NONE, region.allocate(11), "no range is longer than a span");
        region.check();
    }

    @Test
    void shouldImportTheSpanThatTheWishesNeed() {
        Region region = region(new ArenaKind("instant", 0, 1, 4), 40);
        assertEquals(27, region.allocateWithin(new RangeRequest(2, 1, 0, 0, 27, 40)));
        assertEquals(bits(20), arena(region).imported());
        assertEquals(NONE, region.allocateWithin(new RangeRequest(5, 1, 0, 0, 16, 24)), "it would cross from span to span");
        assertEquals(23, region.allocateWithin(new RangeRequest(2, 4, 3, 0, 8, 40)), "of a span that is here");
        assertEquals(11, region.allocateWithin(new RangeRequest(2, 4, 3, 0, 8, 20)));
        assertEquals(bits(10, 20), arena(region).imported());
        region.check();
    }

    /* Gaps of 4 at 0 and of 6 at 5, the newest: instant fit takes the one, and best fit the other. */

    private static Region fourAndSix() {
        Region region = region(ArenaKind.whole("instant"), 11, 4, 1, 6);
        region.free(0, 4);
        region.free(5, 6);
        return region;
    }

    @Test
    void shouldNeedNoSearchForAMaximumThatExcludesNothing() {
        assertEquals(5, fourAndSix().allocateWithin(new RangeRequest(4, 1, 0, 0, 0, 11)));
        assertEquals(5, fourAndSix().allocateWithin(new RangeRequest(4, 1, 0, 0, 0, 12)));
        assertEquals(0, fourAndSix().allocateWithin(new RangeRequest(4, 1, 0, 0, 0, 10)), "a maximum is searched for by best fit");
    }

    @Test
    void shouldNeedNoSearchForAPhase() {
        assertEquals(5, fourAndSix().allocateWithin(new RangeRequest(3, 2, 1, 0, 0, 11)));
        assertEquals(6, fourAndSix().allocateWithin(new RangeRequest(3, 2, 0, 0, 0, 11)));
    }

    @Test
    void shouldMoveARangeToTheBoundaryThatIsAsFarFromTheNextAsItIsLong() {
        for (String policy : POLICIES) {
            Region region = region(ArenaKind.whole(policy), 16, 1);
            assertEquals(4, region.allocateWithin(new RangeRequest(4, 1, 0, 4, 0, 16)));
            assertEquals(8, region.allocateWithin(new RangeRequest(4, 1, 0, 4, 0, 16)));
            region.check();
        }
    }

    /* The next aligned page is 2^31, which no int is. */
    @Test
    void shouldFindNoPageBeyondAllNumbers() {
        for (String policy : POLICIES) {
            for (int spans : new int[] {1, 4}) {
                Region region = new Region(new ArenaKind(policy, 4, 1, spans), 64);
                byte[] before = region.bytes();
                assertEquals(NONE, region.allocateWithin(new RangeRequest(1, 1 << 30, 0, 0, (1 << 30) + 1, Integer.MAX_VALUE)));
                assertArrayEquals(before, region.bytes());
            }
        }
    }

    @Test
    void shouldNotMergeAcrossSpans() {
        Region region = region(new ArenaKind("instant", 0, 1, 2), 8, 1, 1, 2, 1, 1);
        region.free(4, 1);
        region.free(2, 2);
        int[] gaps = {0, 0, 2, 0, 1, 0, 2, 0};
        assertArrayEquals(gaps, arena(region).gaps());
        region.check();
    }

    @Test
    void shouldListGapsByClassTheNewestFirst() {
        Region region = region(ArenaKind.whole("instant"), 31, 3, 1, 2, 1, 3, 1, 5, 15);
        region.free(7, 3);
        region.free(0, 3);
        region.free(11, 5);
        region.free(4, 2);
        assertEquals(List.of(List.of(), List.of(4, 0, 7), List.of(11), List.of(), List.of()), List.of(arena(region).freeLists()));
    }

    @Test
    void shouldClassifyByPowersOfTwoOrFiner() {
        RangeArenaLayout whole = RangeArenaLayout.of(1 << 20, 1 << 20, 1, 0);
        RangeArenaLayout eighths = RangeArenaLayout.of(1 << 20, 1 << 20, 8, 0);
        for (int pages = 1; pages <= 5_000; pages++) {
            assertEquals(31 - Integer.numberOfLeadingZeros(pages), whole.classOf(pages));
            for (RangeArenaLayout layout : List.of(whole, eighths)) {
                int from = layout.classFrom(pages);
                assertTrue(from == layout.classOf(pages) || from == layout.classOf(pages) + 1);
                assertEquals(pages > 1 && layout.classOf(pages - 1) == layout.classOf(pages), from > layout.classOf(pages),
                        "only the least of a class is sure of its own, pages=" + pages);
            }
        }
        assertEquals(15, eighths.classOf(16));
        assertEquals(15, eighths.classOf(17));
        assertEquals(16, eighths.classOf(18));
    }

    @Test
    void shouldFindNothingWithoutTagsAndStillTakeBack() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        RangeArena arena = RangeArena.format(memory, 0, 100, 100, 1, 6, "instant", 0);
        assertEquals(0, arena.allocate(1));
        assertEquals(1, arena.allocate(1));
        assertEquals(2, arena.allocate(1));
        assertEquals(NONE, arena.allocate(1), "three ranges and a gap: two tags are left of six");
        arena.free(1, 1);
        assertEquals(NONE, arena.allocate(1), "and still");
        arena.free(2, 1);
        assertEquals(1, arena.allocate(99));
    }

    @Test
    void shouldCountTheTagsOfGaps() {
        Region region = region(100);
        long before = arena(region).metadataBytes();
        region.allocate(3);
        assertEquals(before + RangeArenaLayout.TAG_SIZE, arena(region).metadataBytes());
        region.free(0, 3);
        assertEquals(before, arena(region).metadataBytes());
    }

    @Test
    void shouldRefuseContradictoryArenas() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        WriteLog log = new WriteLog();
        memory.log(log);
        refuse("spanPages=3 does not divide pageCount=10", () -> RangeArena.format(memory, 0, 10, 3, 1, 9, "best", 0));
        refuse("spanPages=0", () -> RangeArena.format(memory, 0, 10, 0, 1, 9, "best", 0));
        refuse("steps=3", () -> RangeArena.format(memory, 0, 10, 10, 3, 9, "best", 0));
        refuse("steps=0", () -> RangeArena.format(memory, 0, 10, 10, 0, 9, "best", 0));
        refuse("tagCount=-1", () -> RangeArena.format(memory, 0, 10, 10, 1, -1, "best", 0));
        refuse("policy=worst", () -> RangeArena.format(memory, 0, 10, 10, 1, 9, "worst", 0));
        refuse("reach=-1", () -> RangeArena.format(memory, 0, 10, 10, 1, 9, "next", -1));
        assertEquals(0, log.count(), "a refusal wrote");
    }

    @Test
    void shouldRefuseToAttachToHeadersThatCannotBeRight() {
        for (int[] wrong : new int[][] {{RangeArenaLayout.PAGE_COUNT, 0}, {RangeArenaLayout.SPAN_PAGES, 3}, {RangeArenaLayout.STEPS, 5},
            {RangeArenaLayout.POLICY, 3}, {RangeArenaLayout.REACH, -1}, {RangeArenaLayout.RANGES, -1}, {RangeArenaLayout.RANGES, 10}, {RangeArenaLayout.POOL + NodePoolLayout.TAKEN, 100}}) {
            PhysicalMemory memory = new PhysicalMemory(1 << 20);
            RangeArena.format(memory, 0, 10, 10, 1, 9, "best", 0);
            RangeArena.attach(memory, 0);
            memory.writeInt(wrong[0], wrong[1]);
            refuse("=" + wrong[1], () -> RangeArena.attach(memory, 0));
        }
    }

    private static void refuse(String says, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(says), message);
    }
}
