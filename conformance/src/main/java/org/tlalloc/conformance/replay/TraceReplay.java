package org.tlalloc.conformance.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * Makes a subject follow one behaviour of a specification, as TLC printed it: at each step
 * the call is made whose arguments and result lead from the one state to the next. A step
 * that no call explains and that changes nothing is one in which nothing happens.
 *
 * <p>Where several calls do, as with refusals for want of memory that change nothing, the
 * first is made whose answer fits. Where the specification leaves a choice, a subject may
 * answer otherwise than the trace; if that is allowed the subject has done nothing wrong,
 * but there is no following it any further.
 */
public final class TraceReplay {
    private final SpecOracle oracle;
    private final Binding binding;
    private final Object subject;
    private final ValueEncoder encoder = new ValueEncoder();
    private final Outcome outcome = new Outcome(Caller.fresh());
    private final List<Divergence.Step> done = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param calls      those that were made, and agreed
     * @param otherwise  how the subject left the trace by a choice that it has; null if it did not
     * @param divergence how it left the specification; null if it did not
     */
    public record Followed(List<Divergence.Step> calls, String otherwise, Divergence divergence) {
    }

    private TraceReplay(SpecOracle oracle, Binding binding) {
        this.oracle = oracle;
        this.binding = binding;
        this.subject = binding.resident() ? binding.format(new PhysicalMemory(ResidentBench.MEMORY), ResidentBench.BASE)
                : binding.create();
    }

    /**
     * Follows the trace.
     *
     * @throws IllegalArgumentException if it is no behaviour of the specification; the message is one line
     */
    public static Followed run(List<Step> trace, SpecOracle oracle, Binding binding) {
        return new TraceReplay(oracle, binding).follow(trace);
    }

    private Followed follow(List<Step> trace) {
        Map<String, Value> from = trace.get(0).state();
        if (!List.copyOf(from.keySet()).equals(oracle.variables())) {
            throw new IllegalArgumentException("the trace has variables=" + from.keySet() + " where the model has "
                    + oracle.variables());
        }
        if (!oracle.isInitial(oracle.state(from))) {
            throw new IllegalArgumentException("state 1 of the trace is no initial state of the model");
        }
        Map<String, Value> began = decoded();
        if (!from.equals(began)) {
            return new Followed(done, null, new Divergence(DivergenceKind.INITIAL_STATE, done, null, "the trace's initial state",
                    "it begins otherwise", List.of(new Divergence.Possible(null, from)), null, null, began, false, null, null, null));
        }
        for (int i = 1; i < trace.size(); i++) {
            Map<String, Value> to = trace.get(i).state();
            Followed end = step(i + 1, from, trace.get(i));
            if (end != null) {
                return end;
            }
            from = to;
        }
        return new Followed(done, null, null);
    }

    /** Null to go on. */
    private Followed step(int number, Map<String, Value> from, Step step) {
        SpecOracle.State before = oracle.state(from);
        SpecOracle.State after = oracle.state(step.state());
        List<ActionInstance> candidates = oracle.between(before, after, step.name());
        if (candidates.isEmpty() && from.equals(step.state())) {
            return null;
        }
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("state " + number + " of the trace does not follow from the one before: "
                    + oracle.misfits(before, after, step.name()).stream().findFirst().map(Object::toString).orElse("no action leads there"));
        }
        ActionInstance first = candidates.get(0);
        Divergence.Call call = new Divergence.Call(first.name(), first.arguments());
        CallPlan.Planned planned = CallPlan.plan(first.signature(), call, binding);
        outcome.make(planned, subject);
        boolean asked = outcome.returned() && !(planned.internal() && outcome.notNow());
        Value answer = outcome.returned() && planned.hasResult() ? outcome.value() : null;
        List<Value> answers = candidates.stream().filter(each -> each.name().equals(first.name())
                && each.arguments().equals(first.arguments()) && each.result() != null).map(ActionInstance::result).toList();
        Map<String, Value> state = asked ? decoded() : null;
        boolean answered = asked && (!planned.hasResult() || answers.contains(answer));
        if (answered && step.state().equals(state)) {
            done.add(new Divergence.Step(call, answer));
            return null;
        }
        if (asked && !answered && allowed(before, first, answer, state)) {
            return new Followed(done, "at state " + number + " it answers " + call + " = " + answer + ", where the trace has "
                    + answers.get(0) + "; the specification allows both", null);
        }
        DivergenceKind kind = outcome.crashed() ? DivergenceKind.CRASH : !asked ? DivergenceKind.REFUSED
                : answered ? DivergenceKind.STATE : DivergenceKind.ANSWER;
        String expected = answers.isEmpty() ? "that it returns" : "the answer " + answers.get(0);
        return new Followed(done, null, new Divergence(kind, done, call, expected, outcome.describe(planned.hasResult()),
                candidates.stream().filter(each -> each.name().equals(first.name()) && each.arguments().equals(first.arguments()))
                        .map(each -> new Divergence.Possible(each.result(), step.state())).toList(),
                answer, from, state, false, null, outcome.thrown(), null));
    }

    private boolean allowed(SpecOracle.State before, ActionInstance first, Value answer, Map<String, Value> state) {
        if (answer == null) {
            return false;
        }
        List<Value> arguments = new ArrayList<>(first.arguments());
        arguments.add(answer);
        SpecOracle.State other = oracle.step(before, first.name(), arguments.toArray(Value[]::new));
        return other != null && oracle.values(other).equals(state);
    }

    private Map<String, Value> decoded() {
        try {
            binding.encodeState(subject, encoder);
        } catch (Throwable e) {
            throw new IllegalArgumentException("reading the state of " + binding.type().getName() + " it throws " + e, e);
        }
        ValueCodec.Reader reader = new ValueCodec.Reader(encoder.toByteArray(), 0);
        Map<String, Value> values = new TreeMap<>();
        oracle.variables().forEach(variable -> values.put(variable, reader.next()));
        return values;
    }
}
