package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

class RangeTreesTest extends GapsContractTest {
    RangeTreesTest() {
        super(GapKind.trees());
    }

    @Override
    Gaps format(PhysicalMemory memory, int pageCount, int nodeCount) {
        return RangeTrees.format(memory, Region.BASE, pageCount, nodeCount);
    }

    @Override
    Gaps attach(PhysicalMemory memory) {
        return RangeTrees.attach(memory, Region.BASE);
    }

    @Override
    int fixedBytesOf64() {
        return 32 + 8 + 17 * 8 + 8 + 8 * 4 + 64 + 8;
    }

    @Override
    void checkGaps(Gaps gaps, Set<Gap> expected) {
        assertEquals(expected, ((RangeTrees) gaps).byAddress());
        assertEquals(expected, ((RangeTrees) gaps).bySize());
    }

    @Test
    void shouldTakeTheShortestGapAndTheLowestAmongEquals() {
        Region region = region(200);
        for (int pages : new int[] {30, 1, 5, 1, 10, 1, 5, 1}) {
            region.allocate(pages);
        }
        region.free(0, 30);
        region.free(31, 5);
        region.free(37, 10);
        region.free(48, 5);
        assertEquals(31, region.allocate(4));
        assertEquals(48, region.allocate(5));
        assertEquals(37, region.allocate(6));
        assertEquals(0, region.allocate(11));
        assertEquals(43, region.allocate(2));
    }

    /* Of gaps longer than 1023 pages the lowest is not known by the length. */
    @Test
    void shouldTakeTheShortestOfLongGaps() {
        Region region = region(20_000);
        for (int pages : new int[] {3000, 1, 1500, 1, 2000, 1, 1500, 1, 900, 1, 1023, 1, 1024, 1}) {
            region.allocate(pages);
        }
        for (int[] range : new int[][] {{0, 3000}, {4502, 2000}, {6503, 1500}, {3001, 1500}, {8004, 900}, {8905, 1023}, {9929, 1024}}) {
            region.free(range[0], range[1]);
        }
        assertEquals(3001, region.allocate(1200));
        assertEquals(6503, region.allocate(1200));
        assertEquals(9929, region.allocate(1024));
        assertEquals(8905, region.allocate(1000));
        assertEquals(8004, region.allocate(800));
        assertEquals(4502, region.allocate(1000));
        assertEquals(0, region.allocate(1001));
    }

    /* Short lengths are looked up. */
    @Test
    void shouldTakeTheShortestGapHoweverHighItLies() {
        Region region = region(1 << 20);
        for (int pages : new int[] {10, 3, 200_000 - 13, 2, (1 << 20) - 200_002}) {
            region.allocate(pages);
        }
        region.free(10, 3);
        region.free(200_000, 2);
        assertEquals(200_000, region.allocate(2));
        assertEquals(10, region.allocate(2));
    }

    /* Neither length is short, so that both are in one tree: beside a first page of many digits the length comes first. */
    @Test
    void shouldTakeTheShortestLongGapHoweverHighItLies() {
        int high = (1 << 24) - 5000;
        PhysicalMemory memory = new PhysicalMemory(1L << 32);
        RangeTrees trees = RangeTrees.format(memory, Region.BASE, 1 << 24, 100);
        for (int pages : new int[] {10, 1101, high - 1111, 1100, (1 << 24) - high - 1100}) {
            trees.allocate(pages);
        }
        trees.free(10, 1101);
        trees.free(high, 1100);
        assertEquals(high, trees.allocate(1100));
        assertEquals(10, trees.allocate(1100));
    }

    @Test
    void shouldNotAttachToTheOtherKind() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        RangeAugmented.format(memory, Region.BASE, 10, 10);
        assertThrows(IllegalArgumentException.class, () -> attach(memory));
    }
}
