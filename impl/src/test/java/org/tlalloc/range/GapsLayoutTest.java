package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

class GapsLayoutTest {
    private static final PhysicalMemory MEMORY = new PhysicalMemory(1L << 30);

    @Test
    void shouldHaveAChainForEveryFourNodes() {
        int[][] expected = {{1, 1}, {7, 1}, {8, 2}, {15, 2}, {16, 4}, {1000, 128}, {1 << 20, 1 << 18}};
        for (int[] each : expected) {
            assertEquals(each[1], GapsLayout.of(MEMORY, 0, 1 << 20, each[0]).chainCount, "nodeCount=" + each[0]);
        }
    }

    @Test
    void shouldKeepChainsWithinTheirBytes() {
        for (int nodeCount : new int[] {1, 8, 9, 1000}) {
            GapsLayout layout = GapsLayout.of(MEMORY, 0, 1 << 20, nodeCount);
            for (int start = 0; start < 1 << 20; start += 7) {
                int chain = layout.chain(start);
                assertTrue(chain >= GapsLayout.CHAINS && chain < GapsLayout.CHAINS + 4 * layout.chainCount
                        && chain % 4 == 0 && chain < layout.nodes, "start=" + start);
            }
        }
    }

    /* Four on average; evenly spaced ranges are what a kernel's stacks and slabs are. */
    @Test
    void shouldNotPutEvenlySpacedRangesIntoOneChain() {
        GapsLayout layout = GapsLayout.of(MEMORY, 0, GapsLayout.MAX_PAGES, 1 << 16);
        for (int stride : new int[] {1, 2, 3, 5, 7, 8, 16, 60, 64, 100, 256, 1000, 1024, 4096}) {
            Map<Integer, Integer> lengths = new HashMap<>();
            for (int i = 0; i < 1 << 16 && i * (long) stride < GapsLayout.MAX_PAGES; i++) {
                lengths.merge(layout.chain(i * stride), 1, Integer::sum);
            }
            assertTrue(lengths.values().stream().allMatch(length -> length <= 16), "stride=" + stride);
        }
    }
}
