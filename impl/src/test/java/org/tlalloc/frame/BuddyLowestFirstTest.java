package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tlalloc.frame.ReferenceBuddy.Placement;

class BuddyLowestFirstTest extends BuddyContractTest {
    BuddyLowestFirstTest() {
        super(Placement.LOWEST);
    }

    @Test
    void shouldTakeTheLowestBlock() {
        Arena arena = arena(1 << 14, 3);
        for (int i = 0; i < 1 << 11; i++) {
            assertEquals(i << 3, arena.allocate(3));
        }
        for (int frame : new int[] {1 << 13, 64, 16_000, 8, 4096}) {
            arena.free(frame, 3);
        }
        for (int frame : new int[] {8, 64, 4096, 1 << 13, 16_000}) {
            assertEquals(frame, arena.allocate(3));
        }
    }

    @Test
    void shouldHaveNoByteThatMeansNothing() {
        assertEquals(List.of(), arena(64, 3).buddy().scratch());
    }

    /** Whatever way led to a state, it is the same bytes. */
    @Test
    void shouldHaveEqualBytesInEqualStates() {
        Arena arena = arena(12, 3, 9);
        ReferenceBuddy reference = new ReferenceBuddy(placement, 12, 3, Arena.set(9));
        Map<ByteBuffer, byte[]> seen = new HashMap<>();
        List<int[]> held = new ArrayList<>();
        Random random = new Random(6);
        int again = 0;
        for (int step = 0; step < 20_000; step++) {
            step(arena, reference, random, held);
            byte[] bytes = arena.metadata();
            byte[] earlier = seen.putIfAbsent(key(reference), bytes);
            if (earlier != null) {
                assertArrayEquals(earlier, bytes);
                again++;
            }
        }
        assertTrue(seen.size() > 500 && again > 10_000, "states=" + seen.size() + " again=" + again);
    }

    private static ByteBuffer key(ReferenceBuddy reference) {
        ByteBuffer key = ByteBuffer.allocate(12);
        for (int order : reference.allocated()) {
            key.put((byte) order);
        }
        return key.flip();
    }

    @Test
    void shouldReturnToTheBytesItBeganWith() {
        BitSet reserved = Arena.set(0, 77, 78, 300);
        Arena arena = Arena.of(placement, 333, 6, reserved);
        byte[] idle = arena.image();
        ReferenceBuddy reference = new ReferenceBuddy(placement, 333, 6, reserved);
        List<int[]> held = new ArrayList<>();
        Random random = new Random(7);
        for (int step = 0; step < 2_000; step++) {
            step(arena, reference, random, held);
        }
        for (int[] block : held) {
            arena.free(block[0], block[1]);
        }
        assertArrayEquals(idle, arena.image());
    }
}
