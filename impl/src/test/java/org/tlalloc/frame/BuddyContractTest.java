package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tlalloc.HeapMeter;
import org.tlalloc.frame.ReferenceBuddy.Placement;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;
import org.tlalloc.machine.WriteLog;

/** What every buddy allocator owes to {@link BlockAllocation}, whichever block it takes. */
abstract class BuddyContractTest {
    private static final int[] EXTREMES = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -(1 << 24), -256, -2, -1, 127, 128,
        254, 255, 256, 1 << 24, Integer.MAX_VALUE - 1, Integer.MAX_VALUE};

    final Placement placement;

    BuddyContractTest(Placement placement) {
        this.placement = placement;
    }

    final Arena arena(int frameCount, int maxOrder, int... reserved) {
        return Arena.of(placement, frameCount, maxOrder, reserved);
    }

    private static void assertFree(Buddy buddy, int[]... blocks) {
        BitSet[] expected = new BitSet[blocks.length];
        for (int order = 0; order < blocks.length; order++) {
            expected[order] = Arena.set(blocks[order]);
        }
        assertArrayEquals(expected, buddy.freeBlocks());
    }

    private static int[] at(int... frames) {
        return frames;
    }

    /** Takes everything, in single frames. */
    private static void exhaust(Arena arena) {
        int left = arena.buddy().freeFrames();
        for (int i = 0; i < left; i++) {
            arena.allocate(0);
        }
        assertEquals(BlockAllocation.NONE, arena.allocate(0));
    }

    @Test
    void shouldBeFreeAtFirstInBlocksAsLargeAsCanBe() {
        assertFree(arena(16, 3).buddy(), at(), at(), at(), at(0, 8));
        assertFree(arena(13, 3).buddy(), at(12), at(), at(8), at(0));
        assertFree(arena(16, 2, 5).buddy(), at(4), at(6), at(0, 8, 12));
    }

    @Test
    void shouldSplitDownToSizeAndKeepTheUpperHalves() {
        Arena arena = arena(8, 3);
        assertEquals(0, arena.allocate(0));
        assertFree(arena.buddy(), at(1), at(2), at(4), at());
        assertArrayEquals(new int[] {0, -1, -1, -1, -1, -1, -1, -1}, arena.buddy().allocated());
    }

    @Test
    void shouldTakeABlockOfTheSmallestSufficientOrder() {
        Arena arena = arena(16, 3);
        assertEquals(0, arena.allocate(3));
        assertEquals(8, arena.allocate(1));
        assertEquals(10, arena.allocate(0));
        assertEquals(12, arena.allocate(2));
        arena.free(0, 3);
        assertEquals(11, arena.allocate(0));
        assertEquals(0, arena.allocate(2));
    }

    @Test
    void shouldCoalesceWhenBuddyIsFree() {
        Arena arena = arena(8, 3);
        exhaust(arena);
        arena.free(4, 0);
        arena.free(5, 0);
        assertFree(arena.buddy(), at(), at(4), at(), at());
        arena.free(7, 0);
        assertFree(arena.buddy(), at(7), at(4), at(), at());
        arena.free(6, 0);
        assertFree(arena.buddy(), at(), at(), at(4), at());
        for (int frame = 3; frame >= 0; frame--) {
            arena.free(frame, 0);
        }
        assertFree(arena.buddy(), at(), at(), at(), at(0));
    }

    @Test
    void shouldNotCoalesceWithANeighbourThatIsNoBuddy() {
        Arena arena = arena(8, 3);
        exhaust(arena);
        arena.free(1, 0);
        arena.free(2, 0);
        assertFree(arena.buddy(), at(1, 2), at(), at(), at());
    }

    @Test
    void shouldNotCoalesceWithPartOfABuddy() {
        Arena arena = arena(4, 2);
        assertEquals(0, arena.allocate(1));
        assertEquals(2, arena.allocate(0));
        arena.free(0, 1);
        assertFree(arena.buddy(), at(3), at(0), at());
    }

    @Test
    void shouldNotCoalesceBeyondTheLargestOrder() {
        Arena arena = arena(8, 1);
        exhaust(arena);
        for (int frame = 0; frame < 8; frame++) {
            arena.free(frame, 0);
        }
        assertFree(arena.buddy(), at(), at(0, 2, 4, 6));
    }

    @Test
    void shouldNotCoalesceAcrossAReservedFrame() {
        Arena arena = arena(8, 3, 2);
        exhaust(arena);
        for (int frame : at(0, 1, 3, 4, 5, 6, 7)) {
            arena.free(frame, 0);
        }
        assertFree(arena.buddy(), at(3), at(0), at(4), at());
    }

    @Test
    void shouldNotCoalesceBeyondTheEndOfTheArena() {
        Arena arena = arena(7, 3);
        exhaust(arena);
        for (int frame = 0; frame < 7; frame++) {
            arena.free(frame, 0);
        }
        assertFree(arena.buddy(), at(6), at(4), at(0), at());
    }

    @Test
    void shouldNeverHandOutAReservedFrame() {
        Arena arena = arena(16, 4, 0, 7, 8, 15);
        BitSet handedOut = new BitSet();
        for (int frame = arena.allocate(0); frame != BlockAllocation.NONE; frame = arena.allocate(0)) {
            handedOut.set(frame);
        }
        assertEquals(Arena.set(1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14), handedOut);
        for (int reserved : at(0, 7, 8, 15)) {
            arena.refuseFree(reserved, 0, "no block is handed out at frame=" + reserved);
        }
    }

    @Test
    void shouldLiveWithEveryFrameReserved() {
        Arena arena = arena(3, 1, 0, 1, 2);
        assertEquals(BlockAllocation.NONE, arena.allocate(0));
        assertEquals(BlockAllocation.NONE, arena.allocate(1));
        assertEquals(0, arena.buddy().freeFrames());
        assertFree(arena.buddy(), at(), at());
    }

    @Test
    void shouldAnswerNoneWhenNoBlockIsLargeEnough() {
        Arena arena = arena(8, 3);
        assertEquals(0, arena.allocate(0));
        assertEquals(BlockAllocation.NONE, arena.allocate(3));
        assertEquals(4, arena.allocate(2));
        assertEquals(BlockAllocation.NONE, arena.allocate(2));
        assertEquals(2, arena.allocate(1));
        assertEquals(1, arena.allocate(0));
        assertEquals(BlockAllocation.NONE, arena.allocate(0));
    }

    @Test
    void shouldAnswerNoneForAnOrderLargerThanTheArena() {
        Arena arena = arena(5, 24);
        for (int order = 3; order <= 24; order++) {
            assertEquals(BlockAllocation.NONE, arena.allocate(order));
        }
        assertEquals(0, arena.allocate(2));
        assertEquals(4, arena.allocate(0));
        assertEquals(BlockAllocation.NONE, arena.allocate(0));
    }

    @Test
    void shouldRefuseDoubleFreeWithoutChangingAByte() {
        Arena arena = arena(8, 3);
        int frame = arena.allocate(1);
        arena.free(frame, 1);
        byte[] before = arena.image();
        arena.refuseFree(frame, 1, "no block is handed out at frame=" + frame);
        assertArrayEquals(before, arena.image());
    }

    @Test
    void shouldRefuseToFreeWithAnotherOrderWithoutChangingAByte() {
        Arena arena = arena(16, 4);
        assertEquals(0, arena.allocate(1));
        byte[] before = arena.image();
        for (int order : at(0, 2, 3, 4)) {
            arena.refuseFree(0, order, "the block at frame=0 was allocated with order=1, not with order=" + order);
        }
        assertArrayEquals(before, arena.image());
        arena.free(0, 1);
    }

    @Test
    void shouldRefuseToFreeTheMiddleOfABlockWithoutChangingAByte() {
        Arena arena = arena(8, 3);
        assertEquals(0, arena.allocate(2));
        byte[] before = arena.image();
        for (int frame = 1; frame < 4; frame++) {
            for (int order = 0; order <= 3; order++) {
                arena.refuseFree(frame, order);
            }
        }
        arena.refuseFree(2, 2, "frame=2 is no multiple of 2^order");
        arena.refuseFree(2, 1, "no block is handed out at frame=2");
        assertArrayEquals(before, arena.image());
    }

    @Test
    void shouldRefuseToFreeWhatIsFreeWithoutChangingAByte() {
        Arena arena = arena(8, 3);
        byte[] before = arena.image();
        for (int frame = 0; frame < 8; frame++) {
            for (int order = 0; order <= 3; order++) {
                arena.refuseFree(frame, order);
            }
        }
        assertArrayEquals(before, arena.image());
    }

    @Test
    void shouldRefuseFramesOutsideTheArenaWithoutChangingAByte() {
        Arena arena = arena(7, 3);
        exhaust(arena);
        byte[] before = arena.image();
        for (int frame : EXTREMES) {
            for (int order = 0; order <= 3; order++) {
                arena.refuseFree(frame, order, "frame=" + frame + " is not within 0..6");
            }
        }
        arena.refuseFree(7, 0, "frame=7 is not within 0..6");
        assertArrayEquals(before, arena.image());
    }

    @Test
    void shouldRefuseOrdersThatTheArenaHasNotWithoutChangingAByte() {
        for (int maxOrder : at(0, 3, 24)) {
            Arena arena = arena(8, maxOrder);
            assertEquals(0, arena.allocate(0));
            byte[] before = arena.image();
            for (int order : EXTREMES) {
                arena.refuseAllocate(order);
                for (int frame : at(0, 1, 7)) {
                    arena.refuseFree(frame, order, "order=" + order + " is not within 0.." + maxOrder);
                }
                for (int frame : EXTREMES) {
                    arena.refuseFree(frame, order, "order=" + order + " is not within 0.." + maxOrder);
                }
                assertThrows(BlockException.class, () -> arena.buddy().freeCount(order));
            }
            arena.refuseAllocate(maxOrder + 1);
            arena.refuseFree(0, maxOrder + 1, "order=" + (maxOrder + 1) + " is not within 0.." + maxOrder);
            assertArrayEquals(before, arena.image());
        }
    }

    @Test
    void shouldSayWhetherItTookABlockBackWithoutChangingAByteWhereItDidNot() {
        Arena arena = arena(7, 3);
        Buddy buddy = arena.buddy();
        int frame = arena.allocate(1);
        byte[] before = arena.image();
        for (int order : EXTREMES) {
            assertFalse(buddy.release(frame, order));
        }
        for (int wrong : EXTREMES) {
            assertFalse(buddy.release(wrong, 1));
        }
        assertFalse(buddy.release(frame, 0));
        assertFalse(buddy.release(frame + 1, 0));
        assertFalse(buddy.release(frame + 1, 1));
        assertArrayEquals(before, arena.image());
        assertEquals(1, buddy.orderAt(frame));
        assertEquals(BlockAllocation.NONE, buddy.orderAt(frame + 1));
        assertTrue(buddy.release(frame, 1));
        assertEquals(BlockAllocation.NONE, buddy.orderAt(frame));
        assertFalse(buddy.release(frame, 1));
        assertEquals(7, buddy.freeFrames());
    }

    @Test
    void shouldCountWhatIsFree() {
        Arena arena = arena(21, 3);
        Buddy buddy = arena.buddy();
        assertEquals(21, buddy.frameCount());
        assertEquals(3, buddy.maxOrder());
        assertEquals(21, buddy.freeFrames());
        assertEquals(3, buddy.largestFreeOrder());
        assertEquals("Node 0, zone   Normal      1      0      1      2 ", buddy.buddyinfo());
        assertEquals(20, arena.allocate(0));
        assertEquals(16, arena.allocate(1));
        assertEquals("Node 0, zone   Normal      0      1      0      2 ", buddy.buddyinfo());
        assertEquals(18, buddy.freeFrames());
        exhaust(arena);
        assertEquals("Node 0, zone   Normal      0      0      0      0 ", buddy.buddyinfo());
        assertEquals(0, buddy.freeFrames());
        assertEquals(BlockAllocation.NONE, buddy.largestFreeOrder());
        arena.free(8, 0);
        assertEquals(0, buddy.largestFreeOrder());
        assertEquals(1, buddy.freeCount(0));
    }

    @Test
    void shouldPrintBuddyinfoInTheSameDigitsEverywhere() {
        Buddy buddy = arena(12_345, 0).buddy();
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("en-US", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals("Node 0, zone   Normal  12345 ", buddy.buddyinfo(), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldManageASingleFrame() {
        for (int maxOrder : at(0, 1, 24)) {
            Arena arena = arena(1, maxOrder);
            assertEquals(0, arena.allocate(0));
            assertEquals(BlockAllocation.NONE, arena.allocate(0));
            arena.refuseFree(1, 0);
            arena.free(0, 0);
            assertEquals(1, arena.buddy().freeFrames());
            arena.assertOutsideUntouched();
        }
    }

    /* Holes at both ends, too: finding the next hole must not mean to look through the whole map for each block. */
    @Test
    void shouldManageTheLargestArenaInSingleFrames() {
        int frames = 1 << 24;
        PhysicalMemory memory = new PhysicalMemory(1L << 28);
        Buddy buddy = Arena.format(placement, memory, 4096, frames, 0, Arena.set(0, frames - 1));
        assertEquals(frames - 2, buddy.freeFrames());
        BitSet seen = new BitSet();
        for (int i = 0; i < frames - 2; i++) {
            seen.set(buddy.allocate(0));
        }
        assertEquals(BlockAllocation.NONE, buddy.allocate(0));
        assertEquals(frames - 2, seen.cardinality());
        assertEquals(1, seen.nextSetBit(0));
        assertEquals(frames - 1, seen.length());
        buddy.free(frames - 2, 0);
        assertThrows(BlockException.class, () -> buddy.free(frames - 1, 0));
        assertThrows(BlockException.class, () -> buddy.free(frames, 0));
        assertEquals(frames - 2, buddy.allocate(0));
    }

    @Test
    void shouldManageTheLargestArenaInOneBlock() {
        int frames = 1 << 24;
        PhysicalMemory memory = new PhysicalMemory(1L << 28);
        Buddy buddy = Arena.format(placement, memory, 4096, frames, 24, new BitSet());
        assertEquals(24, buddy.largestFreeOrder());
        assertEquals(0, buddy.allocate(24));
        assertEquals(BlockAllocation.NONE, buddy.allocate(0));
        buddy.free(0, 24);
        assertEquals(0, buddy.allocate(0));
        assertEquals(frames - 1, buddy.freeFrames());
        for (int order = 0; order < 24; order++) {
            assertEquals(1, buddy.freeCount(order));
        }
        buddy.free(0, 0);
        assertEquals(24, buddy.largestFreeOrder());
    }

    @Test
    void shouldBehaveTheSameOnceAttachedToTheSameBytes() {
        Arena arena = arena(100, 5, 17);
        Random random = new Random(1);
        List<int[]> held = new ArrayList<>();
        ReferenceBuddy reference = new ReferenceBuddy(placement, 100, 5, Arena.set(17));
        for (int step = 0; step < 2_000; step++) {
            arena.reattach();
            step(arena, reference, random, held);
        }
        arena.assertSameAs(reference);
        arena.assertOutsideUntouched();
    }

    @Test
    void shouldBehaveTheSameWhereverItsBytesAreCopiedTo() {
        Arena arena = arena(100, 5, 17);
        Random random = new Random(2);
        ReferenceBuddy reference = new ReferenceBuddy(placement, 100, 5, Arena.set(17));
        List<int[]> held = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            step(arena, reference, random, held);
        }
        int size = (int) arena.buddy().footprint().get(0).length();
        byte[] bytes = new byte[size];
        arena.memory.read(arena.base, bytes, 0, size);
        PhysicalMemory elsewhere = new PhysicalMemory(1L << 36);
        elsewhere.write((1L << 35) - 5, bytes, 0, size);
        Buddy copy = Arena.attach(placement, elsewhere, (1L << 35) - 5);
        for (int order : at(0, 3, 0, 1, 2, 0, 5, 1, 0)) {
            assertEquals(arena.allocate(order), copy.allocate(order));
        }
        assertArrayEquals(arena.buddy().allocated(), copy.allocated());
        assertArrayEquals(arena.buddy().freeBlocks(), copy.freeBlocks());
    }

    /** A call allowed or not, on both. */
    static void step(Arena arena, ReferenceBuddy reference, Random random, List<int[]> held) {
        if (!held.isEmpty() && random.nextBoolean()) {
            int[] block = held.remove(random.nextInt(held.size()));
            arena.refuseFree(block[0], block[1] + 1);
            arena.free(block[0], block[1]);
            reference.free(block[0], block[1]);
            arena.refuseFree(block[0], block[1]);
        } else {
            int order = Math.min(Integer.numberOfTrailingZeros(random.nextInt()), arena.buddy().maxOrder());
            int frame = arena.allocate(order);
            assertEquals(reference.allocate(order), frame);
            if (frame != BlockAllocation.NONE) {
                held.add(new int[] {frame, order});
            }
        }
    }

    @Test
    void shouldReturnToOneBlockOnceAllIsGivenBack() {
        Arena arena = arena(64, 6);
        ReferenceBuddy reference = new ReferenceBuddy(placement, 64, 6, new BitSet());
        List<int[]> held = new ArrayList<>();
        Random random = new Random(3);
        for (int step = 0; step < 1_000; step++) {
            step(arena, reference, random, held);
        }
        assertTrue(held.size() > 5);
        for (int[] block : held) {
            arena.free(block[0], block[1]);
        }
        assertFree(arena.buddy(), at(), at(), at(), at(), at(), at(), at(0));
    }

    @Test
    void shouldBeFoundByItsAddressAlone() {
        Arena arena = arena(10, 2);
        arena.allocate(1);
        Buddy found = Buddy.attach(arena.memory, arena.base);
        assertSame(arena.buddy().getClass(), found.getClass());
        assertArrayEquals(arena.buddy().allocated(), found.allocated());
    }

    @Test
    void shouldRefuseToAttachToAnythingElse() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        refuseToAttach(memory, 4096, "magic=0x0");
        Placement other = placement == Placement.LOWEST ? Placement.MOST_RECENT : Placement.LOWEST;
        Arena.format(other, memory, 4096, 64, 3, new BitSet());
        refuseToAttach(memory, 4096, "address=4096");
        refuseToAttach(memory, 4097, "address=4097");
    }

    @Test
    void shouldRefuseToAttachOutsideTheMemory() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        for (long base : new long[] {-1, 1 << 20, (1 << 20) - 1, (1 << 20) - 15, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refuseToAttach(memory, base, "address=" + base);
            assertThrows(IllegalArgumentException.class, () -> Buddy.attach(memory, base));
        }
    }

    @Test
    void shouldRefuseToAttachToAHeaderThatCannotBe() {
        for (int wrong : at(0, -1, Integer.MIN_VALUE, (1 << 24) + 1, Integer.MAX_VALUE)) {
            refuseHeader(BuddyLayout.FRAME_COUNT, wrong, "frameCount=" + wrong);
        }
        for (int wrong : at(-1, 25, 32, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            refuseHeader(BuddyLayout.MAX_ORDER_FIELD, wrong, "maxOrder=" + wrong);
        }
        // More frames than the memory has room to describe.
        refuseHeader(BuddyLayout.FRAME_COUNT, 1 << 24, "frameCount=" + (1 << 24));
    }

    @Test
    void shouldRefuseToAttachToAHeaderThatContradictsItself() {
        for (int wrong : at(0, 1, 0x1b, 0x8000_000b, 0x8, -1)) {
            refuseHeader(BuddyLayout.NON_EMPTY, wrong, "nonEmpty=0x" + Integer.toHexString(wrong));
        }
        Arena arena = arena(1, 0);
        arena.memory.writeInt(arena.base + BuddyLayout.NON_EMPTY, 0x8000_0001);
        refuseToAttach(arena.memory, arena.base, "nonEmpty=0x80000001");
        for (int wrong : at(-1, 0, 9, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            refuseHeader(BuddyLayout.freeCount(3), wrong, "freeCount=" + wrong);
        }
    }

    /* Of 67 frames and order 3: eight blocks, one of order 1 and one of order 0. */
    final void refuseHeader(int offset, int value, String says) {
        Arena arena = arena(67, 3);
        assertEquals(8, arena.buddy().freeCount(3));
        arena.memory.writeInt(arena.base + offset, value);
        refuseToAttach(arena.memory, arena.base, says);
    }

    final void refuseToAttach(PhysicalMemory memory, long base, String says) {
        WriteLog log = new WriteLog();
        memory.log(log);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Arena.attach(placement, memory, base));
        assertTrue(refusal.getMessage().contains(says), refusal.getMessage());
        assertEquals(0, log.count());
    }

    @Test
    void shouldRefuseAnArenaThatCannotBe() {
        refuseToFormat(0, 3, "frameCount=0");
        refuseToFormat(-1, 3, "frameCount=-1");
        refuseToFormat(Integer.MIN_VALUE, 3, "frameCount=" + Integer.MIN_VALUE);
        refuseToFormat((1 << 24) + 1, 3, "frameCount=" + ((1 << 24) + 1));
        refuseToFormat(8, -1, "maxOrder=-1");
        refuseToFormat(8, 25, "maxOrder=25");
        refuseToFormat(8, Integer.MAX_VALUE, "maxOrder=" + Integer.MAX_VALUE);
    }

    @Test
    void shouldRefuseAReservedFrameOutsideTheArena() {
        refuseToFormat(8, 3, "reserved frame=8", 3, 8);
        refuseToFormat(8, 3, "reserved frame=1000", 1000);
    }

    private void refuseToFormat(int frameCount, int maxOrder, String says, int... reserved) {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        WriteLog log = new WriteLog();
        memory.log(log);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> Arena.format(placement, memory, 4096, frameCount, maxOrder, Arena.set(reserved)));
        assertTrue(refusal.getMessage().contains(says), refusal.getMessage());
        assertEquals(0, log.count());
    }

    @Test
    void shouldFormatOverAnythingWithinItsFootprintOnly() {
        for (int[] shape : new int[][] {{1, 0}, {1, 24}, {63, 3}, {64, 6}, {65, 2}, {4096, 0}, {4097, 12}}) {
            Arena arena = arena(shape[0], shape[1]);
            ReferenceBuddy reference = new ReferenceBuddy(placement, shape[0], shape[1], new BitSet());
            arena.assertSameAs(reference);
            arena.assertOutsideUntouched();
        }
    }

    @Test
    void shouldWriteWithinItsFootprintOnly() {
        Arena arena = arena(300, 4, 299);
        Random random = new Random(4);
        List<int[]> held = new ArrayList<>();
        ReferenceBuddy reference = new ReferenceBuddy(placement, 300, 4, Arena.set(299));
        for (int step = 0; step < 3_000; step++) {
            step(arena, reference, random, held);
        }
        arena.assertOutsideUntouched();
    }

    @Test
    void shouldMakeNoObjects() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        int frames = 1 << 14;
        Buddy buddy = Arena.format(placement, memory, 0, frames, 10, new BitSet());
        int[] slots = new int[frames / 4];
        byte[] orders = new byte[slots.length];
        Arrays.fill(slots, BlockAllocation.NONE);
        long[] seed = {1};
        Runnable calls = () -> {
            for (int i = 0; i < 50_000; i++) {
                seed[0] = seed[0] * 6_364_136_223_846_793_005L + 1;
                int slot = (int) (seed[0] >>> 33) % slots.length;
                if (slots[slot] != BlockAllocation.NONE) {
                    buddy.free(slots[slot], orders[slot]);
                }
                int order = Math.min(10, Long.numberOfTrailingZeros(seed[0] >>> 20));
                slots[slot] = buddy.allocate(order);
                orders[slot] = (byte) order;
            }
        };
        assertEquals(0, HeapMeter.allocatedAtLeastBy(10, calls));
        assertTrue(buddy.freeFrames() < frames / 2);
    }

    @Test
    void shouldHoldNothingThatChanges() throws IllegalAccessException {
        Arena arena = arena(200, 5);
        Buddy buddy = arena.buddy();
        List<Object> before = new ArrayList<>();
        contents(buddy, before);
        assertTrue(before.size() > 5);
        Random random = new Random(5);
        List<int[]> held = new ArrayList<>();
        ReferenceBuddy reference = new ReferenceBuddy(placement, 200, 5, new BitSet());
        for (int step = 0; step < 1_000; step++) {
            step(arena, reference, random, held);
        }
        buddy.allocated();
        buddy.freeBlocks();
        List<Object> after = new ArrayList<>();
        contents(buddy, after);
        assertEquals(before, after);
    }

    /** All that an object holds, arrays and objects of this package unfolded; not the memory, which is the state. */
    private static void contents(Object object, List<Object> into) throws IllegalAccessException {
        if (object == null || object instanceof Number || object instanceof Boolean || object instanceof Window) {
            into.add(object);
        } else if (object.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                contents(Array.get(object, i), into);
            }
        } else {
            assertEquals(Buddy.class.getPackage(), object.getClass().getPackage(), "what may change about this?");
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        contents(field.get(object), into);
                    }
                }
            }
        }
    }
}
