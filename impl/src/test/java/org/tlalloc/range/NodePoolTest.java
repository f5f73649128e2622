package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tlalloc.HeapMeter;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

class NodePoolTest {
    private static final long BASE = 0x4000;
    private static final int SLOTS = 4096;
    private static final int SLOT_SIZE = 32;
    private static final int IN_A_FRAME = 4096 / SLOT_SIZE;

    private final Window window = new PhysicalMemory(1 << 20).window(BASE, 1 << 16);

    private NodePool pool(int capacity) {
        return NodePool.format(window, 0, SLOTS, capacity, SLOT_SIZE);
    }

    @Test
    void shouldTakeSlotsInOrderUntilThereAreNone() {
        NodePool pool = pool(3);
        assertEquals(3, pool.available());
        assertEquals(List.of(1, 2, 3), List.of(pool.take(), pool.take(), pool.take()));
        assertEquals(NodePool.NONE, pool.take());
        assertEquals(3, pool.taken());
        assertEquals(0, pool.available());
        assertEquals(SLOTS, pool.offset(1));
        assertEquals(SLOTS + SLOT_SIZE, pool.offset(2));
    }

    @Test
    void shouldTakeFirstWhatWasGivenBackLast() {
        NodePool pool = pool(4);
        for (int i = 0; i < 4; i++) {
            pool.take();
        }
        pool.give(2);
        pool.give(4);
        pool.give(1);
        assertEquals(List.of(1, 4, 2), List.of(pool.take(), pool.take(), pool.take()));
        assertEquals(NodePool.NONE, pool.take());
    }

    @Test
    void shouldHaveNoSlotWhereItIsEmpty() {
        NodePool pool = pool(0);
        assertEquals(NodePool.NONE, pool.take());
        assertEquals(0, pool.carved());
    }

    @Test
    void shouldCarveAFrameAtATimeAndTouchNoOther() {
        window.memory().fill(BASE + SLOTS, 4 * 4096, (byte) 0x5a);
        NodePool pool = pool(3 * IN_A_FRAME + 1);
        assertEquals(0, pool.carved());
        assertEquals(1, pool.take());
        assertEquals(IN_A_FRAME, pool.carved());
        assertEquals(0x5a, window.getByte(SLOTS + 4096));
        for (int link = 2; link <= 3 * IN_A_FRAME; link++) {
            assertEquals(link, pool.take());
        }
        assertEquals(3 * IN_A_FRAME, pool.carved());
        assertEquals(0x5a, window.getByte(SLOTS + 3 * 4096));
        pool.give(17);
        assertEquals(17, pool.take());
        assertEquals(3 * IN_A_FRAME + 1, pool.take());
        assertEquals(NodePool.NONE, pool.take());
        assertEquals(3 * IN_A_FRAME + 1, pool.carved());
    }

    @Test
    void shouldGoOnWhereItWasWhenAttached() {
        NodePool pool = pool(5);
        pool.take();
        pool.take();
        pool.give(1);
        NodePool attached = NodePool.attach(window, 0, SLOTS, SLOT_SIZE);
        assertEquals(1, attached.taken());
        assertEquals(List.of(1, 3, 4, 5, NodePool.NONE),
                List.of(attached.take(), attached.take(), attached.take(), attached.take(), attached.take()));
    }

    @Test
    void shouldRefuseAHeaderThatCannotBeRight() {
        int[][] wrong = {{NodePoolLayout.CAPACITY, -1}, {NodePoolLayout.CAPACITY, 1 << 20}, {NodePoolLayout.CARVED, 6}, {NodePoolLayout.CARVED, -1},
            {NodePoolLayout.TAKEN, -1}, {NodePoolLayout.TAKEN, 6}, {NodePoolLayout.FREE, 6}, {NodePoolLayout.FREE, -1}, {NodePoolLayout.FREE, 0}};
        for (int[] field : wrong) {
            NodePool pool = pool(5);
            pool.take();
            window.putInt(field[0], field[1]);
            String message = assertThrows(IllegalArgumentException.class, () -> NodePool.attach(window, 0, SLOTS, SLOT_SIZE)).getMessage();
            assertTrue(message.contains("=" + field[1]), message);
        }
    }

    @Test
    void shouldRefuseSlotsThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> pool(-1));
        assertThrows(IllegalArgumentException.class, () -> pool(((1 << 16) - SLOTS) / SLOT_SIZE + 1));
        for (int slotSize : new int[] {0, 2, 24, 8192}) {
            assertThrows(IllegalArgumentException.class, () -> NodePool.format(window, 0, SLOTS, 1, slotSize));
        }
        assertEquals(((1 << 16) - SLOTS) / SLOT_SIZE, pool(((1 << 16) - SLOTS) / SLOT_SIZE).available());
    }

    @Test
    void shouldSayWhichBytesMeanNothing() {
        NodePool pool = pool(IN_A_FRAME + 2);
        assertEquals(List.of(new Extent(BASE + SLOTS, (long) (IN_A_FRAME + 2) * SLOT_SIZE)), scratch(pool));
        pool.take();
        pool.take();
        pool.give(1);
        List<Extent> scratch = scratch(pool);
        assertEquals(IN_A_FRAME, scratch.size());
        assertEquals(new Extent(BASE + SLOTS + 4, SLOT_SIZE - 4), scratch.get(0));
        assertEquals(new Extent(BASE + SLOTS + 2 * SLOT_SIZE + 4, SLOT_SIZE - 4), scratch.get(1));
        assertEquals(new Extent(BASE + SLOTS + 4096, 2 * SLOT_SIZE), scratch.get(IN_A_FRAME - 1));
        Set<Long> begin = new HashSet<>();
        scratch.forEach(extent -> assertTrue(begin.add(extent.address())));
    }

    private static List<Extent> scratch(NodePool pool) {
        List<Extent> scratch = new ArrayList<>();
        pool.addScratch(scratch);
        return scratch;
    }

    @Test
    void shouldMakeNoObjects() {
        NodePool pool = pool(2 * IN_A_FRAME);
        Runnable all = () -> {
            for (int link = pool.take(); link != NodePool.NONE; link = pool.take()) {
                if (link % 3 == 0) {
                    pool.give(link);
                    pool.take();
                }
            }
            for (int link = 1; link <= 2 * IN_A_FRAME; link++) {
                pool.give(link);
            }
        };
        assertEquals(0, HeapMeter.allocatedAtLeastBy(5, all));
    }
}
