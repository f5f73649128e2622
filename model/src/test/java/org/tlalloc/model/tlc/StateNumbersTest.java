package org.tlalloc.model.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateNumbersTest {
    private static final int MANY = 100_000;

    @Test
    void shouldNumberFingerprintsFromZeroInTheirOrder() {
        StateNumbers numbers = new StateNumbers();
        for (int i = 0; i < MANY; i++) {
            assertEquals(i, numbers.of(i * 0x9E37_79B9_7F4A_7C15L));
        }
        assertEquals(MANY, numbers.count());
        for (int i = MANY - 1; i >= 0; i--) {
            assertEquals(i, numbers.of(i * 0x9E37_79B9_7F4A_7C15L));
        }
        assertEquals(MANY, numbers.count());
    }

    /* Neighbouring fingerprints crowd into one table, and 0 looks like an empty place. */
    @Test
    void shouldTellNeighboursApart() {
        StateNumbers numbers = new StateNumbers();
        Set<Integer> seen = new HashSet<>();
        for (long fingerprint = -1000; fingerprint <= 1000; fingerprint++) {
            seen.add(numbers.of(fingerprint));
        }
        assertEquals(2001, seen.size());
        assertEquals(2001, numbers.count());
    }

    @Test
    void shouldGiveAllThreadsTheSameNumbers() {
        StateNumbers numbers = new StateNumbers();
        long[] fingerprints = new Random(1).longs(MANY).toArray();
        int[][] seen = IntStream.range(0, 4).parallel().mapToObj(thread -> {
            int[] mine = new int[MANY];
            for (int i = 0; i < MANY; i++) {
                int at = thread % 2 == 0 ? i : MANY - 1 - i;
                mine[at] = numbers.of(fingerprints[at]);
            }
            return mine;
        }).toArray(int[][]::new);
        for (int[] other : seen) {
            assertEquals(IntStream.of(seen[0]).boxed().toList(), IntStream.of(other).boxed().toList());
        }
        assertEquals(MANY, IntStream.of(seen[0]).distinct().count());
        assertEquals(MANY - 1, IntStream.of(seen[0]).max().orElseThrow());
    }
}
