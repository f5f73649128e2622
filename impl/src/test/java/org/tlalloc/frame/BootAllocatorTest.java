package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;

class BootAllocatorTest {
    private static final int NONE = FrameAllocation.NONE;
    private final PhysicalMemory memory = new PhysicalMemory(1L << 28);

    private BootAllocator allocator(int frameCount, int maxOrder, int... reserved) {
        BitSet holes = new BitSet();
        for (int frame : reserved) {
            holes.set(frame);
        }
        return BootAllocator.format(memory, 0x1000, frameCount, maxOrder, holes);
    }

    @Test
    void shouldHandOutUpwardsAndStepOverHoles() {
        BootAllocator allocator = allocator(300, 8, 2, 130);
        assertEquals(0, allocator.allocate(0));
        assertEquals(3, allocator.allocate(2), "frame 1 alone is too few");
        assertEquals(131, allocator.allocate(7));
        assertEquals(NONE, allocator.allocate(6));
        assertEquals(259, allocator.allocate(5), "what is smaller still fits");
        assertEquals(291, allocator.placement());
    }

    @Test
    void shouldFindWhatItPassedOverOnceFramesAreHandedOver() {
        BootAllocator allocator = allocator(8, 2, 2);
        allocator.allocate(0);
        allocator.allocate(1);
        allocator.handOver();
        assertEquals(NONE, allocator.placement());
        assertEquals(1, allocator.allocate(0));
        allocator.free(3, 0);
        assertEquals(3, allocator.allocate(0), "what was handed out before may come back");
        assertEquals(5, allocator.allocate(1));
        assertEquals(allocator.allocatedFrames(), allocator.bitmap().allocatedFrames());
    }

    @Test
    void shouldHandOverABitmapThatStandsOnItsOwn() {
        BootAllocator allocator = allocator(100, 6);
        allocator.allocate(3);
        long at = 0x1010;
        assertThrows(IllegalArgumentException.class, () -> FrameBitmap.attach(memory, at));
        assertThrows(IllegalStateException.class, allocator::bitmap);
        allocator.handOver();
        assertEquals(8, FrameBitmap.attach(memory, at).allocate(0));
        assertEquals(9, BootAllocator.attach(memory, 0x1000).allocate(0));
    }

    @Test
    void shouldRefuseWhatIsOutsideTheContract() {
        BootAllocator allocator = allocator(8, 2);
        allocator.allocate(0);
        assertEquals("nothing can be freed before frames are handed over, frame=0, order=0, placement=1",
                assertThrows(FrameException.class, () -> allocator.free(0, 0)).getMessage());
        assertEquals("order=3 is not within 0..2",
                assertThrows(FrameException.class, () -> allocator.allocate(3)).getMessage());
        allocator.handOver();
        assertEquals("frames are handed over already",
                assertThrows(FrameException.class, allocator::handOver).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> BootAllocator.attach(memory, 0)).getMessage()
                .contains("address=0"));
    }

    @Test
    void shouldLeaveNothingBehindWhereThereCanBeNoArena() {
        assertThrows(IllegalArgumentException.class, () -> allocator(8, 2, 8));
        assertEquals(0, allocator(300, 2).allocate(0), "a larger one than that which failed");
    }

    @Test
    void shouldNotBeAttachedWhereNoHeaderCanBe() {
        for (long base : new long[] {-1, Long.MIN_VALUE, (1L << 28) - 47, 1L << 28, Long.MAX_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> BootAllocator.attach(memory, base)).getMessage();
            assertTrue(message.contains("address=" + base), message);
        }
        allocator(8, 2);
        memory.writeInt(0x1014, 1 << 24);
        memory.writeInt(0x1018, 24);
        byte[] header = new byte[48];
        memory.read(0x1000, header, 0, header.length);
        long end = (1L << 28) - 0x1000;
        memory.write(end, header, 0, header.length);
        assertThrows(IllegalArgumentException.class, () -> BootAllocator.attach(memory, end));
    }

    @Test
    void shouldPlaceItselfBehindTheKernel() {
        MemoryMap map = MemoryMap.of(List.of(new MemoryRegion(0, 0x9_fbff, true), new MemoryRegion(0x10_0000, 0xfff_ffff, true)));
        BootAllocator allocator = BootAllocator.boot(memory, map, 0x20_0123);
        long own = allocator.footprint().get(0).address();
        assertEquals(0x20_1000, own);
        assertEquals(0, allocator.allocate(0));
        assertEquals(0x100, allocator.allocate(8), "the kernel's image is for the caller to leave out of the map");
        assertEquals(0x201 + MemoryMap.framesFor(allocator.footprint().get(0).length()), allocator.allocate(9));
        assertEquals(own, BootAllocator.attach(memory, own).footprint().get(0).address());
    }
}
