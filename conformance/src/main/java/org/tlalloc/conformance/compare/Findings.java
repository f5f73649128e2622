package org.tlalloc.conformance.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a comparison found. */
public record Findings(List<Strategy> strategies, List<Long> seeds, int rounds, boolean recorded, List<Played> played, Times times) {
    List<String> titles() {
        return strategies.stream().map(Strategy::title).toList();
    }

    /** Each traffic on its own. */
    Evidence evidence() {
        Map<String, Figure> refusals = new LinkedHashMap<>();
        Map<String, Figure> waste = new LinkedHashMap<>();
        for (Played each : played) {
            refusals.put(each.traffic().name(), each.refusals());
            waste.put(each.traffic().name(), each.waste());
        }
        Map<String, Double> metadata = new LinkedHashMap<>();
        Map<String, Double> growth = new LinkedHashMap<>();
        Map<String, Boolean> wishes = new LinkedHashMap<>();
        for (Strategy strategy : strategies) {
            String title = strategy.title();
            metadata.put(title, metadataBytes(title));
            growth.put(title, times.growth(title, Timing::call));
            wishes.put(title, strategy.keepsWishes());
        }
        return new Evidence(refusals, waste, times.overall(), times.inLargest(), metadata, growth, wishes);
    }

    /** For each page of the regions of all traffic. */
    private double metadataBytes(String title) {
        return played.stream().mapToDouble(each -> each.metadataBytes(title)).sum()
                / played.stream().mapToDouble(each -> each.traffic().pageCount()).sum();
    }
}
