package org.tlalloc.conformance.judge;

import java.util.List;

/**
 * What came of driving an allocator with a workload.
 *
 * @param allocator      the class's full name
 * @param frameCount     of the arena
 * @param maxOrder       of the arena
 * @param events         how many the allocator was driven through: all, unless it disagreed
 * @param calls          how many calls were judged
 * @param allocations    how many blocks were handed out
 * @param frees          how many blocks were taken back
 * @param refusals       for each order, how often nothing was free, and rightly so
 * @param skippedFrees   frees of blocks that there were none to hand out for
 * @param peakLiveFrames the most frames handed out at once
 * @param peakLiveBlocks the most blocks handed out at once
 * @param liveFrames     those handed out at the end
 * @param liveBlocks     likewise
 * @param samples        what was free then, evenly over the events
 * @param free           what is free at the end
 * @param disagreement   what ended it; null if nothing did
 * @param seconds        that it took, from the first event to the last
 */
public record Judgement(Workload workload, String allocator, int frameCount, int maxOrder, int events, long calls,
                        int allocations, int frees, List<Integer> refusals, int skippedFrees, long peakLiveFrames,
                        int peakLiveBlocks, long liveFrames, int liveBlocks, List<Sample> samples, FreeMemory free,
                        Disagreement disagreement, double seconds) {

    /** What was free after so many events. */
    public record Sample(int events, FreeMemory free) {
    }

    public Judgement {
        refusals = List.copyOf(refusals);
        samples = List.copyOf(samples);
    }

    public boolean agreed() {
        return disagreement == null;
    }

    /** How many allocations found nothing free. */
    public int refused() {
        return refusals.stream().mapToInt(Integer::intValue).sum();
    }

    /** The line of the event that ended it. */
    public int line() {
        return workload.line(events - 1);
    }

    public double callsPerSecond() {
        return seconds > 0 ? calls / seconds : 0;
    }
}
