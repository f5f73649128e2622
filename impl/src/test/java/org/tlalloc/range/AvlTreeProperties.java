package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/** Two trees over the same nodes, in different orders, one of them with the largest number kept; against the JDK's. */
class AvlTreeProperties {
    private static final int KEYS = 200;
    private static final int BY_KEY_ROOT = 16;
    private static final int BY_NUMBER_ROOT = 20;
    private static final int SLOTS = 64;
    private static final int SLOT_SIZE = 64;
    /* In a node: the links of both trees, key, number, the largest number, both heights. */
    private static final int BY_KEY = 0;
    private static final int BY_NUMBER = 12;
    private static final int KEY = 24;
    private static final int NUMBER = 28;
    private static final int LARGEST = 32;
    private static final int BY_KEY_HEIGHT = 36;
    private static final int BY_NUMBER_HEIGHT = 37;

    private final Window window = new PhysicalMemory(1 << 20).window(0x1000, SLOTS + KEYS * SLOT_SIZE);
    private NodePool pool;
    private AvlTree byKey;
    private AvlTree byNumber;
    private final TreeMap<Integer, Integer> links = new TreeMap<>();

    private void format() {
        pool = NodePool.format(window, 0, SLOTS, KEYS, SLOT_SIZE);
        window.putInt(BY_KEY_ROOT, AvlTree.NONE);
        window.putInt(BY_NUMBER_ROOT, AvlTree.NONE);
        byKey = AvlTree.withLargest(window, BY_KEY_ROOT, SLOTS, SLOT_SIZE, BY_KEY, BY_KEY_HEIGHT, NUMBER, LARGEST);
        byNumber = AvlTree.at(window, BY_NUMBER_ROOT, SLOTS, SLOT_SIZE, BY_NUMBER, BY_NUMBER_HEIGHT);
        links.clear();
    }

    private int key(int link) {
        return window.getInt(pool.offset(link) + KEY);
    }

    private int number(int link) {
        return window.getInt(pool.offset(link) + NUMBER);
    }

    /* By number, and by key where numbers are equal. */
    private boolean isBefore(AvlTree tree, int link, int other) {
        return tree == byNumber && number(link) != number(other) ? number(link) < number(other) : key(link) < key(other);
    }

    private void put(AvlTree tree, int link) {
        int above = AvlTree.NONE;
        boolean toLeft = false;
        for (int at = tree.root(); at != AvlTree.NONE;) {
            above = at;
            toLeft = isBefore(tree, link, at);
            at = toLeft ? tree.left(at) : tree.right(at);
        }
        tree.insert(link, above, toLeft);
    }

    /* Uniform: small numbers would all be of the same few keys and numbers. */
    @Provide
    Arbitrary<List<Integer>> calls() {
        return Arbitraries.integers().between(0, (1 << 20) - 1).withDistribution(RandomDistribution.uniform()).list().ofMaxSize(400);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepBothTreesInOrder(@ForAll("calls") List<Integer> calls) {
        format();
        for (int call : calls) {
            int key = call % KEYS;
            int number = (call >>> 10) % 50 - 25;
            Integer link = links.get(key);
            if (link == null) {
                insert(key, number);
            } else if (call >>> 18 == 0) {
                change(link, number);
            } else {
                byKey.remove(link);
                byNumber.remove(link);
                pool.give(link);
                links.remove(key);
            }
            check(byKey);
            check(byNumber);
        }
    }

    private void insert(int key, int number) {
        int link = pool.take();
        window.putInt(pool.offset(link) + KEY, key);
        window.putInt(pool.offset(link) + NUMBER, number);
        put(byKey, link);
        put(byNumber, link);
        links.put(key, link);
    }

    /* In the order of keys the node stays where it is. */
    private void change(int link, int number) {
        byNumber.remove(link);
        window.putInt(pool.offset(link) + NUMBER, number);
        byKey.changed(link);
        put(byNumber, link);
    }

    private void check(AvlTree tree) {
        List<Integer> inOrder = new ArrayList<>();
        height(tree, tree.root(), AvlTree.NONE, inOrder);
        List<Integer> expected = new ArrayList<>(links.values());
        expected.sort((a, b) -> a.equals(b) ? 0 : isBefore(tree, a, b) ? -1 : 1);
        assertEquals(expected, inOrder);
        List<Integer> forwards = new ArrayList<>();
        int last = AvlTree.NONE;
        for (int link = tree.first(); link != AvlTree.NONE; link = tree.next(link)) {
            assertEquals(last, tree.previous(link));
            forwards.add(link);
            last = link;
        }
        assertEquals(expected, forwards);
    }

    private int height(AvlTree tree, int link, int parent, List<Integer> inOrder) {
        if (link == AvlTree.NONE) {
            return 0;
        }
        assertEquals(parent, tree.parent(link));
        int left = height(tree, tree.left(link), link, inOrder);
        inOrder.add(link);
        int right = height(tree, tree.right(link), link, inOrder);
        assertTrue(Math.abs(left - right) <= 1);
        assertEquals(Math.max(left, right) + 1, tree.height(link));
        if (tree == byKey) {
            assertEquals(Math.max(number(link), Math.max(tree.largest(tree.left(link)), tree.largest(tree.right(link)))), tree.largest(link));
        }
        return Math.max(left, right) + 1;
    }
}
