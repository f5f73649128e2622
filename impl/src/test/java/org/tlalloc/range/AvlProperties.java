package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import org.tlalloc.machine.PhysicalMemory;

/** The set of keys against the JDK's, under any sequence of calls. */
class AvlProperties {
    private static final long BASE = 0x1000;

    @Provide
    Arbitrary<List<Integer>> calls() {
        return Arbitraries.integers().between(0, 4_000).withDistribution(RandomDistribution.uniform()).list().ofMaxSize(1_000);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldDoAsATreeSetDoes(@ForAll @IntRange(min = 1, max = 400) int keyCount, @ForAll("calls") List<Integer> calls) {
        PhysicalMemory memory = new PhysicalMemory(1 << 16);
        Avl avl = Avl.format(memory, BASE, keyCount);
        TreeSet<Integer> keys = new TreeSet<>();
        for (int call : calls) {
            int key = call / 3 % keyCount;
            // To put a key in or take it out, whichever is due; each is refused now and then.
            if (call % 3 == 0 ? !keys.contains(key) : call % 3 == 1 && !keys.contains(key)) {
                avl.insert(key);
                keys.add(key);
                assertThrows(AvlException.class, () -> avl.insert(key));
            } else if (call % 3 == 1) {
                avl.remove(key);
                keys.remove(key);
                assertThrows(AvlException.class, () -> avl.remove(key));
            }
            Integer least = keys.ceiling(key);
            assertEquals(least == null ? Avl.NONE : least, avl.atLeast(key));
        }
        List<Integer> found = new ArrayList<>();
        check(avl.tree(), found);
        assertEquals(new ArrayList<>(keys), found);
        List<Object> attached = Avl.attach(memory, BASE).tree();
        assertEquals(avl.tree(), attached);
    }

    /** Lists the keys in order; returns the height. */
    @SuppressWarnings("unchecked")
    private static int check(List<Object> tree, List<Integer> keys) {
        if (tree.isEmpty()) {
            return 0;
        }
        int left = check((List<Object>) tree.get(0), keys);
        keys.add((Integer) tree.get(1));
        int right = check((List<Object>) tree.get(3), keys);
        assertTrue(Math.abs(left - right) <= 1, tree::toString);
        assertEquals(Math.max(left, right) + 1, tree.get(2));
        return Math.max(left, right) + 1;
    }
}
