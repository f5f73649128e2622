package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tlalloc.machine.Masks;
import org.tlalloc.machine.PhysicalMemory;

class GapsLayoutTest {
    private static final PhysicalMemory MEMORY = new PhysicalMemory(1L << 30);

    private static GapsLayout layout(int magic, int pageCount) {
        return GapsLayout.of(MEMORY, 0, magic, pageCount, 1);
    }

    @Test
    void shouldHaveATreeForLengthsUpToAQuarterOfTheRegionAndLessThan1024() {
        int[][] expected = {{1, 1}, {4, 2}, {8, 3}, {127, 32}, {4091, 1023}, {4092, 1024}, {1 << 24, 1024}};
        for (int[] each : expected) {
            assertEquals(each[1], layout(GapsLayout.TREES_MAGIC, each[0]).shortCount, "pageCount=" + each[0]);
            assertEquals(0, layout(GapsLayout.AUGMENTED_MAGIC, each[0]).shortCount, "pageCount=" + each[0]);
        }
    }

    @Test
    void shouldHaveSlicesAsLongAsThereAreManyButNotLongerThan256() {
        int[][] expected = {{1, 8, 1}, {8, 8, 1}, {9, 8, 2}, {10, 8, 2}, {128, 8, 16}, {129, 16, 9}, {500, 16, 32}, {1 << 15, 128, 256},
            {(1 << 15) + 1, 256, 129}, {1 << 16, 256, 256}, {1 << 20, 256, 1 << 12}, {1 << 24, 256, 1 << 16}};
        for (int[] each : expected) {
            for (int magic : new int[] {GapsLayout.TREES_MAGIC, GapsLayout.AUGMENTED_MAGIC}) {
                GapsLayout layout = layout(magic, each[0]);
                assertEquals(each[1], 1 << layout.sliceBits, "pageCount=" + each[0]);
                assertEquals(each[2], layout.sliceCount, "pageCount=" + each[0]);
            }
        }
    }

    @Test
    void shouldHaveOnePartAfterAnother() {
        for (int pageCount : new int[] {1, 8, 127, 128, 1000, 1 << 20}) {
            GapsLayout trees = layout(GapsLayout.TREES_MAGIC, pageCount);
            assertEquals(GapsLayout.HEADER_SIZE + Masks.size(trees.shortCount), trees.shortGaps);
            assertEquals(trees.shortGaps + GapsLayout.SHORT_SIZE * trees.shortCount, trees.some()[0]);
            assertEquals(trees.some()[0] + Masks.size(trees.sliceCount), trees.byAddress);
            assertNodes(trees);
            GapsLayout augmented = layout(GapsLayout.AUGMENTED_MAGIC, pageCount);
            assertEquals(GapsLayout.HEADER_SIZE, augmented.some()[0]);
            assertEquals(augmented.some()[0] + Masks.size(augmented.sliceCount), augmented.largest);
            assertEquals(augmented.largest + LargestGaps.size(augmented.sliceCount), augmented.byAddress);
            assertNodes(augmented);
        }
    }

    private static void assertNodes(GapsLayout layout) {
        assertEquals(layout.byAddress + 4 * layout.sliceCount, layout.lengths);
        assertTrue(layout.nodes >= layout.lengths + layout.pageCount && layout.nodes % GapsLayout.NODE_SIZE == 0);
    }
}
