package org.tlalloc.range.bench;

/** Which lengths are asked for. */
public enum Mix {
    /** Mostly short: 2^o pages and up to as many again, o with probability 2^-(o+1), up to the largest order; what is left goes to that. */
    R {
        @Override
        int pages(long random, int maxOrder) {
            int order = Math.min(Long.numberOfLeadingZeros(random), maxOrder);
            return (1 << order) + ((int) random & (1 << order) - 1);
        }

        @Override
        double meanPages(int maxOrder) {
            double mean = 0;
            for (int order = 0; order <= maxOrder; order++) {
                double probability = Math.pow(2, -Math.min(order + 1, maxOrder));
                mean += probability * ((1 << order) + ((1 << order) - 1) / 2.0);
            }
            return mean;
        }
    },
    /** All lengths alike, from one page to 2^(the largest order + 1). */
    V {
        @Override
        int pages(long random, int maxOrder) {
            return (int) ((random >>> 32) * (2L << maxOrder) >>> 32) + 1;
        }

        @Override
        double meanPages(int maxOrder) {
            return ((2 << maxOrder) + 1) / 2.0;
        }
    };

    abstract int pages(long random, int maxOrder);

    abstract double meanPages(int maxOrder);
}
