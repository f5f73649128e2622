package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How long calls take: for each strategy a list of timings a round. */
record Times(List<Clocking> clockings, Map<String, List<List<Timing>>> rounds) {
    /** A figure of one clocking over the rounds, such as {@code Timing::call}. */
    Figure figure(Clocking clocking, ToDoubleFunction<Timing> figure) {
        int at = clockings.indexOf(clocking);
        Map<String, double[]> values = new LinkedHashMap<>();
        rounds.forEach((title, each) -> values.put(title, each.stream().mapToDouble(round -> figure.applyAsDouble(round.get(at))).toArray()));
        return Figure.of(values, PairedTest.T_OF_LOGARITHMS);
    }

    /** The geometric mean over the ways of drawing lengths, of a figure in regions of one size. */
    Figure overall(int maxOrder, int log2Pages, ToDoubleFunction<Timing> figure) {
        int[] places = IntStream.range(0, clockings.size()).filter(at -> clockings.get(at).maxOrder() == maxOrder
                && clockings.get(at).log2Pages() == log2Pages).toArray();
        Map<String, double[]> values = new LinkedHashMap<>();
        rounds.forEach((title, each) -> values.put(title, each.stream().mapToDouble(round -> Math.exp(Arrays.stream(places)
                .mapToDouble(at -> Math.log(figure.applyAsDouble(round.get(at)))).average().orElseThrow())).toArray()));
        return Figure.of(values, PairedTest.T_OF_LOGARITHMS);
    }

    /** Nanoseconds a call in the largest region. */
    Figure overall() {
        return overall(Clocking.ANY_ORDER, Clocking.LARGEST, Timing::call);
    }

    /** The sizes of regions in which the same lengths were asked for, smallest first. */
    List<Integer> sizes() {
        return clockings.stream().filter(each -> each.maxOrder() == Clocking.GROWTH_ORDER).map(Clocking::log2Pages).distinct().toList();
    }

    /** Nanoseconds of a call with the lengths that growth is told of, in the largest region. */
    Figure inLargest() {
        return overall(Clocking.GROWTH_ORDER, Clocking.LARGEST, Timing::call);
    }

    /** How many times as long it takes in the largest region as in the smallest, with the same lengths. */
    double growth(String title, ToDoubleFunction<Timing> figure) {
        return overall(Clocking.GROWTH_ORDER, Clocking.LARGEST, figure).median(title)
                / overall(Clocking.GROWTH_ORDER, Clocking.SMALLEST, figure).median(title);
    }
}
