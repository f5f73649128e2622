package org.tlalloc.frame.bench;

/** Which orders are asked for. */
public enum Mix {
    /** All orders alike. */
    U {
        @Override
        int order(long random, int maxOrder) {
            return (int) ((random >>> 32) * (maxOrder + 1) >>> 32);
        }

        @Override
        double meanFrames(int maxOrder) {
            return ((2 << maxOrder) - 1) / (maxOrder + 1.0);
        }
    },
    /** Order k with probability 2^-(k+1); what is left goes to the largest. */
    G {
        @Override
        int order(long random, int maxOrder) {
            return Math.min(Long.numberOfLeadingZeros(random), maxOrder);
        }

        @Override
        double meanFrames(int maxOrder) {
            return maxOrder / 2.0 + 1;
        }
    },
    /** Single frames. */
    Z {
        @Override
        int order(long random, int maxOrder) {
            return 0;
        }

        @Override
        double meanFrames(int maxOrder) {
            return 1;
        }
    };

    abstract int order(long random, int maxOrder);

    abstract double meanFrames(int maxOrder);
}
