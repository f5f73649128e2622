package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    private final Map<String, Double> inLargest = byTitle(100, 40, 200);
    private final Map<String, Double> growth = byTitle(3, 2, 6);
    /* Of the other traffic nothing is to be said but what a test says. */
    private final Map<String, Double> otherRefusals = byTitle(2, 2, 2);
    private final Map<String, Double> otherWaste = byTitle(0, 0, 0);
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

    private Evidence evidence(Figure times) {
        Map<String, Figure> refused = new LinkedHashMap<>();
        refused.put("some", figure(refusals, PairedTest.SIGNED_RANKS));
        refused.put("other", figure(otherRefusals, PairedTest.SIGNED_RANKS));
        Map<String, Figure> wasted = new LinkedHashMap<>();
        wasted.put("some", figure(waste, PairedTest.SIGNED_RANKS));
        wasted.put("other", figure(otherWaste, PairedTest.SIGNED_RANKS));
        return new Evidence(refused, wasted, times, figure(inLargest, PairedTest.T_OF_LOGARITHMS), metadata, growth, wishes);
    }

    private Advice.Pick advice(String need) {
        List<Advice.Pick> picks = Advice.of(evidence(figure(nanoseconds, PairedTest.T_OF_LOGARITHMS)));
        assertEquals(USUAL, picks.get(0).need());
        return picks.stream().filter(pick -> pick.need().equals(need)).findFirst().orElse(null);
    }

    private String pick(String need) {
        return advice(need).strategy();
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
        assertEquals("Buddy", Advice.of(evidence(times)).get(0).strategy());
        assertEquals(List.of(false, true, false), TITLES.stream().map(title -> times.isAsFast(title, times.fastest())).toList());
    }

    @Test
    void shouldServeOtherNeedsByOtherFigures() {
        assertEquals("Bitmap", pick(SMALL));
        metadata.put("Trees", 0.1);
        assertEquals("Trees", pick(SMALL));
        refusals.put("Bitmap", 0.5);
        assertEquals("Bitmap", pick(FULL));
    }

    /** What is slow when it is small grows little, and is none the better for it. */
    @Test
    void shouldJudgeLargeRegionsByTheTimeInThemAndTellTheGrowth() {
        growth.put("Trees", 1.0);
        assertEquals("Buddy", pick(LARGE));
        assertTrue(advice(LARGE).why().contains("2.0 times as long as in 2^8; the logarithm grows 2.5 times"), advice(LARGE).why());
        assertFalse(advice(LARGE).why().contains("so time it"), advice(LARGE).why());
        inLargest.put("Bitmap", 20.0);
        assertEquals("Bitmap", pick(LARGE));
        assertTrue(advice(LARGE).why().contains("so time it in a region of your size"), advice(LARGE).why());
    }

    /** What is bad on one traffic is not made good by another on which all are alike. */
    @Test
    void shouldJudgeEachTrafficOnItsOwnAndNameTheOneThatCounts() {
        otherRefusals.put("Buddy", 3.2);
        assertEquals("Trees", pick(USUAL));
        assertTrue(advice(USUAL).why().contains("1 drops Buddy (on other it refuses 3.2 %, the best 2.0 %)"), advice(USUAL).why());
        otherRefusals.put("Buddy", 2.0);
        otherWaste.put("Buddy", 11.0);
        assertEquals("Trees", pick(USUAL));
        assertTrue(advice(USUAL).why().contains("2 drops Buddy (on other it wastes 11.0 %)"), advice(USUAL).why());
    }

    @Test
    void shouldPassOverAStepThatLeavesNothing() {
        refusals.putAll(byTitle(9, 2, 9));
        otherRefusals.putAll(byTitle(2, 9, 9));
        assertEquals("Buddy", pick(USUAL));
    }

    /** A few thousandths of a byte are no reason to take the slower one. */
    @Test
    void shouldTakeTheFasterWhereMetadataHardlyDiffers() {
        nanoseconds.putAll(byTitle(50, 48, 49));
        metadata.putAll(byTitle(4.0, 4.1, 16));
        Map<String, double[]> noisy = new LinkedHashMap<>();
        noisy.put("Trees", new double[] {40, 50, 60});
        noisy.put("Buddy", new double[] {55, 48, 41});
        noisy.put("Bitmap", new double[] {49, 45, 52});
        Figure times = Figure.of(noisy, PairedTest.T_OF_LOGARITHMS);
        assertEquals("Buddy", Advice.of(evidence(times)).get(0).strategy());
        metadata.put("Trees", 3.8);
        assertEquals("Trees", Advice.of(evidence(times)).get(0).strategy());
    }

    @Test
    void shouldHaveNothingToSayOfOneAlone() {
        Figure alone = Figure.of(Map.of("Trees", new double[] {1, 2}), PairedTest.T_OF_LOGARITHMS);
        assertEquals(List.of(), Advice.of(evidence(alone)));
    }

    @Test
    void shouldAdviseOnWishesOnlyWhereSomeKeepThem() {
        assertEquals(null, advice(WISHES));
        wishes.put("Trees", true);
        assertEquals("Trees", pick(WISHES));
    }

    @Test
    void shouldPrintTheLimitsThatItGoesBy() {
        String rule = String.join("\n", AdviceRule.sentences());
        assertTrue(rule.contains("more than 1 in 100") && rule.contains("more than 10 per cent"), rule);
    }
}
