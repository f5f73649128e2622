package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

class RangeAugmentedTest extends GapsContractTest {
    RangeAugmentedTest() {
        super(GapKind.augmented());
    }

    @Override
    Gaps format(PhysicalMemory memory, int pageCount, int nodeCount) {
        return RangeAugmented.format(memory, Region.BASE, pageCount, nodeCount);
    }

    @Override
    Gaps attach(PhysicalMemory memory) {
        return RangeAugmented.attach(memory, Region.BASE);
    }

    @Override
    int fixedBytesOf64() {
        return 32 + 8 + 3 * 16 + 8 * 4 + 64 + 8;
    }

    /* Of what the tree knows, that of its top is looked at here; the rest decides what is found. */
    @Override
    void checkGaps(Gaps gaps, Set<Gap> expected) {
        RangeAugmented augmented = (RangeAugmented) gaps;
        assertEquals(expected, augmented.gaps());
        assertEquals(expected.stream().mapToInt(Gap::pages).max().orElse(0), augmented.largest());
    }

    @Test
    void shouldTakeTheLowestGapThatIsLongEnough() {
        Region region = region(200);
        for (int pages : new int[] {3, 1, 5, 1, 10, 1, 5, 1}) {
            region.allocate(pages);
        }
        region.free(0, 3);
        region.free(4, 5);
        region.free(10, 10);
        region.free(21, 5);
        assertEquals(4, region.allocate(4));
        assertEquals(10, region.allocate(5));
        assertEquals(0, region.allocate(1));
        assertEquals(15, region.allocate(3));
        assertEquals(1, region.allocate(2));
    }

    @Test
    void shouldNotAttachToTheOtherKind() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        RangeTrees.format(memory, Region.BASE, 10, 10);
        assertThrows(IllegalArgumentException.class, () -> attach(memory));
    }
}
