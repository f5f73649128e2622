package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueEncoder;

/** Makes calls once more, from the beginning and on instances of its own, to see whether they do the same again. */
final class Rerun {
    private final CallPlan plan;
    private final Binding binding;
    private final Runnable beat;

    Rerun(CallPlan plan, Runnable beat) {
        this.plan = plan;
        this.beat = beat;
        this.binding = plan.binding();
    }

    /**
     * What a call did.
     *
     * @param step  how many calls were made before it
     * @param text  in words
     * @param state afterwards; null if it could not be read
     * @param bytes afterwards, where they mean anything; null where there are none
     */
    record Seen(int step, String text, Outcome outcome, Map<String, Value> state, byte[] bytes) {
        boolean like(Outcome other, Map<String, Value> after) {
            return outcome.same(other) && (after == null || after.equals(state));
        }

        boolean like(Seen other) {
            return step == other.step && outcome.same(other.outcome) && Objects.equals(state, other.state)
                    && Arrays.equals(bytes, other.bytes);
        }

        String inWords() {
            return text + (state == null ? "" : ", and then " + state);
        }
    }

    /**
     * Goes a way of transitions and makes a call; stops where a transition answers otherwise.
     *
     * @param call     -1 for none
     * @param attached whether the call is made on an instance freshly attached
     * @param memory   the state to lay down before the call; null to take it as the way left it
     * @param junk     what to lay where nothing matters
     */
    Seen go(int[] transitions, int call, boolean attached, Divergence.Memory memory, List<Divergence.Junk> junk) {
        Outcome outcome = new Outcome(plan.caller());
        try {
            return go(transitions, call, attached, memory, junk, outcome);
        } catch (ResidentFault e) {
            outcome.threw(e);
            return new Seen(transitions.length, e.getMessage(), outcome, null, null);
        }
    }

    private Seen go(int[] transitions, int call, boolean attached, Divergence.Memory memory, List<Divergence.Junk> junk, Outcome outcome) {
        ResidentBench bench = binding.resident() ? new ResidentBench(binding, null, 1) : null;
        Object subject = bench == null ? binding.create() : bench.format();
        for (int i = 0; i < transitions.length; i++) {
            CallPlan.Planned planned = plan.of(transitions[i]);
            outcome.make(planned, subject);
            beat.run();
            if (!outcome.returned() || !plan.answers(outcome, transitions[i])) {
                return new Seen(i, outcome.describe(planned.hasResult()), outcome, state(subject), null);
            }
        }
        if (memory != null) {
            bench.lay(memory, junk);
        }
        if (attached) {
            subject = bench.attached();
        }
        if (call >= 0) {
            outcome.make(plan.get(call), subject);
            beat.run();
        }
        String text = call < 0 ? "it is in a state" : outcome.describe(plan.get(call).hasResult());
        return new Seen(transitions.length, text, outcome, state(subject),
                bench == null ? null : bench.meaningful(subject));
    }

    private Map<String, Value> state(Object subject) {
        try {
            ValueEncoder encoder = new ValueEncoder();
            binding.encodeState(subject, encoder);
            return plan.decoded(encoder);
        } catch (Throwable e) {
            return null;
        }
    }
}
