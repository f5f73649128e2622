package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {
    @Test
    void shouldReadBothForms() {
        assertEquals(List.of(3L, 4L, 5L), Seeds.parse("3..5"));
        assertEquals(List.of(8L, 3L), Seeds.parse("8,3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "5..5", "9..3", "1..100000", "a", "1..", "1,,2", "-1..4", "4,4", "1;2", "1..9999999999999999999999"})
    void shouldRefuseWhatAreNoSeeds(String text) {
        String message = assertThrows(ComparisonException.class, () -> Seeds.parse(text)).getMessage();
        assertTrue(message.startsWith("seeds=" + text + " "), message);
    }

    /** Ranks say at best 2 / 2^seeds, and Holm asks for as much for each pair. */
    @Test
    void shouldKnowHowManySeedsItTakes() {
        assertEquals(2, Seeds.fewest(1));
        assertEquals(6, Seeds.fewest(2));
        assertEquals(11, Seeds.fewest(8));
        for (int strategies = 2; strategies <= 8; strategies++) {
            assertEquals(Seeds.fewest(strategies), fewestThatTell(strategies), "strategies=" + strategies);
        }
    }

    /* Found by trying: each strategy is worse than the one before with every seed. */
    private static int fewestThatTell(int strategies) {
        for (int seeds = 2;; seeds++) {
            Map<String, double[]> values = new LinkedHashMap<>();
            for (int strategy = 0; strategy < strategies; strategy++) {
                int worse = strategy;
                values.put("s" + strategy, IntStream.range(0, seeds).mapToDouble(seed -> 100 * worse + seed * worse).toArray());
            }
            if (Differences.of(values, PairedTest.SIGNED_RANKS).significant("s0", "s1")) {
                return seeds;
            }
        }
    }
}
