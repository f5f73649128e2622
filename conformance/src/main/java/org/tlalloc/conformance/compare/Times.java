package org.tlalloc.conformance.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How long calls take: for each strategy a list of timings a round. */
record Times(List<Clocking> clockings, Map<String, List<List<Timing>>> rounds) {
    /** A figure of one clocking over the rounds, such as {@code Timing::call}. */
    Figure figure(Clocking clocking, ToDoubleFunction<Timing> figure) {
        int at = clockings.indexOf(clocking);
        Map<String, double[]> values = new LinkedHashMap<>();
        rounds.forEach((title, each) -> values.put(title, each.stream().mapToDouble(round -> figure.applyAsDouble(round.get(at))).toArray()));
        return Figure.of(values, PairedTest.T_OF_LOGARITHMS);
    }

    /** Nanoseconds a call in the largest region: the geometric mean over both ways of drawing lengths. */
    Figure overall() {
        Map<String, double[]> values = new LinkedHashMap<>();
        int some = clockings.indexOf(new Clocking(Lengths.R, Clocking.ANY_ORDER, Clocking.LARGEST));
        int others = clockings.indexOf(new Clocking(Lengths.V, Clocking.ANY_ORDER, Clocking.LARGEST));
        rounds.forEach((title, each) -> values.put(title,
                each.stream().mapToDouble(round -> Math.sqrt(round.get(some).call() * round.get(others).call())).toArray()));
        return Figure.of(values, PairedTest.T_OF_LOGARITHMS);
    }

    /** How many times as long a call takes in the largest region as in the smallest, with the same lengths; of both ways, the worse. */
    double growth(String title) {
        double worst = 0;
        for (Lengths lengths : Lengths.values()) {
            double smallest = figure(new Clocking(lengths, Clocking.GROWTH_ORDER, Clocking.SMALLEST), Timing::call).median(title);
            double largest = figure(new Clocking(lengths, Clocking.GROWTH_ORDER, Clocking.LARGEST), Timing::call).median(title);
            worst = Math.max(worst, largest / smallest);
        }
        return worst;
    }
}
