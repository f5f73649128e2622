package org.tlalloc.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/** What a graph consists of, to be built or written in any order. */
record Sketch(Map<String, Value> constants, List<Map<String, Value>> initial, List<ActionInstance> actions,
              List<Arrow> arrows) {
    static final String SPEC = "Sketch";

    record Arrow(Map<String, Value> from, ActionInstance action, Map<String, Value> to) {
    }

    /** Built by hand, its parts shuffled. */
    StateGraph built(Random random) {
        StateGraph.Builder builder = new StateGraph.Builder(SPEC);
        constants.forEach(builder::constant);
        List<Runnable> parts = new ArrayList<>();
        initial.forEach(state -> parts.add(() -> builder.initial(state)));
        actions.forEach(action -> parts.add(() -> builder.action(action)));
        arrows.forEach(arrow -> parts.add(() -> builder.transition(arrow.from, arrow.action, arrow.to)));
        Collections.shuffle(parts, random);
        parts.forEach(Runnable::run);
        return builder.build();
    }

    /** Written to a file by two recorders, states and transitions shuffled. */
    void write(Path file, Random random) throws IOException {
        Set<Map<String, Value>> states = new LinkedHashSet<>(initial);
        arrows.forEach(arrow -> Collections.addAll(states, arrow.from, arrow.to));
        List<Map<String, Value>> order = new ArrayList<>(states);
        Collections.shuffle(order, random);
        Map<Map<String, Value>, Integer> numbers = new HashMap<>();
        order.forEach(state -> numbers.put(state, numbers.size()));
        Set<ActionInstance> all = new LinkedHashSet<>(actions);
        arrows.forEach(arrow -> all.add(arrow.action));
        List<ActionInstance> instances = new ArrayList<>(all);
        Collections.shuffle(instances, random);

        try (StateGraphWriter writer = new StateGraphWriter(file, header(order.get(0), instances))) {
            List<StateGraphWriter.Recorder> recorders = List.of(writer.recorder(), writer.recorder());
            List<Runnable> parts = new ArrayList<>();
            order.forEach(state -> parts.add(() -> record(recorders.get(random.nextInt(2)), state, numbers.get(state))));
            arrows.forEach(arrow -> parts.add(() -> recorders.get(random.nextInt(2)).transition(
                    numbers.get(arrow.from), instances.indexOf(arrow.action), numbers.get(arrow.to))));
            Collections.shuffle(parts, random);
            parts.forEach(Runnable::run);
            recorders.forEach(StateGraphWriter.Recorder::flush);
            writer.commit();
        }
    }

    private void record(StateGraphWriter.Recorder recorder, Map<String, Value> state, int number) {
        ValueEncoder encoder = new ValueEncoder();
        new TreeMap<>(state).values().forEach(value -> ValueCodec.encode(value, encoder));
        recorder.state(number, initial.contains(state), encoder.buffer(), encoder.length());
    }

    private GraphHeader header(Map<String, Value> state, List<ActionInstance> instances) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        constants.forEach((name, value) -> values.put(name, ValueCodec.encode(value)));
        List<ActionSignature> signatures = instances.stream().map(ActionInstance::signature).distinct().toList();
        return new GraphHeader(SPEC, values, List.copyOf(new TreeMap<>(state).keySet()), signatures,
                instances.stream().map(instance -> new GraphHeader.Instance(signatures.indexOf(instance.signature()),
                        instance.arguments().stream().map(ValueCodec::encode).toList(),
                        instance.result() == null ? null : ValueCodec.encode(instance.result()))).toList());
    }

    /** All that a graph says, number by number. */
    static List<String> contents(StateGraph graph) {
        List<String> lines = new ArrayList<>(List.of(graph.spec(), graph.constants().toString(),
                graph.variables().toString(), graph.depth() + " levels", graph.initialStates().length + " initial"));
        graph.actions().forEach(action -> lines.add(action.signature().kind() + " " + action));
        for (int state = 0; state < graph.stateCount(); state++) {
            lines.add(state + ": " + graph.state(state));
            for (int i = graph.firstTransition(state); i < graph.endTransition(state); i++) {
                lines.add("    " + graph.action(i) + " -> " + graph.target(i));
            }
        }
        return lines;
    }
}
