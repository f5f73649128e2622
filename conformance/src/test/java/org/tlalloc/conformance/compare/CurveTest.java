package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveTest {
    /** A curve below another cannot be seen, so the legend says that it is there. */
    @Test
    void shouldSayWhichCurvesCoincide() {
        Map<String, double[]> values = Map.of("Bitmap", new double[] {1, 2}, "Trees", new double[] {1, 3}, "Augmented", new double[] {1, 2});
        assertEquals(List.of("Bitmap", "Trees", "Augmented, same as Bitmap"),
                Curve.of(List.of("Bitmap", "Trees", "Augmented"), values::get).stream().map(Curve::legend).toList());
    }
}
