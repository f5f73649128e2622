package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A curve of a plot. Where another drawn before lies below it, its legend says so.
 *
 * @param legend the strategy, and which other's is the same
 */
record Curve(String title, String legend, double[] values) {
    static List<Curve> of(List<String> titles, Function<String, double[]> values) {
        List<Curve> curves = new ArrayList<>();
        for (String title : titles) {
            double[] own = values.apply(title);
            String legend = curves.stream().filter(other -> Arrays.equals(other.values, own)).findFirst()
                    .map(other -> title + ", same as " + other.title).orElse(title);
            curves.add(new Curve(title, legend, own));
        }
        return curves;
    }
}
