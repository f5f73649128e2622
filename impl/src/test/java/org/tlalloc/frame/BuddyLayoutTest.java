package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.ReferenceBuddy.Placement;
import org.tlalloc.machine.Masks;

class BuddyLayoutTest {
    private static final int[] FRAMES = {1, 2, 3, 63, 64, 65, 127, 128, 129, 1000, 4096, 4097, 262_143, 262_144, 262_145,
        (1 << 24) - 1, 1 << 24};

    @Test
    void shouldTakeTwoBytesAFrameAtMostForLowestFirst() {
        assertBytesAFrame(Placement.LOWEST, 2);
    }

    @Test
    void shouldTakeTenBytesAFrameAtMostForMostRecentFirst() {
        assertBytesAFrame(Placement.MOST_RECENT, 10);
    }

    private static void assertBytesAFrame(Placement placement, double limit) {
        for (int a = 10; a <= 24; a++) {
            for (int maxOrder : new int[] {0, 1, Math.min(10, a - 6), 10, a, 24}) {
                double bytes = (double) Arena.layout(placement, 1 << a, maxOrder).size / (1 << a);
                assertTrue(bytes > 0.25 && bytes <= limit, "frames=2^" + a + " maxOrder=" + maxOrder + " bytes=" + bytes);
            }
        }
    }

    /** Parts follow one another at multiples of 8, and each has room for what it holds. */
    @Test
    void shouldPlacePartsSideBySide() {
        for (Placement placement : Placement.values()) {
            for (int frames : FRAMES) {
                for (int maxOrder = 0; maxOrder <= 24; maxOrder++) {
                    assertDisjoint(placement, frames, maxOrder);
                }
            }
        }
    }

    private static void assertDisjoint(Placement placement, int frames, int maxOrder) {
        BuddyLayout layout = Arena.layout(placement, frames, maxOrder);
        TreeMap<Integer, Long> parts = new TreeMap<>();
        put(parts, BuddyLayout.freeCount(0), 8L * (maxOrder + 1));
        for (int order = 0; order <= maxOrder; order++) {
            assertEquals(BuddyLayout.freeCount(order) + 4, BuddyLayout.top(order));
            assertEquals(BuddyLayout.top(order), BuddyLayout.lowest(order));
            // The buddy of the last block has bits too, though it may not be there.
            assertTrue(32L * layout.wordCount(order) > (frames - 1 >>> order | 1));
            put(parts, layout.words()[order], 8L * layout.wordCount(order));
            if (placement == Placement.LOWEST) {
                put(parts, layout.levels()[order][0], Masks.size(layout.wordCount(order)));
            } else {
                assertEquals(0, layout.levels()[order].length);
                put(parts, layout.stacks()[order], 4L * layout.slots(order));
            }
        }
        long end = 0;
        for (var part : parts.entrySet()) {
            assertTrue(part.getKey() >= end && part.getKey() % 8 == 0,
                    () -> placement + " frames=" + frames + " maxOrder=" + maxOrder + " part at " + part.getKey());
            end = part.getKey() + part.getValue();
        }
        assertTrue(end <= layout.size && layout.size % 8 == 0 && layout.size - end < 16);
    }

    private static void put(TreeMap<Integer, Long> parts, int at, long length) {
        if (length > 0) {
            assertEquals(null, parts.put(at, length));
        }
    }
}
