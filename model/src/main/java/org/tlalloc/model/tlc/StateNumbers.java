package org.tlalloc.model.tlc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers states from 0 by their fingerprints, for several threads at once: 64
 * open-addressed tables, chosen by the fingerprint's upper bits, each under its lock.
 */
final class StateNumbers {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final AtomicInteger next = new AtomicInteger();

    StateNumbers() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    int count() {
        return next.get();
    }

    /** The number of the state; a new one if it has none yet. */
    int of(long fingerprint) {
        Stripe stripe = stripes[(int) (fingerprint >>> 58)];
        synchronized (stripe) {
            return stripe.number(fingerprint);
        }
    }

    private final class Stripe {
        private long[] keys = new long[256];
        /* The number plus one: 0 marks an empty place. */
        private int[] numbers = new int[256];
        private int used;

        int number(long fingerprint) {
            int place = place(keys, numbers, fingerprint);
            if (numbers[place] == 0) {
                keys[place] = fingerprint;
                numbers[place] = next.getAndIncrement() + 1;
                if (2 * ++used > keys.length) {
                    int number = numbers[place] - 1;
                    grow();
                    return number;
                }
            }
            return numbers[place] - 1;
        }

        private int place(long[] in, int[] taken, long fingerprint) {
            int mask = in.length - 1;
            int place = (int) (fingerprint * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
            while (taken[place] != 0 && in[place] != fingerprint) {
                place = place + 1 & mask;
            }
            return place;
        }

        private void grow() {
            long[] newKeys = new long[2 * keys.length];
            int[] newNumbers = new int[2 * keys.length];
            for (int i = 0; i < keys.length; i++) {
                if (numbers[i] != 0) {
                    int place = place(newKeys, newNumbers, keys[i]);
                    newKeys[place] = keys[i];
                    newNumbers[place] = numbers[i];
                }
            }
            keys = newKeys;
            numbers = newNumbers;
        }
    }
}
