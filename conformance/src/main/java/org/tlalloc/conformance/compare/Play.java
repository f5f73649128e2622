package org.tlalloc.conformance.compare;

import java.util.Arrays;
import org.tlalloc.range.RangeAllocation;

/**
 * What came of a script played on a strategy.
 *
 * @param asked         how many ranges were asked for
 * @param refused       how many of them there was no room for
 * @param fragmented    how many of those though as many pages were free, only not side by side
 * @param fragmentation external, at {@link #SAMPLES} moments: the share of free pages outside the longest run of them
 * @param waste         the share of the pages gone that were never asked for, at the same moments
 * @param metadataBytes the most that was in use at any of them
 */
record Play(int asked, int refused, int fragmented, double[] fragmentation, double[] waste, long metadataBytes) {
    static final int SAMPLES = 60;

    /** The share of requests that were refused, in per cent. */
    double refusals() {
        return 100.0 * refused / asked;
    }

    /** In per cent, over time. */
    double meanFragmentation() {
        return 100 * Arrays.stream(fragmentation).average().orElseThrow();
    }

    /** In per cent, over time. */
    double meanWaste() {
        return 100 * Arrays.stream(waste).average().orElseThrow();
    }

    /** Plays the script on a region of its own. */
    static Play of(Script script, Strategy strategy, int pageCount) {
        return new Player(script, strategy, pageCount).play();
    }

    private static final class Player {
        private final Script script;
        private final Strategy strategy;
        private final RangeAllocation allocation;
        private final TrackedRegion region;
        private final int[] starts;
        private final double[] fragmentation = new double[SAMPLES];
        private final double[] waste = new double[SAMPLES];
        private long metadataBytes;
        private int refused;
        private int fragmented;

        Player(Script script, Strategy strategy, int pageCount) {
            this.script = script;
            this.strategy = strategy;
            this.allocation = strategy.make(pageCount);
            this.region = new TrackedRegion(pageCount);
            this.starts = new int[script.ranges()];
        }

        Play play() {
            for (int sample = 0, at = 0; sample < SAMPLES; sample++) {
                for (int end = (int) ((sample + 1L) * script.size() / SAMPLES); at < end; at++) {
                    int range = script.range(at);
                    if (script.asks(at)) {
                        ask(range, script.pages(range));
                    } else if (starts[range] != RangeAllocation.NONE) {
                        end(range, script.pages(range));
                    }
                }
                fragmentation[sample] = region.externalFragmentation();
                waste[sample] = region.waste();
                metadataBytes = Math.max(metadataBytes, allocation.metadataBytes());
            }
            return new Play(script.ranges(), refused, fragmented, fragmentation, waste, metadataBytes);
        }

        private void ask(int range, int pages) {
            starts[range] = allocation.allocate(pages);
            if (starts[range] != RangeAllocation.NONE) {
                region.take(starts[range], pages, strategy.reserved(pages));
            } else {
                refused++;
                fragmented += pages <= region.freePages() ? 1 : 0;
            }
        }

        private void end(int range, int pages) {
            allocation.free(starts[range], pages);
            region.giveBack(starts[range], pages, strategy.reserved(pages));
        }
    }
}
