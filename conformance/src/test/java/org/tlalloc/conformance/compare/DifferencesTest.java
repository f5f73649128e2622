package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    /* Twelve seeds, every one of which says so. */
    private static double[] from(double first) {
        return IntStream.range(0, 12).mapToDouble(seed -> first + seed / 100.0).toArray();
    }

    /** What R says: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"). */
    @Test
    void shouldCorrectByHolmsMethod() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Differences.holm(new double[] {0.01, 0.04, 0.03, 0.005}), 1e-12);
        assertArrayEquals(new double[] {1, 1}, Differences.holm(new double[] {0.6, 0.7}), 1e-12);
    }

    @Test
    void shouldTellApartWhatDiffersAndNothingElse() {
        Map<String, double[]> values = new LinkedHashMap<>();
        values.put("low", from(1));
        values.put("high", from(2));
        values.put("again", from(1));
        Differences differences = Differences.of(values, PairedTest.SIGNED_RANKS);
        assertEquals(3, differences.all().size());
        assertTrue(differences.significant("low", "high"));
        assertTrue(differences.significant("high", "low"));
        assertFalse(differences.significant("low", "again"));
    }

    /** Five seeds of one mind are no evidence: 2 / 2^5 is more than 5 per cent. */
    @Test
    void shouldNotTellApartByTooFew() {
        Map<String, double[]> values = Map.of("low", new double[] {1, 2, 3, 4, 5}, "high", new double[] {11, 12, 13, 14, 15});
        assertFalse(Differences.of(values, PairedTest.SIGNED_RANKS).significant("low", "high"));
    }
}
