package org.tlalloc.conformance.replay;

/**
 * How far a replay goes.
 *
 * @param productBudget   product states after which it gives up, which is no agreement
 * @param maxDivergences  divergences after which it stops, at least 1
 * @param seed            of the junk that is written into scratch bytes
 * @param patienceSeconds how long one call may take
 */
public record Options(int productBudget, int maxDivergences, long seed, int patienceSeconds, Progress progress) {

    /** Is told now and then how far it has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long productStates, long waiting);
    }

    public static Options standard() {
        return new Options(5_000_000, 1, 20_261_123L, 20, (states, waiting) -> { });
    }

    public Options withProductBudget(int states) {
        return new Options(states, maxDivergences, seed, patienceSeconds, progress);
    }

    public Options withMaxDivergences(int count) {
        return new Options(productBudget, count, seed, patienceSeconds, progress);
    }

    public Options withPatience(int seconds) {
        return new Options(productBudget, maxDivergences, seed, seconds, progress);
    }

    public Options withProgress(Progress listener) {
        return new Options(productBudget, maxDivergences, seed, patienceSeconds, listener);
    }
}
