package org.tlalloc.model.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.StringValue;
import org.tlalloc.model.value.Value;

/**
 * Tells a counterexample a step at a time: the action with its arguments, and what
 * it changed, down to the component of a function or record.
 */
public final class Story {
    private Story() {
    }

    public static String of(Counterexample counterexample) {
        StringBuilder text = new StringBuilder(ending(counterexample)).append('\n');
        Map<String, Value> before = null;
        int number = 1;
        for (Step step : counterexample.steps()) {
            String title = before == null ? "initially"
                    : step.action() != null ? step.action().toString()
                    : step.name() != null ? step.name() : "nothing happens";
            text.append(String.format("%4d  %s%n", number++, title));
            boolean refused = counterexample.kind() == Counterexample.Kind.REFUSAL && number > counterexample.steps().size();
            List<String> lines = before == null ? whole(step.state())
                    : refused ? List.of("is refused") : changes(before, step.state());
            lines.forEach(line -> text.append("        ").append(line).append('\n'));
            before = step.state();
        }
        if (counterexample.stutters()) {
            text.append("      and so it stays for ever\n");
        } else if (counterexample.loopsBackTo() >= 0) {
            Step back = counterexample.back();
            String by = back == null || back.name() == null ? "" : "by " + (back.action() == null ? back.name() : back.action()) + " ";
            text.append("      and from here ").append(by).append("back to ").append(counterexample.loopsBackTo() + 1).append('\n');
        }
        return text.toString();
    }

    private static String ending(Counterexample counterexample) {
        String name = counterexample.violated();
        return switch (counterexample.kind()) {
            case INVARIANT -> "invariant " + name + " does not hold in the last state:";
            case PROPERTY -> "property " + name + " does not hold of this behaviour:";
            case REFINEMENT -> name + " does not allow the last step:";
            case REFUSAL -> name + " can be called at the end, and is not enabled here (a contract that leaves this open"
                    + " defines MayRefuse" + name.substring(name.indexOf('!') + 1) + "):";
            case DEADLOCK -> "nothing can happen any more after:";
            case ASSUMPTION -> (name.startsWith("the assumption at") ? name : "assumption " + name) + " is false";
            case LINT -> name;
            case EVALUATION -> "TLC cannot go on after this behaviour: " + name;
        };
    }

    private static List<String> whole(Map<String, Value> state) {
        List<String> lines = new ArrayList<>();
        state.forEach((variable, value) -> lines.add(variable + " = " + value));
        return lines;
    }

    /** A line for each component that differs, {@code allocated[4]: -1 -> 0}. */
    public static List<String> changes(Map<String, Value> before, Map<String, Value> after) {
        List<String> lines = new ArrayList<>();
        Map<String, Value> all = new TreeMap<>(before);
        all.putAll(after);
        for (String variable : all.keySet()) {
            compare(variable, before.get(variable), after.get(variable), lines);
        }
        if (lines.isEmpty()) {
            lines.add("nothing changes");
        }
        return lines;
    }

    private static void compare(String place, Value before, Value after, List<String> into) {
        if (before == null || after == null) {
            into.add(place + ": " + (before == null ? "absent" : before) + " -> " + (after == null ? "absent" : after));
        } else if (before instanceof FunctionValue one && after instanceof FunctionValue other
                && one.keys().equals(other.keys())) {
            for (int i = 0; i < one.keys().size(); i++) {
                compare(place + component(one, one.keys().get(i)), one.values().get(i), other.values().get(i), into);
            }
        } else if (!before.equals(after)) {
            into.add(place + ": " + before + " -> " + after);
        }
    }

    private static String component(FunctionValue function, Value key) {
        return function.isRecord() ? "." + ((StringValue) key).value() : "[" + key + "]";
    }
}
