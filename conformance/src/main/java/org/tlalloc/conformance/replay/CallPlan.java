package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tlalloc.conformance.replay.Divergence.Call;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;

/**
 * Every call that a replay makes: those that the model has, and those with arguments just
 * outside its sets.
 */
final class CallPlan {
    /** Beyond this many combinations of an action only one argument at a time is outside. */
    private static final int ALL_COMBINATIONS = 50_000;

    /**
     * A call ready to be made.
     *
     * @param direct   one of {@link org.tlalloc.conformance.subject.DirectCalls}, with its arguments first and second; or null
     * @param internal a step that answers whether it happened, and is never refused by an exception
     */
    record Planned(Call call, MethodHandle handle, Object direct, int first, int second, boolean returnsInt,
                   boolean hasResult, boolean internal) {
    }

    private final List<Planned> calls = new ArrayList<>();
    private final int[] callOf;
    private final int inModel;

    CallPlan(StateGraph graph, Binding binding) {
        Map<Call, Integer> known = new LinkedHashMap<>();
        callOf = new int[graph.actions().size()];
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
        }
        inModel = calls.size();
        Map<ActionSignature, List<List<Value>>> bySignature = new LinkedHashMap<>();
        for (ActionInstance instance : graph.actions()) {
            bySignature.computeIfAbsent(instance.signature(), key -> new ArrayList<>()).add(instance.arguments());
        }
        bySignature.forEach((signature, arguments) -> outside(signature, arguments).forEach(list -> {
            Call call = new Call(signature.name(), list);
            if (!known.containsKey(call)) {
                known.put(call, calls.size());
                calls.add(plan(signature, call, binding));
            }
        }));
    }

    static Planned plan(ActionSignature signature, Call call, Binding binding) {
        MethodHandle handle = binding.call(call.action(), call.arguments());
        List<Value> arguments = call.arguments();
        return new Planned(call, handle, binding.directCall(call.action()), number(arguments, 0), number(arguments, 1), handle.type().returnType() == int.class, signature.hasResult(),
                signature.kind() != StepKind.CALL);
    }

    private static int number(List<Value> arguments, int index) {
        return index < arguments.size() && arguments.get(index) instanceof IntValue number ? number.value() : 0;
    }

    int count() {
        return calls.size();
    }

    /** How many of them the model has; they come first. */
    int inModel() {
        return inModel;
    }

    Planned get(int call) {
        return calls.get(call);
    }

    /** The call that an action instance of the graph is. */
    int callOf(int action) {
        return callOf[action];
    }

    private static List<List<Value>> outside(ActionSignature signature, List<List<Value>> known) {
        int arity = signature.parameters().size();
        List<List<Value>> candidates = new ArrayList<>();
        long combinations = 1;
        for (int i = 0; i < arity; i++) {
            TreeSet<Value> values = new TreeSet<>();
            for (List<Value> arguments : known) {
                values.add(arguments.get(i));
            }
            candidates.add(widened(values));
            combinations *= candidates.get(i).size();
        }
        List<List<Value>> all = new ArrayList<>();
        if (arity > 0 && combinations <= ALL_COMBINATIONS) {
            combine(candidates, new ArrayList<>(), all);
        } else {
            for (List<Value> arguments : known) {
                for (int i = 0; i < arity; i++) {
                    for (Value value : List.of(candidates.get(i).get(0), candidates.get(i).get(candidates.get(i).size() - 1))) {
                        List<Value> changed = new ArrayList<>(arguments);
                        changed.set(i, value);
                        all.add(changed);
                    }
                }
            }
        }
        return all;
    }

    /** Integers get a neighbour at either end; what else there is has no outside that Java could name. */
    private static List<Value> widened(TreeSet<Value> values) {
        List<Value> wide = new ArrayList<>(values);
        if (values.stream().allMatch(IntValue.class::isInstance)) {
            int least = values.stream().mapToInt(value -> ((IntValue) value).value()).min().orElse(0);
            int greatest = values.stream().mapToInt(value -> ((IntValue) value).value()).max().orElse(0);
            wide.add(0, Value.of(least - 1));
            wide.add(Value.of(greatest + 1));
        }
        return wide;
    }

    private static void combine(List<List<Value>> candidates, List<Value> chosen, List<List<Value>> into) {
        if (chosen.size() == candidates.size()) {
            into.add(List.copyOf(chosen));
            return;
        }
        for (Value value : candidates.get(chosen.size())) {
            chosen.add(value);
            combine(candidates, chosen, into);
            chosen.remove(chosen.size() - 1);
        }
    }
}
