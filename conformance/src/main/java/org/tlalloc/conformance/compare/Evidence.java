package org.tlalloc.conformance.compare;

import java.util.Comparator;
import java.util.Map;

/**
 * What advice is drawn from: a few figures of each strategy, by its name, less being better in all. Each
 * traffic is judged on its own, since a mean over all of them would say more of which were chosen.
 *
 * @param refusals      by traffic, per cent of requests refused, a figure a seed
 * @param waste         by traffic, per cent of the pages gone that nobody asked for
 * @param nanoseconds   a call in the largest region, a figure a round
 * @param inLargest     the same with short ranges alone, which the smallest region has room for as well
 * @param metadataBytes of bookkeeping for each page of the regions of all traffic
 * @param growth        how many times as long a call takes in the largest region as in the smallest, with those
 * @param keepsWishes   whether it keeps wishes beyond length and alignment
 */
record Evidence(Map<String, Figure> refusals, Map<String, Figure> waste, Figure nanoseconds, Figure inLargest,
        Map<String, Double> metadataBytes, Map<String, Double> growth, Map<String, Boolean> keepsWishes) {

    /**
     * Where a strategy comes off worst, and how badly.
     *
     * @param amount in per cent of requests or pages
     * @param best   of the best there
     * @param drops  whether that is enough for the rule to drop it
     */
    record Worst(String traffic, double amount, double best, boolean drops) {
        double excess() {
            return amount - best;
        }
    }

    /** Of all traffic, where it refuses most beyond the best; if it is dropped for some traffic, of those. */
    Worst refusesMost(String title) {
        return refusals.entrySet().stream().map(each -> refusing(each.getKey(), each.getValue(), title))
                .max(Comparator.comparing(Worst::drops).thenComparingDouble(Worst::excess)).orElseThrow();
    }

    private static Worst refusing(String traffic, Figure figure, String title) {
        double best = figure.mean(figure.best());
        return new Worst(traffic, figure.mean(title), best,
                !figure.isBest(title) && figure.mean(title) - best > AdviceRule.REFUSALS_APART);
    }

    /** Of all traffic, where it wastes most. */
    Worst wastesMost(String title) {
        return waste.entrySet().stream().map(each -> new Worst(each.getKey(), each.getValue().mean(title),
                        each.getValue().mean(each.getValue().best()), each.getValue().mean(title) > AdviceRule.MOST_WASTE))
                .max(Comparator.comparingDouble(Worst::amount)).orElseThrow();
    }
}
