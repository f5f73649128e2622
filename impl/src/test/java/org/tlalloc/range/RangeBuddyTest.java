package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.machine.PhysicalMemory;

class RangeBuddyTest extends RangeContractTest {
    private static final int NONE = RangeAllocation.NONE;

    static final RangeKind KIND = new RangeKind() {
        @Override
        public RangeAllocation format(PhysicalMemory memory, long base, int pageCount) {
            return RangeBuddy.format(memory, base, pageCount);
        }

        @Override
        public RangeAllocation attach(PhysicalMemory memory, long base) {
            return RangeBuddy.attach(memory, base);
        }

        @Override
        public int largestRegion() {
            return 1 << 24;
        }

        @Override
        public boolean promises(NaiveRanges ranges, RangeRequest request) {
            return answer(ranges, request) != NONE;
        }

        /** The lowest block of the smallest order that will do, among those that no larger free block encloses. */
        @Override
        public int answer(NaiveRanges ranges, RangeRequest request) {
            BitSet taken = new BitSet();
            for (int start = 0; start < ranges.pageCount; start++) {
                if (ranges.used[start] > 0) {
                    taken.set(start, start + block(ranges.used[start]));
                }
            }
            for (long size = Math.max(block(request.pages()), request.alignment()); size <= ranges.pageCount; size *= 2) {
                for (int start = 0; start + size <= ranges.pageCount; start += (int) size) {
                    if (isFree(ranges, taken, start, size) && !isFree(ranges, taken, start & (int) -(2 * size), 2 * size)) {
                        return start;
                    }
                }
            }
            return NONE;
        }
    };

    RangeBuddyTest() {
        super(KIND);
    }

    /** How many pages the block of a range has. */
    private static int block(int pages) {
        int size = 1;
        while (size < pages) {
            size *= 2;
        }
        return size;
    }

    private static boolean isFree(NaiveRanges ranges, BitSet taken, int start, long size) {
        return start + size <= ranges.pageCount && taken.get(start, start + (int) size).isEmpty();
    }

    private static void assertFree(Region region, int[]... blocks) {
        BitSet[] free = ((RangeBuddy) region.ranges()).freeBlocks();
        assertEquals(blocks.length, free.length);
        for (int order = 0; order < blocks.length; order++) {
            assertArrayEquals(blocks[order], free[order].stream().toArray(), "order=" + order);
        }
    }

    private static int[] at(int... pages) {
        return pages;
    }

    private static int wasted(Region region) {
        return ((RangeBuddy) region.ranges()).wastedPages();
    }

    @Test
    void shouldCutAnyRegionIntoBlocksAsLargeAsCanBe() {
        assertFree(region(16), at(), at(), at(), at(), at(0));
        assertFree(region(13), at(12), at(), at(8), at(0), at());
        assertFree(region(1), at(0));
    }

    @Test
    void shouldWasteTheRestOfTheBlockAndSayHowMuch() {
        Region region = region(16);
        assertEquals(0, region.allocate(5));
        assertEquals(3, wasted(region));
        assertEquals(8, region.allocate(3), "the pages behind the first range are nobody's");
        assertEquals(4, wasted(region));
        assertEquals(12, region.allocate(1));
        assertEquals(4, wasted(region));
        assertEquals(NONE, region.allocate(3), "five pages are free, and no block of four");
        region.free(0, 5);
        assertEquals(1, wasted(region));
        assertEquals(0, region.allocate(8));
    }

    @Test
    void shouldNotHandOutMoreThanItsLargestBlock() {
        Region region = region(13);
        for (int pages = 9; pages <= 13; pages++) {
            assertEquals(NONE, region.allocate(pages));
        }
        assertEquals(0, region.allocate(8));
    }

    @Test
    void shouldTellLengthsApartThatHaveTheSameBlock() {
        Region region = region(8);
        assertEquals(0, region.allocate(5));
        region.refuseFree(0, 6);
        region.refuseFree(0, 8);
        region.refuseFree(5, 3);
        region.refuseFree(4, 4);
        region.free(0, 5);
    }

