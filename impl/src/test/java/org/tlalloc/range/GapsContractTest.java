package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

/** What those owe that keep their gaps in trees. */
abstract class GapsContractTest extends RangeContractTest {
    GapsContractTest(GapKind kind) {
        super(kind);
    }

    abstract Gaps format(PhysicalMemory memory, int pageCount, int nodeCount);

    abstract Gaps attach(PhysicalMemory memory);

    /** Every index of the gaps. */
    abstract void checkGaps(Gaps gaps, Set<Gap> expected);

    /** What the metadata of 64 pages take without any gap. */
    abstract int fixedBytesOf64();

    private Gaps format(int pageCount, int nodeCount) {
        return format(new PhysicalMemory(1 << 24), pageCount, nodeCount);
    }

    /** Half full, and every gap on its own. */
    private Gaps combed(int pageCount) {
        Gaps gaps = format(pageCount, pageCount);
        for (int page = 0; page < pageCount; page++) {
            assertEquals(page, gaps.allocate(1));
        }
        for (int page = 0; page < pageCount; page += 2) {
            gaps.free(page, 1);
        }
        return gaps;
    }

    @Test
    void shouldKnowEveryGap() {
        Region region = region(500);
        Random random = new Random(1);
        for (int step = 0; step < 3_000; step++) {
            if (region.naive.count() > 0 && random.nextInt(100) < 48) {
                int start = region.naive.any(random);
                region.free(start, region.naive.used[start]);
            } else {
                region.allocateWithin(RangeRequest.aligned(1 + random.nextInt(12), 1 << random.nextInt(4)));
            }
            checkGaps((Gaps) region.ranges(), new HashSet<>(GapKind.gaps(region.naive)));
        }
    }

    @Test
    void shouldMergeOnBothSides() {
        Gaps gaps = format(12, 12);
        for (int i = 0; i < 4; i++) {
            gaps.allocate(3);
        }
        checkGaps(gaps, Set.of());
        gaps.free(3, 3);
        checkGaps(gaps, Set.of(new Gap(3, 3)));
        gaps.free(9, 3);
        checkGaps(gaps, Set.of(new Gap(3, 3), new Gap(9, 3)));
        gaps.free(6, 3);
        checkGaps(gaps, Set.of(new Gap(3, 9)));
        gaps.free(0, 3);
        checkGaps(gaps, Set.of(new Gap(0, 12)));
    }

    @Test
    void shouldLeaveGapsOnBothSidesOfAnAlignedRange() {
        Gaps gaps = format(32, 32);
        assertEquals(0, gaps.allocate(3));
        assertEquals(16, gaps.allocateWithin(RangeRequest.aligned(4, 16)));
        checkGaps(gaps, Set.of(new Gap(3, 13), new Gap(20, 12)));
        assertEquals(4, gaps.nodesInUse());
    }

    @Test
    void shouldHaveANodeForEachRangeAndEachGap() {
        int fixed = fixedBytesOf64();
        Gaps gaps = combed(64);
        assertEquals(64, gaps.nodesInUse());
        assertEquals(64, gaps.nodeCount());
        assertEquals(fixed + 32 * 32, gaps.metadataBytes());
        for (int page = 1; page < 64; page += 2) {
            gaps.free(page, 1);
        }
        assertEquals(1, gaps.nodesInUse());
        assertEquals(fixed + 32, gaps.metadataBytes());
    }

    /* Lengths of up to 127 pages are one byte, and of more five. */
    @Test
    void shouldTakeLongRangesBackOnlyWhereTheyBegin() {
        for (int pages : new int[] {126, 127, 128, 129, 4096, 5000}) {
            Gaps gaps = format(5000, 10);
            assertEquals(0, gaps.allocate(pages));
            assertEquals(pages, gaps.used()[0]);
            for (int page = 1; page < 8; page++) {
                int start = page;
                assertEquals(0, gaps.used()[page]);
                RangeException refusal = assertThrows(RangeException.class, () -> gaps.free(start, 1));
                assertTrue(refusal.getMessage().contains("begins inside"), refusal.getMessage());
            }
            assertThrows(RangeException.class, () -> gaps.free(0, pages - 1));
            gaps.free(0, pages);
            assertThrows(RangeException.class, () -> gaps.free(0, pages));
            for (int page = 0; page < 8; page++) {
                assertEquals(page, gaps.allocate(1));
            }
        }
    }

