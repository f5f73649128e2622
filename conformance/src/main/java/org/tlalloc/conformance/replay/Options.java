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

    private static final int MOST = 5_000_000;
    private static final int FEW = 10_000;
    private static final int A_STATE = 60;

    public static Options standard() {
        return new Options(MOST, 1, 20_261_123L, 20, (states, waiting) -> { });
    }

    /**
     * With a budget that fits a model with so many states. Our own subjects have up to 25 images a state; one
     * that counts its calls in a field has no end of them, and that is to be said soon.
     */
    public static Options fitting(int states) {
        return standard().withProductBudget((int) Math.min(MOST, FEW + (long) A_STATE * states));
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
