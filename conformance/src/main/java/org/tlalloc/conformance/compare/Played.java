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
        return Arrays.stream(plays.get(title)).mapToDouble(play -> play.fragmentation()[sample]).average().orElseThrow();
    }

    /** The share of the pages gone that nobody asked for at a moment, the mean over the seeds. */
    double waste(String title, int sample) {
        return Arrays.stream(plays.get(title)).mapToDouble(play -> play.waste()[sample]).average().orElseThrow();
    }
}
