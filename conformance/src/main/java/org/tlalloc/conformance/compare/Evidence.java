package org.tlalloc.conformance.compare;

import java.util.Map;

/**
 * What advice is drawn from: a few figures of each strategy, by its name, less being better in all.
 *
 * @param refusals      per cent of requests refused, a figure a seed, over all traffic
 * @param waste         per cent of the pages gone that nobody asked for, over all traffic
 * @param nanoseconds   a call in the largest region, a figure a round
 * @param metadataBytes of bookkeeping for each page of the regions of all traffic
 * @param growth        how many times as long a call takes in the largest region as in the smallest
 * @param keepsWishes   whether it keeps wishes beyond length and alignment
 */
record Evidence(Figure refusals, Figure waste, Figure nanoseconds, Map<String, Double> metadataBytes, Map<String, Double> growth,
        Map<String, Boolean> keepsWishes) {
}
