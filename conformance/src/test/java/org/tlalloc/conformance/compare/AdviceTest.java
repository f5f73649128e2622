package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rule picks otherwise when the data are otherwise. */
class AdviceTest {
    private static final String USUAL = "you have no special need";
    private static final String PLENTY = "addresses are plenty, as with 64 bits";
    private static final String SMALL = "bookkeeping must be small";
    private static final String FULL = "the region is nearly full all the time";
    private static final String LARGE = "the region may become much larger";
    private static final String WISHES = "ranges must not cross a boundary, or lie within limits";

    private static final List<String> TITLES = List.of("Trees", "Buddy", "Bitmap");
    private final Map<String, Double> refusals = byTitle(2, 2, 2);
    private final Map<String, Double> waste = byTitle(0, 5, 0);
    private final Map<String, Double> nanoseconds = byTitle(100, 30, 200);
    private final Map<String, Double> metadata = byTitle(16, 4.5, 0.4);
    private final Map<String, Double> growth = byTitle(3, 2, 6);
    private final Map<String, Boolean> wishes = new LinkedHashMap<>(Map.of("Trees", false, "Buddy", false, "Bitmap", false));

    private static Map<String, Double> byTitle(double trees, double buddy, double bitmap) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("Trees", trees);
        values.put("Buddy", buddy);
        values.put("Bitmap", bitmap);
        return values;
    }

    /* Twelve figures of one mind around each. */
    private static Figure figure(Map<String, Double> means, PairedTest test) {
        Map<String, double[]> values = new LinkedHashMap<>();
        TITLES.forEach(title -> values.put(title, IntStream.range(0, 12)
                .mapToDouble(i -> means.get(title) * (0.98 + i * 0.04 / 11 + (i * title.hashCode() & 7) / 10_000.0)).toArray()));
        return Figure.of(values, test);
    }

    private String pick(String need) {
        List<Advice.Pick> picks = Advice.of(new Evidence(figure(refusals, PairedTest.SIGNED_RANKS), figure(waste, PairedTest.SIGNED_RANKS),
                figure(nanoseconds, PairedTest.T_OF_LOGARITHMS), metadata, growth, wishes));
        assertEquals(USUAL, picks.get(0).need());
        return picks.stream().filter(pick -> pick.need().equals(need)).map(Advice.Pick::strategy).findFirst().orElse(null);
    }

    @Test
    void shouldTakeTheFastest() {
        assertEquals("Buddy", pick(USUAL));
        nanoseconds.put("Trees", 10.0);
        assertEquals("Trees", pick(USUAL));
    }

    @Test
    void shouldDropWhatRefusesMore() {
        refusals.put("Buddy", 3.5);
        assertEquals("Trees", pick(USUAL));
        assertEquals("Buddy", pick(PLENTY));
    }

    /** However sure it is, half a request in a hundred does not count. */
    @Test
    void shouldNotDropWhatRefusesHardlyMore() {
        refusals.put("Buddy", 2.5);
        assertEquals("Buddy", pick(USUAL));
    }

    @Test
    void shouldDropWhatWastes() {
        waste.put("Buddy", 24.0);
        assertEquals("Trees", pick(USUAL));
        assertEquals("Buddy", pick(PLENTY));
    }

    @Test
    void shouldGoOnWithTheWastefulWhereAllAre() {
        TITLES.forEach(title -> waste.put(title, 24.0));
        assertEquals("Buddy", pick(USUAL));
    }

    @Test
    void shouldBreakTiesByMetadata() {
        TITLES.forEach(title -> nanoseconds.put(title, 50.0));
        assertEquals("Bitmap", pick(USUAL));
        metadata.put("Bitmap", 40.0);
        assertEquals("Buddy", pick(USUAL));
    }

    /** Two rounds prove nothing; what is three times as fast in them is not a tie for that. */
    @Test
    void shouldNotTakeForATieWhatWasMeasuredTooLittle() {
        Map<String, double[]> twice = new LinkedHashMap<>();
        twice.put("Trees", new double[] {90, 120});
        twice.put("Buddy", new double[] {20, 45});
        twice.put("Bitmap", new double[] {150, 250});
        Figure times = Figure.of(twice, PairedTest.T_OF_LOGARITHMS);
        assertEquals(0, times.differences().all().stream().filter(Differences.Difference::isSignificant).count());
        assertEquals("Buddy", Advice.of(new Evidence(figure(refusals, PairedTest.SIGNED_RANKS), figure(waste, PairedTest.SIGNED_RANKS), times,
                metadata, growth, wishes)).get(0).strategy());
    }

    @Test
    void shouldServeOtherNeedsByOtherFigures() {
        assertEquals("Bitmap", pick(SMALL));
        metadata.put("Trees", 0.1);
        assertEquals("Trees", pick(SMALL));
        assertEquals("Buddy", pick(LARGE));
        growth.put("Bitmap", 1.0);
        assertEquals("Bitmap", pick(LARGE));
        refusals.put("Bitmap", 0.5);
        assertEquals("Bitmap", pick(FULL));
    }

    @Test
    void shouldAdviseOnWishesOnlyWhereSomeKeepThem() {
        assertEquals(null, pick(WISHES));
        wishes.put("Trees", true);
        assertEquals("Trees", pick(WISHES));
    }

    @Test
    void shouldPrintTheLimitsThatItGoesBy() {
        String rule = String.join("\n", Advice.rule());
        assertTrue(rule.contains("more than 1 in 100") && rule.contains("more than 10 %"), rule);
    }
}
