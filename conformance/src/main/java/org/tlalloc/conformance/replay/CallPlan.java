package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tlalloc.conformance.replay.Divergence.Call;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * Every call that a replay makes: those that the model has, those with arguments just outside its
 * sets, and, from some states only since there are so many, those with arguments that careless
 * code takes for others.
 */
final class CallPlan {
    /**
     * A call ready to be made.
     *
     * @param direct   one of {@link org.tlalloc.conformance.subject.DirectCalls}, with its arguments first and second; or null
     * @param internal a step that answers whether it happened
     * @param outside  whether the model has no such call
     */
    record Planned(Call call, MethodHandle handle, Object direct, int first, int second, boolean returnsInt,
                   boolean hasResult, boolean internal, boolean outside) {
    }

    /* Calls with aliases that a replay makes, if that is enough for some states; it is not to get slower by them. */
    private static final int MOST_ALIASED = 300_000;
    private static final int LEAST_STATES = 50;
    private static final int MOST_STATES = 1_000;

    private final StateGraph graph;
    private final Binding binding;
    private final Caller caller = Caller.fresh();
    private final int everywhere;
    private final int aliasedStates;
    private final List<Planned> calls = new ArrayList<>();
    private final int[] callOf;
    /* What each action answers, where that is an int. */
    private final int[] answer;

    CallPlan(StateGraph graph, Binding binding) {
        this.graph = graph;
        this.binding = binding;
        Map<Call, Integer> known = new LinkedHashMap<>();
        callOf = new int[graph.actions().size()];
        answer = new int[callOf.length];
        for (int i = 0; i < callOf.length; i++) {
            ActionInstance instance = graph.actions().get(i);
            Call call = new Call(instance.name(), instance.arguments());
            Integer place = known.get(call);
            if (place == null) {
                place = calls.size();
                known.put(call, place);
                calls.add(plan(instance.signature(), call, binding));
            }
            callOf[i] = place;
            answer[i] = instance.result() instanceof IntValue number ? number.value() : 0;
        }
        Map<ActionSignature, Set<List<Value>>> bySignature = new LinkedHashMap<>();
        for (ActionInstance instance : graph.actions()) {
            bySignature.computeIfAbsent(instance.signature(), key -> new LinkedHashSet<>()).add(instance.arguments());
        }
        bySignature.forEach((signature, arguments) -> OutsideArguments.of(signature.parameters().size(), arguments)
                .forEach(list -> outside(signature, list)));
        everywhere = calls.size();
        bySignature.forEach((signature, arguments) -> OutsideArguments.aliases(signature.parameters().size(), arguments)
                .forEach(list -> outside(signature, list)));
        aliasedStates = Math.max(LEAST_STATES, Math.min(MOST_STATES, MOST_ALIASED / Math.max(1, calls.size() - everywhere)));
    }

    private void outside(ActionSignature signature, List<Value> arguments) {
        try {
            calls.add(plan(signature, new Call(signature.name(), arguments), binding, true));
        } catch (SubjectException e) {
            // The method's types leave nobody a way to pass these.
        }
    }

    /** A call that the model has. */
    static Planned plan(ActionSignature signature, Call call, Binding binding) {
        return plan(signature, call, binding, false);
    }

    private static Planned plan(ActionSignature signature, Call call, Binding binding, boolean outside) {
        MethodHandle handle = binding.call(call.action(), call.arguments());
        List<Value> arguments = call.arguments();
        return new Planned(call, handle, binding.directCall(call.action()), number(arguments, 0), number(arguments, 1),
                handle.type().returnType() == int.class, signature.hasResult(), signature.kind() != StepKind.CALL, outside);
    }

    private static int number(List<Value> arguments, int index) {
        return index < arguments.size() && arguments.get(index) instanceof IntValue number ? number.value() : 0;
    }

    StateGraph graph() {
        return graph;
    }

    Binding binding() {
        return binding;
    }

    /** Makes the calls of this replay, and of no other. */
    Caller caller() {
        return caller;
    }

    int count() {
        return calls.size();
    }

    /** How many of them, the first ones, are made from an image: in the order of images, all from the first ones. */
    int count(int image) {
        return image < aliasedStates ? calls.size() : everywhere;
    }

    Planned get(int call) {
        return calls.get(call);
    }

    /** The call that a transition of the graph takes. */
    int callOf(int transition) {
        return callOf[graph.action(transition)];
    }

    Planned of(int transition) {
        return calls.get(callOf(transition));
    }

    /** What the transition answers; null if its call has no answer. */
    Value result(int transition) {
        return graph.actions().get(graph.action(transition)).result();
    }

    /** Whether a call did what the transition says, as far as its answer goes. */
    boolean answers(Outcome outcome, int transition) {
        int action = graph.action(transition);
        ActionInstance instance = graph.actions().get(action);
        if (instance.result() == null) {
            return !calls.get(callOf[action]).internal() || !outcome.notNow();
        }
        return instance.result() instanceof IntValue && outcome.isNumber() ? outcome.answers(answer[action])
                : outcome.answers(instance.result());
    }

    /** What a call may answer by one of some transitions, in words. */
    String answers(CallPlan.Planned planned, int from, int end) {
        if (!planned.hasResult()) {
            return planned.internal() ? "true, since the step is enabled" : "that it returns";
        }
        List<String> results = new ArrayList<>();
        for (int t = from; t < end; t++) {
            String result = result(t).toString();
            if (!results.contains(result)) {
                results.add(result);
            }
        }
        return results.size() == 1 ? "the answer " + results.get(0) : "one of the answers " + String.join(", ", results);
    }

    /** The state whose bytes were written. */
    Map<String, Value> decoded(ValueEncoder encoder) {
        ValueCodec.Reader reader = new ValueCodec.Reader(encoder.toByteArray(), 0);
        Map<String, Value> values = new TreeMap<>();
        for (String variable : graph.variables()) {
            values.put(variable, reader.next());
        }
        return values;
    }
}
