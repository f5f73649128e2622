package org.tlalloc.bench;

/** The random numbers of all workloads, the same in every run: xorshift64*. */
public final class Xorshift {
    private static final long SEED = 88_172_645_463_325_252L;

    private long random = SEED;

    public long next() {
        long x = random;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        random = x;
        return x * 2_685_821_657_736_338_717L;
    }
}
