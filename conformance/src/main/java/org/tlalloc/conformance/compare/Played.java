package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.Map;

/** What came of one traffic: for each strategy a play a seed. */
record Played(Traffic traffic, Map<String, Play[]> plays, Figure refusals, Figure fragmentation, Figure waste) {
    static Played of(Traffic traffic, Map<String, Play[]> plays) {
        return new Played(traffic, plays, Figure.ofPlays(plays, Play::refusals), Figure.ofPlays(plays, Play::meanFragmentation),
                Figure.ofPlays(plays, Play::meanWaste));
    }

    /** Bytes of bookkeeping, the most over all seeds. */
    long metadataBytes(String title) {
        return Arrays.stream(plays.get(title)).mapToLong(Play::metadataBytes).max().orElseThrow();
    }

    /** External fragmentation at a moment, the mean over the seeds. */
    double fragmentation(String title, int sample) {
        double sum = 0;
        for (Play play : plays.get(title)) {
            sum += play.fragmentation()[sample];
        }
        return sum / plays.get(title).length;
    }
}
