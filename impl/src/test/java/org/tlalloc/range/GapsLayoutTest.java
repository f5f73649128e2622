package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
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
    void shouldHaveOnePartAfterAnother() {
        for (int pageCount : new int[] {1, 8, 127, 128, 1000, 1 << 20}) {
            GapsLayout layout = layout(GapsLayout.TREES_MAGIC, pageCount);
            assertTrue(layout.lengthWords * Long.SIZE >= layout.shortCount);
            assertEquals(GapsLayout.LENGTH_BITS + 8 * layout.lengthWords, layout.shortGaps);
            assertEquals(layout.shortGaps + GapsLayout.SHORT_SIZE * layout.shortCount, layout.lengths);
            assertTrue(layout.nodes >= layout.lengths + pageCount && layout.nodes % GapsLayout.NODE_SIZE == 0);
        }
    }
}
