package org.tlalloc.conformance.replay;

import java.util.List;

/**
 * What came of a replay.
 *
 * @param subject           the class's name
 * @param productStates     pairs of a spec state and a representation of it that the subject reached
 * @param upToRenaming      whether representations that differ by the numbers of a pool's slots alone are one
 * @param renamed           how many of them were gone on from a second time, with other slots
 * @param transitions       allowed calls that were made, each from each product state
 * @param refusedCalls      calls outside the contract that were made, each from each product state
 * @param unexhibited       transitions of the graph that the subject never took
 * @param examples          some of these, in words
 * @param divergences       the first ones found, shortest first
 * @param incomplete        why not all was done; null if all was
 * @param seconds           all that it took
 * @param transitionSeconds what the allowed calls took
 * @param refusalSeconds    what the refused calls took
 */
public record Verdict(String subject, long productStates, boolean upToRenaming, long renamed, long transitions, long refusedCalls, long unexhibited,
                      List<String> examples, List<Divergence> divergences, String incomplete, double seconds,
                      double transitionSeconds, double refusalSeconds) {
    public Verdict {
        examples = List.copyOf(examples);
        divergences = List.copyOf(divergences);
    }

    /** Whether everything was done and nothing diverged. */
    public boolean agrees() {
        return divergences.isEmpty() && incomplete == null;
    }
}
