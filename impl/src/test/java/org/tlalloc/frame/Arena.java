package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.tlalloc.frame.ReferenceBuddy.Placement;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.WriteLog;

/**
 * An allocator in a memory where every write is watched. What lies around its metadata is
 * no zeros, and its base is as odd as can be.
 */
final class Arena {
    private static final long BASE = (1 << 16) - 13;
    private static final int MARGIN = 1 << 10;
    private static final byte OUTSIDE = 0x5a;

    final Placement placement;
    final PhysicalMemory memory;
    final WriteLog log = new WriteLog();
    final long base = BASE;
    private final List<Extent> footprint;
    private Buddy buddy;

    private Arena(Placement placement, PhysicalMemory memory, Buddy buddy) {
        this.placement = placement;
        this.memory = memory;
        this.buddy = buddy;
        this.footprint = buddy.footprint();
        memory.log(log);
    }

    static Arena of(Placement placement, int frameCount, int maxOrder, int... reserved) {
        return of(placement, frameCount, maxOrder, set(reserved));
    }

    static Arena of(Placement placement, int frameCount, int maxOrder, BitSet reserved) {
        int size = layout(placement, frameCount, maxOrder).size;
        PhysicalMemory memory = new PhysicalMemory(BASE + size + MARGIN);
        memory.fill(0, memory.size(), OUTSIDE);
        return new Arena(placement, memory, format(placement, memory, BASE, frameCount, maxOrder, reserved));
    }

    static BuddyLayout layout(Placement placement, int frameCount, int maxOrder) {
        return BuddyLayout.of(placement == Placement.LOWEST ? BuddyLayout.LOWEST : BuddyLayout.MOST_RECENT, frameCount,
                maxOrder);
    }

    static Buddy format(Placement placement, PhysicalMemory memory, long base, int frameCount, int maxOrder,
                        BitSet reserved) {
        return placement == Placement.LOWEST ? BuddyLowestFirst.format(memory, base, frameCount, maxOrder, reserved)
                : BuddyMostRecentFirst.format(memory, base, frameCount, maxOrder, reserved);
    }

    static Buddy attach(Placement placement, PhysicalMemory memory, long base) {
        return placement == Placement.LOWEST ? BuddyLowestFirst.attach(memory, base)
                : BuddyMostRecentFirst.attach(memory, base);
    }

    static BitSet set(int... frames) {
        BitSet set = new BitSet();
        IntStream.of(frames).forEach(set::set);
        return set;
    }

    Buddy buddy() {
        return buddy;
    }

    /** From now on an object freshly attached to the same bytes. */
    void reattach() {
        log.clear();
        buddy = attach(placement, memory, BASE);
        assertEquals(0, log.count(), "attaching wrote");
    }

    /** Overwrites what is said to mean nothing. */
    void junk(Random random) {
        for (Extent extent : buddy.scratch()) {
            assertTrue(footprint.stream().anyMatch(whole -> whole.contains(extent.address(), extent.length())),
                    () -> extent + " is not in " + footprint);
            byte[] bytes = new byte[(int) extent.length()];
            random.nextBytes(bytes);
            memory.write(extent.address(), bytes, 0, bytes.length);
        }
    }

    /** All the memory, what is around the metadata included. */
    byte[] image() {
        byte[] image = new byte[(int) memory.size()];
        memory.read(0, image, 0, image.length);
        return image;
    }

    /** The metadata. */
    byte[] metadata() {
        byte[] bytes = new byte[(int) footprint.get(0).length()];
        memory.read(footprint.get(0).address(), bytes, 0, bytes.length);
        return bytes;
    }

    int allocate(int order) {
        log.clear();
        int frame = buddy.allocate(order);
        if (frame == BlockAllocation.NONE) {
            assertEquals(0, log.count(), "exhaustion is an answer and changes nothing");
        } else {
            assertWritesInside();
        }
        return frame;
    }

    void free(int frame, int order) {
        log.clear();
        buddy.free(frame, order);
        assertWritesInside();
    }

    private void assertWritesInside() {
        assertNotEquals(0, log.count());
        for (int i = 0; i < log.count(); i++) {
            long address = log.address(i);
            int length = log.length(i);
            assertTrue(footprint.stream().anyMatch(extent -> extent.contains(address, length)),
                    () -> "wrote length=" + length + " at address=" + address + ", outside " + footprint);
        }
    }

    /** The call must be refused, say what was wrong, and write nothing. */
    void refuseAllocate(int order) {
        refuse(() -> buddy.allocate(order), "order=" + order + " is not within 0.." + buddy.maxOrder());
    }

    /** The call must be refused, say what was wrong, and write nothing. */
    void refuseFree(int frame, int order, String... says) {
        BlockException refusal = refuse(() -> buddy.free(frame, order), says);
        assertTrue(refusal.getMessage().contains("frame=" + frame), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("order=" + order), refusal.getMessage());
    }

    private BlockException refuse(Runnable call, String... says) {
        log.clear();
        BlockException refusal = assertThrows(BlockException.class, call::run);
        assertEquals(0, log.count(), "a refusal wrote");
        for (String part : says) {
            assertTrue(refusal.getMessage().contains(part), () -> "no \"" + part + "\" in: " + refusal.getMessage());
        }
        return refusal;
    }

    /** Everything that can be asked must be as the reference says. */
    void assertSameAs(ReferenceBuddy reference) {
        assertArrayEquals(reference.allocated(), buddy.allocated());
        assertArrayEquals(reference.freeBlocks(), buddy.freeBlocks());
        for (int order = 0; order <= buddy.maxOrder(); order++) {
            assertEquals(reference.freeCount(order), buddy.freeCount(order));
        }
        assertEquals(reference.freeFrames(), buddy.freeFrames());
        assertEquals(reference.largestFreeOrder(), buddy.largestFreeOrder());
    }

    /** Nothing around the metadata may have changed. */
    void assertOutsideUntouched() {
        byte[] image = image();
        for (int address = 0; address < image.length; address++) {
            boolean inside = address >= footprint.get(0).address() && address < footprint.get(0).end();
            int at = address;
            assertTrue(inside || image[address] == OUTSIDE, () -> "address=" + at + " was written");
        }
        assertEquals(BASE, footprint.get(0).address());
        assertEquals(1, footprint.size());
    }
}
