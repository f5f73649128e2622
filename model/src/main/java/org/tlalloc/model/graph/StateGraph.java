package org.tlalloc.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * A state graph in memory, canonically numbered and immutable.
 *
 * <p>States are numbered breadth first from the initial states, actions by name and
 * arguments, and the transitions of a state stand together, ascending by action and
 * then by target. Equal graphs have equal numbers throughout, whatever the order in
 * which they were found.
 */
public final class StateGraph {
    private final String spec;
    private final Map<String, Value> constants;
    private final List<String> variables;
    private final List<ActionInstance> actions;
    private final StateBytes states;
    private final int initialCount;
    private final int[] first;
    private final int[] action;
    private final int[] target;
    private final int depth;
    private final String digest;

    StateGraph(GraphNames names, StateBytes states, int initialCount,
               int[] first, int[] action, int[] target, int depth) {
        this.spec = names.spec();
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(names.constants()));
        this.variables = List.copyOf(names.variables());
        this.actions = List.copyOf(names.actions());
        this.states = states;
        this.initialCount = initialCount;
        this.first = first;
        this.action = action;
        this.target = target;
        this.depth = depth;
        this.digest = GraphDigest.of(this, states);
    }

    /**
     * Reads a graph file.
     *
     * @throws GraphFormatException if it is no graph file, or is damaged
     * @throws IOException          if it cannot be read
     */
    public static StateGraph read(Path file) throws IOException {
        return new GraphReader(file).read();
    }

    /** The module whose behaviours these are. */
    public String spec() {
        return spec;
    }

    /** The constants and their values, in the order of declaration. */
    public Map<String, Value> constants() {
        return constants;
    }

    /** The variables' names, ascending. */
    public List<String> variables() {
        return variables;
    }

    /** Every action instance of the model, also those that no transition takes. */
    public List<ActionInstance> actions() {
        return actions;
    }

    public int stateCount() {
        return first.length - 1;
    }

    public long transitionCount() {
        return target.length;
    }

    /** The initial states: 0 and those that follow. */
    public int[] initialStates() {
        int[] numbers = new int[initialCount];
        for (int i = 0; i < initialCount; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    /** The canonical bytes of the variables' values, one after another. */
    public byte[] encodedState(int state) {
        return states.copy(state);
    }

    /** Whether these are the state's canonical bytes. */
    public boolean isEncoded(int state, byte[] bytes, int length) {
        return states.equals(state, bytes, length);
    }

    public Map<String, Value> state(int state) {
        ValueCodec.Reader reader = new ValueCodec.Reader(states.copy(state), 0);
        Map<String, Value> values = new TreeMap<>();
        for (String variable : variables) {
            values.put(variable, reader.next());
        }
        return values;
    }

    /** The state's first transition; its last is the one before {@link #endTransition}. */
    public int firstTransition(int state) {
        return first[state];
    }

    public int endTransition(int state) {
        return first[state + 1];
    }

    /** The action instance that the transition takes, an index into {@link #actions()}. */
    public int action(int transition) {
        return action[transition];
    }

    /** The state that the transition leads to. */
    public int target(int transition) {
        return target[transition];
    }

    /** How many states are on the longest shortest path from an initial state. */
    public int depth() {
        return depth;
    }

    /** A digest of names, states and transitions, in hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** Builds small graphs by hand. */
    public static final class Builder {
        private final String spec;
        private final Map<String, Value> constants = new LinkedHashMap<>();
        private final Map<Map<String, Value>, Integer> numbers = new LinkedHashMap<>();
        private final List<Integer> initial = new ArrayList<>();
        private final Map<ActionInstance, Integer> instances = new LinkedHashMap<>();
        private final List<int[]> transitions = new ArrayList<>();

        public Builder(String spec) {
            this.spec = spec;
        }

        public Builder constant(String name, Value value) {
            constants.put(name, value);
            return this;
        }

        /** Adds an action instance, whether or not a transition takes it. */
        public Builder action(ActionInstance instance) {
            instances.putIfAbsent(instance, instances.size());
            return this;
        }

        public Builder initial(Map<String, Value> state) {
            initial.add(number(state));
            return this;
        }

        public Builder transition(Map<String, Value> from, ActionInstance instance, Map<String, Value> to) {
            action(instance);
            transitions.add(new int[] {number(from), instances.get(instance), number(to)});
            return this;
        }

        /** @throws IllegalArgumentException if a state cannot be reached, or two have different variables */
        public StateGraph build() {
            if (initial.isEmpty()) {
                throw new IllegalArgumentException("a graph needs an initial state: spec=" + spec);
            }
            List<String> variables = List.copyOf(numbers.keySet().iterator().next().keySet());
            StateBytes states = new StateBytes(numbers.size());
            numbers.forEach((state, number) -> states.put(number, encode(state, variables)));
            GraphNames names = new GraphNames(spec, constants, variables, List.copyOf(instances.keySet()));
            RawGraph raw = new RawGraph(names, states, initial.stream().mapToInt(i -> i).toArray());
            transitions.forEach(t -> raw.countTransition(t[0]));
            raw.allocate();
            transitions.forEach(t -> raw.transition(t[0], t[1], t[2]));
            return raw.canonical();
        }

        private static byte[] encode(Map<String, Value> state, List<String> variables) {
            if (!List.copyOf(state.keySet()).equals(variables)) {
                throw new IllegalArgumentException(
                        "variables=" + state.keySet() + " where others have " + variables);
            }
            ValueEncoder encoder = new ValueEncoder();
            state.values().forEach(value -> ValueCodec.encode(value, encoder));
            return encoder.toByteArray();
        }

        private int number(Map<String, Value> state) {
            return numbers.computeIfAbsent(new TreeMap<>(state), fresh -> numbers.size());
        }
    }
}
