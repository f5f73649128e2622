package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.Buddy;
import org.tlalloc.machine.PhysicalMemory;

class FreeMemoryTest {
    private static int[] idle(int frames) {
        int[] orders = new int[frames];
        Arrays.fill(orders, -1);
        return orders;
    }

    @Test
    void shouldJoinFreeFramesToTheLargestAlignedBlocks() {
        // 0 used, 1..3 free, 4..5 used as one block, 6..12 free of 13
        int[] orders = idle(13);
        orders[0] = 0;
        orders[4] = 1;
        FreeMemory free = FreeMemory.of(orders, 2);
        assertEquals(10, free.frames());
        assertEquals(2, free.blocks(0));
        assertEquals(2, free.blocks(1));
        assertEquals(1, free.blocks(2));
        assertEquals(4, free.largestBlock());
        assertEquals(7, free.longestRun());
        assertEquals(0.3, free.externalFragmentation(), 1e-12);
        assertEquals(0, free.unusable(0), 1e-12);
        assertEquals(0.2, free.unusable(1), 1e-12);
        assertEquals(0.6, free.unusable(2), 1e-12);
        assertEquals("Node 0, zone   Normal      2      2      1 ", free.buddyinfo());
    }

    @Test
    void shouldKeepToTheLargestOrder() {
        FreeMemory free = FreeMemory.of(idle(64), 3);
        assertEquals(8, free.blocks(3));
        assertEquals(8, free.largestBlock());
        assertEquals(64, free.longestRun());
        assertEquals(0, free.externalFragmentation(), 0);
        assertEquals(0, free.unusable(3), 0);
    }

    @Test
    void shouldCallAllUnusableWhereNothingIsFree() {
        int[] orders = idle(8);
        orders[0] = 3;
        FreeMemory free = FreeMemory.of(orders, 3);
        assertEquals(0, free.frames());
        assertEquals(0, free.largestBlock());
        assertEquals(0, free.longestRun());
        assertEquals(1, free.unusable(0), 0);
        assertEquals(1, free.unusable(3), 0);
        assertEquals(0, free.externalFragmentation(), 0);
    }

    @Test
    void shouldSayWhatABuddyAllocatorSaysOfItself() {
        Buddy buddy = Buddy.format(new PhysicalMemory(1 << 20), 0, 1000, 7, new BitSet());
        for (int order : new int[] {0, 3, 7, 2, 0, 0, 5, 1}) {
            buddy.allocate(order);
        }
        FreeMemory free = FreeMemory.of(buddy.allocated(), 7);
        assertEquals(buddy.freeFrames(), free.frames());
        assertEquals(1 << buddy.largestFreeOrder(), free.largestBlock());
        assertEquals(buddy.buddyinfo(), free.buddyinfo());
    }
}
