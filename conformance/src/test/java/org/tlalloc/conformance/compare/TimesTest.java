package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeRequest;

class TimesTest {
    private static final int ALLOCATION = 20_000;
    private static final int FREE = 5_000;

    private static final Progress SILENT = new Progress() {
        @Override
        public void begins(String what) {
        }

        @Override
        public void step() {
        }
    };

    /* Each call takes at least so many nanoseconds, whatever the machine is busy with. */
    private static final class Slow implements RangeAllocation {
        private int next;

        @Override
        public int allocate(int pages) {
            spin(ALLOCATION);
            return next++ & 0xff;
        }

        @Override
        public void free(int start, int pages) {
            spin(FREE);
        }

        private static void spin(long nanoseconds) {
            long until = System.nanoTime() + nanoseconds;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }

        @Override
        public int allocateWithin(RangeRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int pageCount() {
            return 256;
        }

        @Override
        public int[] used() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long metadataBytes() {
            return 0;
        }
    }

    /** What is taken off for clock and loop is far less than a microsecond a call. */
    @Test
    void shouldTimeEachOfTheTwoCalls() {
        double[] times = new TimedCalls(new Slow(), Lengths.SHORT, 2, 1).measure(1_000_000);
        assertTrue(times[0] >= ALLOCATION - 1_000, "allocate=" + times[0]);
        assertTrue(times[1] >= FREE - 1_000, "free=" + times[1]);
    }

    @Test
    void shouldGiveBackWhatItHasWhereItAges() {
        RangeAllocation region = Strategy.BITMAP.make(256);
        new TimedCalls(region, Lengths.SHORT, 2, 1).age(1);
        int used = 0;
        for (int pages : region.used()) {
            used += pages;
        }
        assertTrue(used > 64 && used < 192, "half of 256 pages on average, used=" + used);
    }

    private static List<Timing> round(double smallest, double largest) {
        return Clocking.all(true).stream().map(each -> each.log2Pages() == Clocking.LARGEST ? new Timing(each, largest, 2 * largest)
                : new Timing(each, smallest, smallest)).toList();
    }

    @Test
    void shouldTellGrowthOfEachOperation() {
        Times times = new Times(Clocking.all(true), Map.of("some", List.of(round(10, 30), round(10, 30), round(10, 50))));
        assertEquals(List.of(8, 14, 20), times.sizes());
        assertEquals(3, times.growth("some", Timing::allocate), 1e-9);
        assertEquals(6, times.growth("some", Timing::free), 1e-9);
        assertEquals(4.5, times.growth("some", Timing::call), 1e-9);
        assertEquals(45, times.inLargest().median("some"), 1e-9);
        assertEquals(45, times.overall().median("some"), 1e-9);
    }

    @Test
    void shouldSayThatAMachineFailed() {
        String path = System.getProperty("java.class.path");
        System.setProperty("java.class.path", "/nowhere");
        try {
            String message = assertThrows(ComparisonException.class, () -> new Forks(true).time(List.of(Strategy.BUDDY), 2, SILENT)).getMessage();
            assertTrue(message.startsWith("the Java machine that times strategy=RangeBuddy failed with exit=1: Error"), message);
        } finally {
            System.setProperty("java.class.path", path);
        }
    }
}
