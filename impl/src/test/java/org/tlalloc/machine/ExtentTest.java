package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExtentTest {
    private final Extent extent = new Extent(100, 20);

    @Test
    void shouldEndBehindItsLastByte() {
        assertEquals(120, extent.end());
    }

    @Test
    void shouldContainWhatLiesWhollyInside() {
        assertTrue(extent.contains(100, 20));
        assertTrue(extent.contains(119, 1));
        assertTrue(extent.contains(120, 0));
    }

    @Test
    void shouldNotContainWhatReachesOut() {
        assertFalse(extent.contains(99, 1));
        assertFalse(extent.contains(99, 2));
        assertFalse(extent.contains(119, 2));
        assertFalse(extent.contains(120, 1));
        assertFalse(extent.contains(100, 21));
        assertFalse(extent.contains(110, Long.MAX_VALUE));
        assertFalse(extent.contains(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void shouldRefuseWhatIsNoExtent() {
        for (long[] wrong : new long[][] {{-1, 1}, {0, -1}, {Long.MAX_VALUE, 1}}) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> new Extent(wrong[0], wrong[1]));
            assertEquals("no extent: address=" + wrong[0] + " length=" + wrong[1], refusal.getMessage());
        }
    }
}
