package org.tlalloc.model.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;
import org.tlalloc.model.value.ValueSyntaxException;

/**
 * A behaviour as {@link Story} tells it: the initial state whole, and then of each step its action
 * and what it changed. A step that is refused is left out, since nothing comes of it.
 */
final class StoryText {
    private static final Pattern BEGINNING = Pattern.compile("1 {2}initially");
    private static final Pattern TITLE = Pattern.compile("(\\d+) {2}(.*)");
    private static final Pattern ACTION = Pattern.compile("([A-Za-z0-9_!]+)(?:\\(.*\\))?");
    private static final Pattern BACK = Pattern.compile("and from here (?:by ([A-Za-z0-9_!]+)(?:\\(.*\\))? )?back to (\\d+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final String STAYS = "and so it stays for ever";
    private static final String NOTHING = "nothing changes";
    private static final String REFUSED = "is refused";

    private final List<String> lines;
    private int next;
    private final List<Step> steps = new ArrayList<>();

    /** @param lines without white space around them; the story begins in the one at this place */
    StoryText(List<String> lines, int from) {
        this.lines = lines;
        this.next = from;
    }

    static boolean begins(String line) {
        return BEGINNING.matcher(line).matches();
    }

    /** The place of the line that is read now, or of the first behind the story. */
    int place() {
        return next;
    }

    /** @throws ValueSyntaxException if it is damaged, in the line at {@link #place} */
    List<Step> read() {
        next++;
        initial();
        while (next < lines.size() && !lines.get(next).isEmpty()) {
            Matcher back = BACK.matcher(lines.get(next));
            Matcher title = TITLE.matcher(lines.get(next));
            if (back.matches()) {
                back(back);
                next++;
            } else if (title.matches()) {
                step(title);
            } else if (lines.get(next).equals(STAYS)) {
                next++;
            } else {
                throw new ValueSyntaxException(0, "a step of the story should stand here");
            }
        }
        return steps;
    }

    private void initial() {
        StringBuilder state = new StringBuilder();
        while (isOfState()) {
            state.append("/\\ ").append(lines.get(next++)).append('\n');
        }
        steps.add(Step.initial(new StateText(state.toString()).read()));
    }

    private boolean isOfState() {
        return next < lines.size() && !lines.get(next).isEmpty() && !TITLE.matcher(lines.get(next)).matches()
                && !BACK.matcher(lines.get(next)).matches() && !lines.get(next).equals(STAYS);
    }

    private void step(Matcher title) {
        if (!title.group(1).equals(Integer.toString(steps.size() + 1))) {
            throw new ValueSyntaxException(0, "state=" + title.group(1) + " stands behind state=" + steps.size());
        }
        Matcher action = ACTION.matcher(title.group(2));
        String name = action.matches() ? action.group(1) : null;
        Map<String, Value> state = new TreeMap<>(steps.get(steps.size() - 1).state());
        next++;
        if (!isOfState()) {
            throw new ValueSyntaxException(0, "what the step changes should stand here");
        }
        boolean refused = false;
        for (; isOfState(); next++) {
            refused |= lines.get(next).equals(REFUSED);
            if (!refused && !lines.get(next).equals(NOTHING)) {
                new Change(lines.get(next)).make(state);
            }
        }
        if (!refused) {
            steps.add(new Step(null, name, state));
        }
    }

    private void back(Matcher back) {
        int number = back.group(2).length() < 9 ? Integer.parseInt(back.group(2)) : 0;
        if (number < 1 || number > steps.size()) {
            throw new ValueSyntaxException(0, "there is no state=" + back.group(2) + " to lead back to");
        }
        steps.add(new Step(null, back.group(1), steps.get(number - 1).state()));
    }

    /** A line such as {@code used[4].head: -1 -> 0}. */
    private static final class Change {
        private final String line;
        private int position;

        Change(String line) {
            this.line = line;
        }

        void make(Map<String, Value> state) {
            String variable = name();
            if (!state.containsKey(variable)) {
                throw new ValueSyntaxException(0, "variable " + variable + " is not in the initial state");
            }
            List<Value> components = new ArrayList<>();
            while (line.startsWith(".", position) || line.startsWith("[", position)) {
                components.add(component());
            }
            expect(": ");
            Value before = value();
            expect(" -> ");
            Value after = value();
            if (position < line.length()) {
                throw new ValueSyntaxException(position, "behind the new value the line should end");
            }
            state.put(variable, changed(state.get(variable), components, before, after));
        }

        private Value component() {
            if (line.charAt(position++) == '.') {
                return Value.of(name());
            }
            Value key = value();
            expect("]");
            return key;
        }

        private Value changed(Value whole, List<Value> components, Value before, Value after) {
            if (components.isEmpty()) {
                if (!whole.equals(before)) {
                    throw new ValueSyntaxException(0, "the value before is " + whole + " and not " + before);
                }
                return after;
            }
            Value part = whole instanceof FunctionValue function ? function.apply(components.get(0)) : null;
            if (part == null) {
                throw new ValueSyntaxException(0, whole + " has no component " + components.get(0));
            }
            FunctionValue function = (FunctionValue) whole;
            Map<Value, Value> graph = new LinkedHashMap<>();
            for (int i = 0; i < function.keys().size(); i++) {
                graph.put(function.keys().get(i), function.values().get(i));
            }
            graph.put(components.get(0), changed(part, components.subList(1, components.size()), before, after));
            return FunctionValue.of(graph);
        }

        private String name() {
            Matcher name = NAME.matcher(line).region(position, line.length());
            if (!name.lookingAt()) {
                throw new ValueSyntaxException(position, "a name should stand here");
            }
            position = name.end();
            return name.group();
        }

        private Value value() {
            ValueParser parser = new ValueParser(line, position);
            Value value = parser.next();
            position = parser.position();
            return value;
        }

        private void expect(String symbol) {
            if (!line.startsWith(symbol, position)) {
                throw new ValueSyntaxException(position, "`" + symbol + "` should stand here");
            }
            position += symbol.length();
        }
    }
}
