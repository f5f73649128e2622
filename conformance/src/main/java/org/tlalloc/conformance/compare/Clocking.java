package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A time that is measured: with which lengths, in a region of which size.
 *
 * @param maxOrder   of the lengths: the largest range has less than 2^(maxOrder + 1) pages
 * @param log2Pages  the region has 2^log2Pages pages
 */
record Clocking(Lengths lengths, int maxOrder, int log2Pages) {
    static final int SMALLEST = 8;
    static final int LARGEST = 20;
    /** How many times as large the logarithm of the largest region is as that of the smallest. */
    static final double LOGARITHM_GROWS = (double) LARGEST / SMALLEST;
    /** Orders of the benchmarks' workloads, for the figures; */
    static final int ANY_ORDER = 9;
    /** and of ranges that the smallest region has room for, to see what is the region's doing alone. */
    static final int GROWTH_ORDER = 2;

    /** All that is measured of a strategy in one Java machine, from small regions to large ones. */
    static List<Clocking> all(boolean quick) {
        List<Clocking> all = new ArrayList<>();
        for (int log2Pages = SMALLEST; log2Pages <= LARGEST; log2Pages += quick ? 6 : 3) {
            // So short, both ways of drawing lengths come to much the same.
            for (Lengths lengths : quick ? new Lengths[] {Lengths.ANY} : Lengths.values()) {
                all.add(new Clocking(lengths, GROWTH_ORDER, log2Pages));
            }
        }
        for (Lengths lengths : Lengths.values()) {
            all.add(new Clocking(lengths, ANY_ORDER, LARGEST));
        }
        return all;
    }

    /** The longest range that is asked for, in pages. */
    int longest() {
        return lengths.longest(maxOrder);
    }

    /** The longest of those that growth is told of, in pages. */
    static int longestOfGrowth() {
        return Lengths.ANY.longest(GROWTH_ORDER);
    }

    /** As it is handed from one Java machine to another. */
    String text() {
        return String.format(Locale.ROOT, "%s %d %d", lengths, maxOrder, log2Pages);
    }
}
