package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.List;

/** Finds out whether what was seen of a subject shows again, and whether it is due to bytes that must not matter. */
final class Diagnosis {
    /* Whoever tosses a coin does the same each time once in a million. */
    private static final int TIMES = 20;

    private final Rerun rerun;

    /** @param beat is told whenever the subject has come back from something */
    Diagnosis(CallPlan plan, Runnable beat) {
        this.rerun = new Rerun(plan, beat);
    }

    /**
     * The divergence, or what it really is.
     *
     * @param transitions of its path
     * @param call        at which it shows
     * @param outcome     what the call did
     */
    Divergence refine(Divergence found, int[] transitions, int call, Outcome outcome, String inWords) {
        List<Divergence.Junk> junk = found.memory() == null ? List.of() : found.memory().junk();
        Rerun.Seen seen = null;
        for (int i = 0; i < TIMES; i++) {
            Rerun.Seen last = seen;
            seen = rerun.go(transitions, call, found.attached(), found.memory(), junk);
            if (seen.step() < transitions.length) {
                return as(DivergenceKind.UNREPEATABLE, found, "the answer that " + found.path().get(seen.step())
                        + " gave before", "made again, " + seen.text());
            }
            if (!seen.like(outcome, found.after()) || last != null && !last.like(seen)) {
                return as(DivergenceKind.UNREPEATABLE, found, "what it did before: " + inWords
                        + (found.after() == null ? "" : ", and then " + found.after()), "made again, " + seen.inWords());
            }
        }
        return junk.isEmpty() ? found : strayRead(found, transitions, call, seen);
    }

    private Divergence strayRead(Divergence found, int[] transitions, int call, Rerun.Seen seen) {
        Rerun.Seen asLeft = rerun.go(transitions, call, found.attached(), null, List.of());
        Rerun.Seen zeros = rerun.go(transitions, call, found.attached(), found.memory(), filled(found, (byte) 0));
        Rerun.Seen ones = rerun.go(transitions, call, found.attached(), found.memory(), filled(found, (byte) 0xff));
        for (Rerun.Seen other : List.of(asLeft, zeros, ones)) {
            if (!other.like(seen)) {
                return as(DivergenceKind.STRAY_READ, found, "the same, whatever lies where bytes mean nothing and next to its own",
                        seen.inWords() + "; with " + (other == asLeft ? "the bytes that were left there" : other == zeros ? "zeros there"
                                : "ones there") + ", " + other.inWords());
            }
        }
        return found;
    }

    private static List<Divergence.Junk> filled(Divergence found, byte value) {
        return found.memory().junk().stream().map(each -> {
            byte[] bytes = new byte[each.bytes().length];
            Arrays.fill(bytes, value);
            return new Divergence.Junk(each.address(), bytes);
        }).toList();
    }

    private static Divergence as(DivergenceKind kind, Divergence found, String expected, String actual) {
        return new Divergence(kind, found.path(), found.call(), expected, actual, found.possible(), found.answered(),
                found.before(), found.after(), found.attached(), found.place(), found.thrown(), found.memory());
    }
}
