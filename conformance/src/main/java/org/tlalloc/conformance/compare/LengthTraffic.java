package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Ranges come and go at random: a step picks one of a number of slots, ends the range in it and asks
 * for another.
 */
final class LengthTraffic implements Traffic {
    private final Lengths lengths;
    private final int pageCount;
    private final int maxOrder;
    private final double share;
    private final int steps;

    /**
     * @param pageCount at least 128
     * @param share of the region that is asked for on average, 0 to 1
     * @param steps after the slots were filled
     */
    LengthTraffic(Lengths lengths, int pageCount, double share, int steps) {
        this.lengths = lengths;
        this.pageCount = pageCount;
        // The longest is a 64th of the region.
        this.maxOrder = 31 - Integer.numberOfLeadingZeros(pageCount) - 7;
        this.share = share;
        this.steps = steps;
    }

    @Override
    public String name() {
        return lengths.title();
    }

    @Override
    public String description() {
        return String.format(java.util.Locale.ROOT, "%s ranges of 1 to %,d pages come and go at random, %.0f %% of the region asked for",
                lengths.description(), lengths.longest(maxOrder), 100 * share);
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public Script script(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Script script = new Script();
        int[] slots = new int[(int) Math.max(1, pageCount * share / lengths.mean(maxOrder))];
        Arrays.setAll(slots, slot -> script.ask(lengths.next(random, maxOrder)));
        for (int step = 0; step < steps; step++) {
            int slot = random.nextInt(slots.length);
            script.end(slots[slot]);
            slots[slot] = script.ask(lengths.next(random, maxOrder));
        }
        return script;
    }
}