    @Test
    void shouldTellWhereARangeBeginsFromWhereOneEnds() {
        Region region = region(16);
        assertEquals(0, region.allocate(4));
        assertEquals(4, region.allocate(2));
        assertEquals(6, region.allocate(1));
        assertEquals(8, region.allocate(7));
        for (int start = 0; start < 16; start++) {
            for (int pages = 1; pages <= 16 - start; pages++) {
                if (!region.naive.holds(start, pages)) {
                    region.refuseFree(start, pages);
                }
            }
        }
        region.check();
    }

    @Test
    void shouldTakeAlignedPagesFromABlockOfThatSizeAndKeepTheRest() {
        Region region = region(16);
        assertEquals(0, region.allocate(1));
        assertEquals(2, region.allocateWithin(RangeRequest.aligned(1, 2)));
        assertFree(region, at(1, 3), at(), at(4), at(8), at());
        assertEquals(4, region.allocateWithin(RangeRequest.aligned(1, 4)));
        assertFree(region, at(1, 3, 5), at(6), at(), at(8), at());
        assertEquals(8, region.allocateWithin(RangeRequest.aligned(3, 8)));
        assertFree(region, at(1, 3, 5), at(6), at(12), at(), at());
        assertEquals(1, wasted(region));
        assertEquals(NONE, region.allocateWithin(RangeRequest.aligned(1, 8)));
        assertEquals(NONE, region.allocateWithin(RangeRequest.aligned(1, 1 << 30)));
        for (int[] range : new int[][] {{8, 3}, {2, 1}, {0, 1}, {4, 1}}) {
            region.free(range[0], range[1]);
        }
        assertFree(region, at(), at(), at(), at(), at(0));
    }

    /* Where an aligned request splits a block, the orders below may have free blocks already. */
    @Test
    void shouldKeepWhatIsFreeBelowTheAlignment() {
        Region region = region(1 << 13);
        for (int page = 0; page < 1 << 12; page++) {
            region.allocate(1);
        }
        for (int page = 1; page < 1 << 12; page += 2) {
            region.free(page, 1);
        }
        assertEquals(1 << 12, region.allocateWithin(RangeRequest.aligned(1, 1 << 10)));
        assertEquals(1, region.allocate(1));
        assertEquals(3, region.allocate(1));
        region.check();
    }

    @Test
    void shouldHaveEqualBytesForEqualRanges() {
        Region one = region(100);
        Region other = region(100);
        one.allocate(3);
        one.allocate(5);
        int eight = other.allocate(8);
        int twenty = other.allocate(20);
        other.free(eight, 8);
        other.allocate(3);
        other.free(twenty, 20);
        other.allocate(5);
        assertArrayEquals(one.bytes(), other.bytes());
    }

    @Test
    void shouldRefuseToAttachToBlocksThatDoNotFit() {
        Region region = region(100);
        region.memory.writeInt(Region.BASE + RangeBuddyLayout.PAGE_COUNT, 99);
        String message = assertThrows(IllegalArgumentException.class, () -> RangeBuddy.attach(region.memory, Region.BASE)).getMessage();
        assertTrue(message.contains("address="), message);
        region.memory.writeInt(Region.BASE + RangeBuddyLayout.PAGE_COUNT, 0);
        assertThrows(IllegalArgumentException.class, () -> RangeBuddy.attach(region.memory, Region.BASE));
    }

    @Test
    void shouldRefuseToAttachToBlocksOfOtherOrders() {
        int blocks = RangeBuddyLayout.of(100).blocks;
        for (int maxOrder : new int[] {6, 7, 8}) {
            PhysicalMemory memory = new PhysicalMemory(1 << 20);
            memory.writeInt(RangeBuddyLayout.MAGIC, RangeBuddyLayout.MAGIC_NUMBER);
            memory.writeInt(RangeBuddyLayout.PAGE_COUNT, 100);
            BuddyLowestFirst.format(memory, blocks, 100, maxOrder, new BitSet());
            if (maxOrder == 7) {
                assertArrayEquals(new int[100], RangeBuddy.attach(memory, 0).used());
            } else {
                String message = assertThrows(IllegalArgumentException.class, () -> RangeBuddy.attach(memory, 0)).getMessage();
                assertTrue(message.contains("maxOrder=" + maxOrder), message);
            }
        }
    }
}
