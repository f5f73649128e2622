package org.tlalloc.model.tlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.GraphHeader;
import org.tlalloc.model.graph.StateGraphWriter;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.ValueEncoder;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Writes down each state and each transition as TLC finds it. Each worker records
 * through a part of its own; the file and the states' numbers are shared.
 */
final class GraphCapture {
    private final Tool tool;
    private final String spec;
    private final UniqueString[] variables;
    private final Map<Action, Integer> instances = new IdentityHashMap<>();
    private final StateNumbers numbers = new StateNumbers();
    private final StateGraphWriter writer;
    /* Not a ThreadLocal: the thread that finds the initial states outlives TLC, and would keep it. */
    private final Map<Thread, Part> parts = new ConcurrentHashMap<>();
    private long initialStates;

    /** @param spec the module whose behaviours these are; null for the root module's name without MC */
    GraphCapture(Tool tool, NextForm form, String spec, Path file) throws IOException {
        this.tool = tool;
        this.spec = spec != null ? spec : tool.getRootName().replaceFirst("^MC", "");
        this.variables = sortedVariables();
        this.writer = new StateGraphWriter(file, header(form));
    }

    /** The variables in the order of their names, which is not the order TLC keeps them in. */
    static UniqueString[] sortedVariables() {
        return Arrays.stream(TLCState.Empty.getVars()).map(OpDeclNode::getName)
                .sorted(Comparator.comparing(UniqueString::toString)).toArray(UniqueString[]::new);
    }

    static void encode(TLCState state, UniqueString[] variables, ValueEncoder to) {
        to.reset();
        for (UniqueString variable : variables) {
            TlcValues.encode((Value) state.lookup(variable), to);
        }
    }

    private GraphHeader header(NextForm form) {
        List<ActionSignature> signatures = new ArrayList<>();
        Map<NamedAction, Integer> place = new IdentityHashMap<>();
        for (NamedAction action : form.actions()) {
            place.put(action, signatures.size());
            signatures.add(new ActionSignature(action.name(), StepKind.valueOf(action.kind()),
                    action.parameters(), action.hasResult()));
        }
        List<GraphHeader.Instance> all = new ArrayList<>();
        for (Action action : tool.getActions()) {
            NamedAction named = form.of(action);
            List<byte[]> arguments = new ArrayList<>();
            for (FormalParamNode parameter : named.definition().getParams()) {
                arguments.add(TlcValues.encode(action.con.lookup(parameter)));
            }
            byte[] result = named.hasResult() ? arguments.remove(arguments.size() - 1) : null;
            instances.put(action, all.size());
            all.add(new GraphHeader.Instance(place.get(named), arguments, result));
        }
        return new GraphHeader(spec, constants(tool), Arrays.stream(variables)
                .map(UniqueString::toString).toList(), signatures, all);
    }

    /**
     * The constants that have a finite value, also where the .cfg replaces them by a definition, in the order
     * of their declaration: those of a module behind those of the modules that it extends. (SANY's own
     * order is that of a hash table.)
     */
    static Map<String, byte[]> constants(Tool tool) {
        ModuleNode root = tool.getRootModule();
        Map<String, Integer> extended = new HashMap<>();
        root.getExtendedModuleSet(true).forEach(
                module -> extended.put(module.getName().toString(), module.getExtendedModuleSet(true).size()));
        OpDeclNode[] declared = root.getConstantDecls().clone();
        Arrays.sort(declared, Comparator
                .comparingInt((OpDeclNode constant) -> extended.getOrDefault(constant.getLocation().source(), Integer.MAX_VALUE))
                .thenComparing(constant -> constant.getLocation().source())
                .thenComparingInt(constant -> constant.getLocation().beginLine())
                .thenComparingInt(constant -> constant.getLocation().beginColumn()));
        Map<String, byte[]> constants = new LinkedHashMap<>();
        for (OpDeclNode constant : declared) {
            Object found = tool.lookup(constant);
            if (found instanceof OpDefNode definition && definition.getArity() == 0) {
                found = tool.eval(definition.getBody(), Context.Empty, TLCState.Empty);
            }
            if (constant.getArity() == 0 && found instanceof Value value && TlcValues.isFinite(value)) {
                constants.put(constant.getName().toString(), TlcValues.encode(value));
            }
        }
        return constants;
    }

    void initial(TLCState state) {
        Part mine = part();
        mine.state(numbers.of(state.fingerPrint()), true, state);
        initialStates++;
    }

    void transition(TLCState from, TLCState to, boolean isNew, Action action) {
        part().transition(from, to, isNew, action);
    }

    /** Ends the file; returns initial states, states and transitions. */
    long[] commit() throws IOException {
        parts.values().forEach(p -> p.recorder.flush());
        long states = writer.states();
        long transitions = writer.transitions();
        writer.commit();
        return new long[] {initialStates, states, transitions};
    }

    void close() throws IOException {
        writer.close();
    }

    private Part part() {
        return parts.computeIfAbsent(Thread.currentThread(), any -> new Part());
    }

    private final class Part {
        private final StateGraphWriter.Recorder recorder = writer.recorder();
        private final ValueEncoder encoder = new ValueEncoder();
        private TLCState source;
        private int sourceNumber;

        void state(int number, boolean initial, TLCState state) {
            encode(state, variables, encoder);
            recorder.state(number, initial, encoder.buffer(), encoder.length());
        }

        void transition(TLCState from, TLCState to, boolean isNew, Action action) {
            if (from != source) {
                source = from;
                sourceNumber = numbers.of(from.fingerPrint());
            }
            int number = numbers.of(to.fingerPrint());
            if (isNew) {
                state(number, false, to);
            }
            recorder.transition(sourceNumber, instances.get(action), number);
        }
    }
}
