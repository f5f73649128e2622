package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

class RangeBitmapTest extends RangeContractTest {
    static final RangeKind KIND = new RangeKind() {
        @Override
        public RangeAllocation format(PhysicalMemory memory, long base, int pageCount) {
            return RangeBitmap.format(memory, base, pageCount);
        }

        @Override
        public RangeAllocation attach(PhysicalMemory memory, long base) {
            return RangeBitmap.attach(memory, base);
        }

        @Override
        public int largestRegion() {
            return 1 << 24;
        }

        @Override
        public boolean promises(NaiveRanges ranges, RangeRequest request) {
            return RangeKind.roomyRunFits(ranges, request);
        }

        /** In the lowest pages that have room wherever they begin. */
        @Override
        public int answer(NaiveRanges ranges, RangeRequest request) {
            int lowest = ranges.lowestRun((long) request.pages() + request.alignment() - 1);
            return lowest == RangeAllocation.NONE ? lowest : lowest + request.alignment() - 1 & -request.alignment();
        }
    };

    RangeBitmapTest() {
        super(KIND);
    }

    @Test
    void shouldTakeTheLowestPages() {
        Region region = region(200);
        assertEquals(0, region.allocate(60));
        assertEquals(60, region.allocate(10));
        assertEquals(70, region.allocate(100));
        region.free(60, 10);
        assertEquals(170, region.allocate(11));
        assertEquals(60, region.allocate(10));
    }

    @Test
    void shouldTellRangesApartThatTouch() {
        Region region = region(200);
        int[] pages = {64, 1, 63, 72};
        for (int length : pages) {
            region.allocate(length);
        }
        RangeBitmap bitmap = (RangeBitmap) region.ranges();
        BitSet firsts = new BitSet();
        for (int first : new int[] {0, 64, 65, 128}) {
            firsts.set(first);
        }
        assertEquals(firsts, bitmap.firstPages());
        assertEquals(200, bitmap.usedPages().cardinality());
        region.refuseFree(0, 65);
        region.refuseFree(64, 64);
        region.check();
    }

    @Test
    void shouldHaveEqualBytesForEqualRanges() {
        Region one = region(100);
        Region other = region(100);
        one.allocate(3);
        one.allocate(5);
        other.allocate(8);
        other.free(0, 8);
        other.allocate(3);
        other.allocate(5);
        assertArrayEquals(one.bytes(), other.bytes());
    }

    @Test
    void shouldRefuseToAttachToBitmapsThatDoNotFit() {
        Region region = region(100);
        region.memory.writeInt(Region.BASE + RangeBitmapLayout.PAGE_COUNT, 99);
        String message = assertThrows(IllegalArgumentException.class, () -> RangeBitmap.attach(region.memory, Region.BASE)).getMessage();
        assertTrue(message.contains("pageCount=99") && message.contains("frameCount=100"), message);
        region.memory.writeInt(Region.BASE + RangeBitmapLayout.PAGE_COUNT, 0);
        assertThrows(IllegalArgumentException.class, () -> RangeBitmap.attach(region.memory, Region.BASE));
    }
}
