package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tlalloc.HeapMeter;
import org.tlalloc.machine.PhysicalMemory;

class AvlTest {
    private static final long BASE = 0x1000;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 26);
    private final Avl avl = Avl.format(memory, BASE, 64);

    private Avl with(int... keys) {
        for (int key : keys) {
            avl.insert(key);
        }
        return avl;
    }

    private static List<Object> leaf(int key) {
        return List.of(List.of(), key, 1, List.of());
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertEquals(List.of(), avl.tree());
        assertEquals(Avl.NONE, avl.atLeast(0));
    }

    @Test
    void shouldRotateEitherWayOnInsertion() {
        List<Object> three = List.of(leaf(1), 2, 2, leaf(3));
        assertEquals(three, with(3, 2, 1).tree());
        for (int[] order : new int[][] {{1, 2, 3}, {3, 1, 2}, {1, 3, 2}}) {
            Avl other = Avl.format(memory, BASE, 64);
            for (int key : order) {
                other.insert(key);
            }
            assertEquals(three, other.tree());
        }
    }

    @Test
    void shouldRotateWhereTheTreesBelowAreLevelOnRemoval() {
        with(2, 1, 4, 3, 5).remove(1);
        assertEquals(List.of(List.of(List.of(), 2, 2, leaf(3)), 4, 3, leaf(5)), avl.tree());
    }

    @Test
    void shouldPutTheNextKeyWhereOneWithTwoTreesWas() {
        with(4, 2, 6, 1, 3, 5, 7).remove(4);
        assertEquals(List.of(List.of(leaf(1), 2, 2, leaf(3)), 5, 3, List.of(List.of(), 6, 2, leaf(7))), avl.tree());
        avl.remove(5);
        assertEquals(List.of(List.of(leaf(1), 2, 2, leaf(3)), 6, 3, leaf(7)), avl.tree());
    }

    @Test
    void shouldRotateAtTwoNodesOnRemoval() {
        with(8, 5, 11, 3, 7, 10, 12, 2, 4, 6, 9, 1).remove(12);
        assertEquals(List.of(List.of(List.of(leaf(1), 2, 2, List.of()), 3, 3, leaf(4)), 5, 4,
                List.of(List.of(leaf(6), 7, 2, List.of()), 8, 3, List.of(leaf(9), 10, 2, leaf(11)))), avl.tree());
    }

    @Test
    void shouldFindTheSmallestThatIsNotBelow() {
        with(10, 20, 30);
        assertEquals(10, avl.atLeast(0));
        assertEquals(10, avl.atLeast(10));
        assertEquals(20, avl.atLeast(11));
        assertEquals(30, avl.atLeast(30));
        assertEquals(Avl.NONE, avl.atLeast(31));
    }

    @Test
    void shouldSayWhatItRefuses() {
        with(7);
        assertEquals("key=7 cannot be inserted, it is there already", refused(set -> set.insert(7)));
        assertEquals("key=8 cannot be removed, it is not there", refused(set -> set.remove(8)));
        for (int key : new int[] {-1, 64, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            String outside = "key=" + key + " is not within 0..63";
            assertEquals(outside, refused(set -> set.insert(key)));
            assertEquals(outside, refused(set -> set.remove(key)));
            assertEquals(outside, refused(set -> set.atLeast(key)));
        }
        assertEquals(leaf(7), avl.tree());
    }

    private String refused(Consumer<Avl> call) {
        return assertThrows(AvlException.class, () -> call.accept(avl)).getMessage();
    }

    @Test
    void shouldHaveASlotForEachKey() {
        for (int round = 0; round < 3; round++) {
            for (int key = 0; key < 64; key++) {
                avl.insert((key * 29 + round) % 64);
            }
            for (int key = 0; key < 64; key++) {
                avl.remove(key);
            }
        }
        assertEquals(List.of(), avl.tree());
    }

    @Test
    void shouldAttachToWhatWasFormatted() {
        with(5, 3, 9);
        assertEquals(avl.tree(), Avl.attach(memory, BASE).tree());
    }

    @Test
    void shouldRefuseToAttachToWhatCannotBeRight() {
        with(5, 3, 9);
        int[][] wrong = {{AvlLayout.MAGIC, 1}, {AvlLayout.KEY_COUNT, 0}, {AvlLayout.KEY_COUNT, 1 << 25}, {AvlLayout.KEY_COUNT, 63},
            {AvlLayout.ROOT, 0}, {AvlLayout.ROOT, -1}, {AvlLayout.ROOT, 65}, {AvlLayout.POOL + NodePoolLayout.TAKEN, 0}};
        for (int[] field : wrong) {
            int right = memory.readInt(BASE + field[0]);
            memory.writeInt(BASE + field[0], field[1]);
            assertThrows(IllegalArgumentException.class, () -> Avl.attach(memory, BASE), "offset=" + field[0] + " value=" + field[1]);
            memory.writeInt(BASE + field[0], right);
        }
        assertThrows(IllegalArgumentException.class, () -> Avl.attach(memory, -1));
        assertThrows(IllegalArgumentException.class, () -> Avl.attach(memory, memory.size() - 4));
    }

    @Test
    void shouldRefuseSizesThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Avl.format(memory, BASE, 0));
        assertThrows(IllegalArgumentException.class, () -> Avl.format(memory, BASE, (1 << 24) + 1));
        assertThrows(IllegalArgumentException.class, () -> Avl.format(memory, memory.size() - 100, 64));
    }

    @Test
    void shouldStayAsLowAsAnAvlTreeHasTo() {
        int keys = 100_000;
        Avl large = Avl.format(memory, 0x10_0000, keys);
        for (int key = 0; key < keys; key++) {
            large.insert(key);
        }
        assertTrue((int) large.tree().get(2) <= 1.44 * Math.log(keys + 2) / Math.log(2));
    }

    @Test
    void shouldMakeNoObjects() {
        int keys = 4096;
        Avl large = Avl.format(memory, 0x10_0000, keys);
        Random random = new Random(1);
        int[] order = random.ints(0, keys).distinct().limit(2000).toArray();
        assertEquals(0, HeapMeter.allocatedAtLeastBy(5, () -> {
            for (int key : order) {
                large.insert(key);
            }
            for (int key : order) {
                large.atLeast(key);
                large.remove(key);
            }
        }));
    }
}
