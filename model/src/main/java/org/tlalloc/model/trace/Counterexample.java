package org.tlalloc.model.trace;

import java.util.List;

/**
 * How something that should hold was refuted, or how TLC came to where it could not go on.
 *
 * @param violated    the name of what was refuted; of an EVALUATION, why it failed
 * @param steps       in a refusal the last one is the call that is refused: nothing comes of it
 * @param loopsBackTo the index of the step that the last one leads back to; -1 if none
 * @param back        the step that leads back; null if none
 * @param stutters    whether the behaviour stays in its last state for ever
 */
public record Counterexample(Kind kind, String violated, List<Step> steps, int loopsBackTo, Step back,
                             boolean stutters) {

    /** What kind of claim was refuted; or that something could not be evaluated. */
    public enum Kind { INVARIANT, PROPERTY, REFINEMENT, REFUSAL, DEADLOCK, ASSUMPTION, LINT, EVALUATION }

    public Counterexample {
        steps = List.copyOf(steps);
    }
}
