package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IntervalTest {
    /** The t distribution with four degrees of freedom has 2.776445 at 97.5 per cent, in every table. */
    @Test
    void shouldBeStudents() {
        Interval interval = Interval.of(new double[] {1, 2, 3, 4, 5});
        assertEquals(3, interval.mean(), 1e-12);
        assertEquals(2.776445 * Math.sqrt(2.5 / 5), (interval.high() - interval.low()) / 2, 1e-5);
        assertEquals(3, (interval.low() + interval.high()) / 2, 1e-12);
    }

    @Test
    void shouldBeGeometricForTimes() {
        Interval interval = Interval.ofLogarithms(new double[] {10, 1000});
        assertEquals(100, interval.mean(), 1e-9);
        assertEquals(1, interval.low() * interval.high() / (100 * 100), 1e-9);
    }

    /** Nobody refuses less than nothing. */
    @Test
    void shouldBeCutOffForShares() {
        assertEquals(0, Interval.ofShares(new double[] {0, 0, 0, 1}).low());
        assertEquals(100, Interval.ofShares(new double[] {100, 100, 99}).high());
        assertEquals(Interval.of(new double[] {40, 41, 43}), Interval.ofShares(new double[] {40, 41, 43}));
    }

    @Test
    void shouldHaveNoWidthWhereAllIsAlike() {
        assertEquals(new Interval(7, 7, 7), Interval.of(new double[] {7, 7, 7}));
    }
}
