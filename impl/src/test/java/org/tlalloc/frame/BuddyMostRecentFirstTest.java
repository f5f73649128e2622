package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.ReferenceBuddy.Placement;
import org.tlalloc.machine.PhysicalMemory;

class BuddyMostRecentFirstTest extends BuddyContractTest {
    BuddyMostRecentFirstTest() {
        super(Placement.MOST_RECENT);
    }

    @Test
    void shouldTakeTheBlockThatBecameFreeLast() {
        Arena arena = arena(64, 2);
        for (int i = 0; i < 16; i++) {
            arena.allocate(2);
        }
        int[] freed = {8, 60, 0, 32, 4, 12};
        for (int frame : freed) {
            arena.free(frame, 2);
        }
        for (int i = freed.length - 1; i >= 0; i--) {
            assertEquals(freed[i], arena.allocate(2));
        }
    }

    @Test
    void shouldCountOnlyTheLastTimeThatABlockBecameFree() {
        Arena arena = arena(64, 0);
        for (int i = 0; i < 64; i++) {
            arena.allocate(0);
        }
        for (int frame : new int[] {10, 20, 30}) {
            arena.free(frame, 0);
        }
        assertEquals(30, arena.allocate(0));
        assertEquals(20, arena.allocate(0));
        arena.free(30, 0);
        arena.free(20, 0);
        arena.free(40, 0);
        for (int frame : new int[] {40, 20, 30, 10}) {
            assertEquals(frame, arena.allocate(0));
        }
    }

    /* A block that its buddy swallowed leaves an entry behind in its order's stack. */
    @Test
    void shouldNotHandOutABlockThatCoalescedAway() {
        Arena arena = arena(32, 1);
        for (int i = 0; i < 32; i++) {
            arena.allocate(0);
        }
        arena.free(0, 0);
        arena.free(10, 0);
        arena.free(20, 0);
        arena.free(1, 0);
        assertEquals(20, arena.allocate(0));
        arena.free(20, 0);
        assertEquals(20, arena.allocate(0));
        assertEquals(10, arena.allocate(0));
        assertEquals(0, arena.allocate(0));
        assertEquals(1, arena.allocate(0));
    }

    /* Half of the stack is stale, all of it on top. */
    @Test
    void shouldPassOverAnyNumberOfBlocksThatCoalescedAway() {
        int blocks = 1 << 19;
        Arena arena = arena(2 * blocks, 1);
        for (int i = 0; i < 2 * blocks; i++) {
            arena.allocate(0);
        }
        for (int block = 0; block < blocks; block++) {
            arena.free(2 * block, 0);
        }
        for (int block = blocks / 2; block < blocks - 1; block++) {
            arena.free(2 * block + 1, 0);
        }
        assertEquals(2 * (blocks - 1), arena.allocate(0));
        assertEquals(blocks - 2, arena.allocate(0));
    }

    @Test
    void shouldTakeTheLowestOfWhatWasAlwaysFree() {
        Arena arena = arena(64, 2);
        for (int i = 0; i < 16; i++) {
            assertEquals(i << 2, arena.allocate(2));
        }
    }

    @Test
    void shouldBeTheKindThatBuddyMakes() {
        Buddy buddy = Buddy.format(new PhysicalMemory(1 << 16), 0, 64, 3, new BitSet());
        assertInstanceOf(BuddyMostRecentFirst.class, buddy);
    }

    @Test
    void shouldNotMindWhatUnusedSlotsHold() {
        Arena arena = arena(150, 4, 3);
        ReferenceBuddy reference = new ReferenceBuddy(placement, 150, 4, Arena.set(3));
        List<int[]> held = new ArrayList<>();
        Random random = new Random(8);
        for (int step = 0; step < 2_000; step++) {
            arena.junk(random);
            step(arena, reference, random, held);
        }
        arena.assertSameAs(reference);
    }

    @Test
    void shouldRefuseToAttachToAStackOfImpossibleHeight() {
        // Eight free blocks need as many entries, and there is room for no more.
        for (int wrong : new int[] {-1, 0, 7, 9, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refuseHeader(BuddyLayout.top(3), wrong, "top=" + wrong);
        }
        refuseHeader(BuddyLayout.top(2), 1, "top=1");
    }
}