    @Test
    void shouldSayNoneWhenThePoolIsDry() {
        Gaps gaps = format(100, 3);
        assertEquals(0, gaps.allocate(10));
        assertEquals(10, gaps.allocate(10));
        assertEquals(3, gaps.nodesInUse());
        assertEquals(RangeAllocation.NONE, gaps.allocate(10));
        assertEquals(RangeAllocation.NONE, gaps.allocateWithin(RangeRequest.aligned(10, 32)));
        // A range as long as its gap needs no other node.
        assertEquals(20, gaps.allocate(80));
        assertEquals(RangeAllocation.NONE, gaps.allocate(1));
        gaps.free(10, 10);
        gaps.free(0, 10);
        gaps.free(20, 80);
        checkGaps(gaps, Set.of(new Gap(0, 100)));
    }

    @Test
    void shouldKeepOneNodeForAnAlignedRangeAndTwoForWhatIsLeft() {
        Gaps gaps = format(100, 3);
        assertEquals(0, gaps.allocate(1));
        assertEquals(RangeAllocation.NONE, gaps.allocateWithin(RangeRequest.aligned(1, 8)));
        assertEquals(1, gaps.allocate(1));
    }

    @Test
    void shouldTakeEveryRangeBackWithoutANode() {
        Gaps gaps = combed(64);
        // Each page from now on comes back between two gaps, or beside one.
        for (int page = 63; page > 0; page -= 2) {
            gaps.free(page, 1);
        }
        checkGaps(gaps, Set.of(new Gap(0, 64)));
        Gaps full = format(64, 64);
        for (int page = 0; page < 64; page++) {
            full.allocate(1);
        }
        for (int page = 1; page < 64; page += 2) {
            full.free(page, 1);
        }
        assertEquals(64, full.nodesInUse());
    }

    @Test
    void shouldFindTheOneGapThatIsLongEnoughAmongMany() {
        int pageCount = 1 << 12;
        Gaps gaps = combed(pageCount);
        for (int page = 1; page < pageCount - 2; page += 34) {
            gaps.free(page, 1);
            assertEquals(page - 1, gaps.allocate(3));
            assertEquals(RangeAllocation.NONE, gaps.allocate(2));
        }
    }

    @Test
    void shouldRefusePoolsThatThereCannotBe() {
        for (int nodeCount : new int[] {0, -1, Integer.MIN_VALUE, (1 << 24) + 1, Integer.MAX_VALUE}) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> format(10, nodeCount));
            assertTrue(refusal.getMessage().contains("nodeCount=" + nodeCount), refusal.getMessage());
        }
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> format(1 << 24, 1 << 24));
        assertTrue(refusal.getMessage().contains("does not fit memory of size=16777216"), refusal.getMessage());
    }

    @Test
    void shouldRefuseToAttachToHeadersThatCannotBe() {
        int roots = format(10, 10).layout.byAddress;
        int[][] damages = {{GapsLayout.PAGE_COUNT, 0}, {GapsLayout.PAGE_COUNT, -1}, {GapsLayout.BY_SIZE, -1}, {GapsLayout.BY_SIZE, 99},
            {roots, 11}, {roots + 4, -1}, {GapsLayout.POOL + NodePoolLayout.CAPACITY, 0}, {GapsLayout.POOL + NodePoolLayout.TAKEN, 0},
            {GapsLayout.POOL + NodePoolLayout.TAKEN, 11}, {GapsLayout.RANGES, -1}, {GapsLayout.RANGES, 10}, {GapsLayout.MAGIC, 1}};
        for (int[] damage : damages) {
            PhysicalMemory memory = new PhysicalMemory(1 << 20);
            format(memory, 10, 10);
            attach(memory);
            memory.writeInt(Region.BASE + damage[0], damage[1]);
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> attach(memory));
            assertTrue(refusal.getMessage().contains("="), refusal.getMessage());
        }
    }
}
