package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Requests that contradict themselves cannot be made. */
class RangeRequestTest {
    private static void refuse(String says, int pages, int alignment, int phase, int nocross, int minimum, int maximum) {
        assertEquals(says, assertThrows(RangeException.class,
                () -> new RangeRequest(pages, alignment, phase, nocross, minimum, maximum)).getMessage());
    }

    @Test
    void shouldRefuseLengthsBelowOne() {
        for (int pages : new int[] {0, -1, Integer.MIN_VALUE}) {
            refuse("pages=" + pages + " is less than 1", pages, 1, 0, 0, 0, 10);
            assertThrows(RangeException.class, () -> RangeRequest.of(pages));
        }
    }

    @Test
    void shouldRefuseAlignmentsThatAreNoPowersOfTwo() {
        for (int alignment : new int[] {0, -1, 3, 6, 1_000, (1 << 30) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refuse("alignment=" + alignment + " is no power of two", 1, alignment, 0, 0, 0, 10);
            assertThrows(RangeException.class, () -> RangeRequest.aligned(1, alignment));
        }
    }

    @Test
    void shouldRefusePhasesOutsideOfTheAlignment() {
        refuse("phase=-1 is not within 0..3, alignment=4", 1, 4, -1, 0, 0, 10);
        refuse("phase=4 is not within 0..3, alignment=4", 1, 4, 4, 0, 0, 10);
        refuse("phase=1 is not within 0..0, alignment=1", 1, 1, 1, 0, 0, 10);
    }

    @Test
    void shouldRefuseBoundariesThatAnyRangeWouldCross() {
        refuse("nocross=4 is less than pages=5: any range would cross it", 5, 1, 0, 4, 0, 10);
        refuse("nocross=3 is no power of two", 1, 1, 0, 3, 0, 10);
        refuse("nocross=" + Integer.MIN_VALUE + " is no power of two", 1, 1, 0, Integer.MIN_VALUE, 0, 10);
    }

    @Test
    void shouldAllowBoundariesAsFarApartAsTheRangeIsLong() {
        for (int pages : new int[] {1, 4, 1 << 30}) {
            assertEquals(pages, new RangeRequest(pages, 1, 0, pages, 0, Integer.MAX_VALUE).nocross());
        }
    }

    @Test
    void shouldRefuseBoundsThatLeaveNoRoom() {
        refuse("minimum=-1 is negative", 1, 1, 0, 0, -1, 10);
        refuse("no room for pages=5 between minimum=6 and maximum=10", 5, 1, 0, 0, 6, 10);
        refuse("no room for pages=1 between minimum=" + Integer.MAX_VALUE + " and maximum=" + Integer.MAX_VALUE,
                1, 1, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
        refuse("no room for pages=2147483647 between minimum=1 and maximum=2147483647", Integer.MAX_VALUE, 1, 0, 0, 1,
                Integer.MAX_VALUE);
    }

    @Test
    void shouldKnowWhetherItHasWishesBesideItsAlignment() {
        assertTrue(RangeRequest.aligned(3, 8).isAlignmentOnly(100));
        assertTrue(new RangeRequest(3, 8, 0, 0, 0, 100).isAlignmentOnly(100));
        assertFalse(new RangeRequest(3, 8, 0, 0, 0, 99).isAlignmentOnly(100));
        assertFalse(new RangeRequest(3, 8, 1, 0, 0, 100).isAlignmentOnly(100));
        assertFalse(new RangeRequest(3, 8, 0, 8, 0, 100).isAlignmentOnly(100));
        assertFalse(new RangeRequest(3, 8, 0, 0, 1, 100).isAlignmentOnly(100));
    }
}
