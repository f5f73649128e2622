package org.tlalloc.conformance.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All that a comparison found. */
public record Findings(List<Strategy> strategies, List<Long> seeds, int rounds, boolean recorded, List<Played> played, Times times) {
    List<String> titles() {
        return strategies.stream().map(Strategy::title).toList();
    }

    /** Whether there are seeds enough for any two strategies to differ by more than chance; ranks give at best 2 / 2^seeds. */
    boolean canTellApart() {
        int pairs = Math.max(1, strategies.size() * (strategies.size() - 1) / 2);
        return pairs * Math.pow(2, 1 - seeds.size()) < Differences.LEVEL;
    }

    /** Over all traffic, each with the same weight. */
    Evidence evidence() {
        Map<String, Double> metadata = new LinkedHashMap<>();
        Map<String, Double> growth = new LinkedHashMap<>();
        Map<String, Boolean> wishes = new LinkedHashMap<>();
        for (Strategy strategy : strategies) {
            String title = strategy.title();
            metadata.put(title, metadataBytes(title));
            growth.put(title, times.growth(title));
            wishes.put(title, strategy.keepsWishes());
        }
        return new Evidence(overall(Played::refusals), overall(Played::waste), times.overall(), metadata, growth, wishes);
    }

    /** For each page of the regions of all traffic. */
    private double metadataBytes(String title) {
        return played.stream().mapToDouble(each -> each.metadataBytes(title)).sum()
                / played.stream().mapToDouble(each -> each.traffic().pageCount()).sum();
    }

    private Figure overall(Function<Played, Figure> figure) {
        Map<String, double[]> values = new LinkedHashMap<>();
        for (String title : titles()) {
            double[] means = new double[seeds.size()];
            for (Played each : played) {
                double[] more = figure.apply(each).values().get(title);
                for (int seed = 0; seed < means.length; seed++) {
                    means[seed] += more[seed] / played.size();
                }
            }
            values.put(title, means);
        }
        return Figure.of(values, PairedTest.SIGNED_RANKS);
    }
}
