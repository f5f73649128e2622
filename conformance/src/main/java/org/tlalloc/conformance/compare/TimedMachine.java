package org.tlalloc.conformance.compare;

import java.util.Locale;

/**
 * A Java machine of its own in which one strategy is timed, so that no strategy profits or suffers
 * from what the compiler learnt of another: {@link Forks} starts it, and reads what it prints, a line
 * a {@link Clocking}.
 */
final class TimedMachine {
    private static final int ROUNDS_TO_WARM = 2;
    private static final int QUICK_TURNS = 1;
    private static final int WHOLE_TURNS = 4;

    private TimedMachine() {
    }

    /** @param arguments the strategy, {@code quick} or {@code whole}, the seed, milliseconds for each measurement */
    public static void main(String[] arguments) {
        Strategy strategy = Strategy.valueOf(arguments[0]);
        boolean quick = arguments[1].equals("quick");
        long seed = Long.parseLong(arguments[2]);
        long nanoseconds = Long.parseLong(arguments[3]) * 1_000_000;
        int turns = quick ? QUICK_TURNS : WHOLE_TURNS;
        warm(strategy, seed, nanoseconds);
        long hole = 0;
        for (Clocking clocking : Clocking.all(quick)) {
            TimedCalls calls = new TimedCalls(strategy.make(1 << clocking.log2Pages()), clocking.lengths(), clocking.maxOrder(), seed);
            calls.age(turns);
            // A region of another size may be news to the compiler.
            calls.measure(nanoseconds / 4);
            double[] times = calls.measure(nanoseconds);
            hole ^= calls.hole();
            System.out.printf(Locale.ROOT, "%s %.3f %.3f%n", clocking.text(), times[0], times[1]);
        }
        System.out.println("end " + hole);
    }

    /* The compiler has seen all there is to see before the first figure is taken. */
    private static void warm(Strategy strategy, long seed, long nanoseconds) {
        for (int round = 0; round < ROUNDS_TO_WARM; round++) {
            for (Lengths lengths : Lengths.values()) {
                TimedCalls calls = new TimedCalls(strategy.make(1 << 16), lengths, Clocking.ANY_ORDER, seed + round);
                calls.age(QUICK_TURNS);
                calls.measure(nanoseconds);
            }
        }
    }
}
