package org.tlalloc.conformance.compare;

import java.util.SplittableRandom;

/** Which lengths are asked for, where nobody recorded them. */
public enum Lengths {
    /** Mostly short: 2^o pages and up to as many again, o with probability 2^-(o+1), up to the largest order; what is left goes to that. */
    SHORT("short-ranges", "mostly short") {
        @Override
        int next(SplittableRandom random, int maxOrder) {
            int order = Math.min(Long.numberOfLeadingZeros(random.nextLong()), maxOrder);
            return (1 << order) + random.nextInt(1 << order);
        }

        @Override
        int longest(int maxOrder) {
            return (2 << maxOrder) - 1;
        }

        @Override
        double mean(int maxOrder) {
            double mean = 0;
            for (int order = 0; order <= maxOrder; order++) {
                mean += Math.pow(2, -Math.min(order + 1, maxOrder)) * (1.5 * (1 << order) - 0.5);
            }
            return mean;
        }
    },
    /** All lengths alike, from one page to 2^(the largest order + 1). */
    ANY("any-ranges", "all lengths alike,") {
        @Override
        int next(SplittableRandom random, int maxOrder) {
            return random.nextInt(2 << maxOrder) + 1;
        }

        @Override
        int longest(int maxOrder) {
            return 2 << maxOrder;
        }

        @Override
        double mean(int maxOrder) {
            return (1 << maxOrder) + 0.5;
        }
    };

    private final String title;
    private final String description;

    Lengths(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /** What tables, plots and JSON call it. */
    String title() {
        return title;
    }

    /** To be followed by how long they are. */
    String description() {
        return description;
    }

    abstract int next(SplittableRandom random, int maxOrder);

    abstract int longest(int maxOrder);

    abstract double mean(int maxOrder);
}
