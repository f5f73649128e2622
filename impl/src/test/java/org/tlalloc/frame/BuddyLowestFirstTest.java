package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    void shouldHandOutAnAlignedBlockAndKeepTheRestOfTheLargerOne() {
        BuddyLowestFirst buddy = aligned(64, 5);
        assertEquals(0, buddy.allocateAligned(0, 3));
        assertEquals(8, buddy.allocateAligned(1, 3));
        assertEquals(1, buddy.allocateAligned(0, 0), "as any other block");
        assertEquals(4, buddy.allocateAligned(2, 1), "a block is aligned to its size anyway");
        assertEquals(16, buddy.allocateAligned(0, 4));
        assertEquals(32, buddy.allocateAligned(3, 5));
        assertEquals(BlockAllocation.NONE, buddy.allocateAligned(0, 5));
        assertEquals(BlockAllocation.NONE, buddy.allocateAligned(0, 6), "an order that no block has");
        assertEquals(BlockAllocation.NONE, buddy.allocateAligned(0, Integer.MAX_VALUE));
        assertEquals(2, buddy.freeBlocks()[1].nextSetBit(0));
        for (int[] block : new int[][] {{16, 0}, {32, 3}, {0, 0}, {8, 1}, {4, 2}, {1, 0}}) {
            buddy.free(block[0], block[1]);
        }
        assertEquals("Node 0, zone   Normal      0      0      0      0      0      2 ", buddy.buddyinfo());
        for (int order : new int[] {-1, 6, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (int alignment : new int[] {0, 3, 6, 40, Integer.MAX_VALUE}) {
                assertThrows(BlockException.class, () -> buddy.allocateAligned(order, alignment));
            }
        }
    }

    private static BuddyLowestFirst aligned(int frameCount, int maxOrder) {
        return (BuddyLowestFirst) Arena.of(Placement.LOWEST, frameCount, maxOrder).buddy();
    }

    /* An aligned block is split where smaller ones are free, so that its halves are not the first of their order. */
    @Test
    void shouldHaveEqualBytesInEqualStatesWithAlignedBlocksToo() {
        Arena arena = arena(12, 3);
        BuddyLowestFirst buddy = (BuddyLowestFirst) arena.buddy();
        Map<List<Integer>, byte[]> seen = new HashMap<>();
        List<int[]> held = new ArrayList<>();
        Random random = new Random(9);
        int again = 0;
        for (int step = 0; step < 20_000; step++) {
            if (!held.isEmpty() && random.nextBoolean()) {
                int[] block = held.remove(random.nextInt(held.size()));
                buddy.free(block[0], block[1]);
            } else {
                int order = random.nextInt(3);
                int alignment = random.nextInt(4);
                int frame = buddy.allocateAligned(order, alignment);
                assertTrue(frame == BlockAllocation.NONE || frame % (1 << Math.max(order, alignment)) == 0);
                if (frame != BlockAllocation.NONE) {
                    held.add(new int[] {frame, order});
                }
            }
            byte[] bytes = arena.metadata();
            byte[] earlier = seen.putIfAbsent(Arrays.stream(buddy.allocated()).boxed().toList(), bytes);
            if (earlier != null) {
                assertArrayEquals(earlier, bytes);
                again++;
            }
        }
        assertTrue(seen.size() > 200 && again > 10_000, "states=" + seen.size() + " again=" + again);
    }

    @Test
    void shouldRefuseToAttachWhereTheFirstWordWithAFreeBlockCannotBe() {
        for (int wrong : new int[] {-1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            refuseHeader(BuddyLayout.lowest(3), wrong, "lowest=" + wrong);
        }
        // 67 frames take three words.
        refuseHeader(BuddyLayout.lowest(0), 3, "lowest=3");
        Arena full = full(67, 0);
        full.memory.writeInt(full.base + BuddyLayout.lowest(0), 1);
        refuseToAttach(full.memory, full.base, "lowest=1 freeCount=0");
        // A word without a free block is not the first with one.
        Arena other = full(67, 0);
        other.free(40, 0);
        other.memory.writeInt(other.base + BuddyLayout.lowest(0), 0);
        refuseToAttach(other.memory, other.base, "lowest=0 freeCount=1");
    }

    /** All frames handed out, each by itself. */
    private Arena full(int frameCount, int maxOrder) {
        Arena arena = arena(frameCount, maxOrder);
        for (int frame = 0; frame < frameCount; frame++) {
            assertEquals(frame, arena.allocate(0));
        }
        return arena;
    }

    /* The lowest block may go because its buddy became free, and then the next is elsewhere. */
    @Test
    void shouldKnowTheLowestBlockAfterItWasJoined() {
        Arena arena = full(1 << 14, 1);
        for (int frame : new int[] {9000, 101, 4097, 100, 4096}) {
            arena.free(frame, 0);
        }
        assertEquals(9000, arena.allocate(0));
        assertEquals(100, arena.allocate(0));
        assertEquals(101, arena.allocate(0));
        assertEquals(4096, arena.allocate(1));
        assertEquals(BlockAllocation.NONE, arena.allocate(0));
    }

    /* A word that has no free block any more is not always the first that had one, though another of its mask has. */
    @Test
    void shouldStillKnowTheLowestBlockAfterOneAboveWasJoined() {
        Arena arena = full(1 << 14, 1);
        for (int frame : new int[] {9, 9100, 9000, 9001}) {
            arena.free(frame, 0);
        }
        assertEquals(9, arena.allocate(0));
        assertEquals(9100, arena.allocate(0));
        assertEquals(9000, arena.allocate(0));
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
