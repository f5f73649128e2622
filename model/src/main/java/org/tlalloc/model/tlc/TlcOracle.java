package org.tlalloc.model.tlc;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tlalloc.model.value.ValueEncoder;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalException;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueEnumeration;
import util.Assert.TLCRuntimeException;
import util.UniqueString;

/**
 * A specification that answers questions about single steps: what TLC evaluates is
 * one action's body under given arguments, not a next-state relation, so that an
 * arena of a million frames costs no more than it must. Called from outside by
 * reflection; a state is an opaque object, values are canonical bytes.
 */
public final class TlcOracle {
    private final FastTool tool;
    private final UniqueString[] variables;
    private final List<Callable> callables = new ArrayList<>();
    private final Clauses clauses;

    /** An action with its parameters' ranges evaluated. */
    private record Callable(NamedAction action, FormalParamNode[] parameters, Range[] ranges) {
    }

    /** The union of some sets, kept apart: TLC would enumerate the union of an interval and one more value. */
    private record Range(List<Value> parts) {
        boolean contains(Value value) {
            for (Value part : parts) {
                if (isMember(part, value)) {
                    return true;
                }
            }
            return false;
        }

        /* TLC refuses to compare a string with a number; for us it is none. */
        private static boolean isMember(Value part, Value value) {
            try {
                return part.member(value);
            } catch (EvalException | TLCRuntimeException e) {
                return false;
            }
        }

        /** Each once. */
        List<byte[]> values() {
            Map<ByteBuffer, byte[]> values = new LinkedHashMap<>();
            for (Value part : parts) {
                ValueEnumeration elements = ((Enumerable) part).elements();
                for (Value element = elements.nextElement(); element != null; element = elements.nextElement()) {
                    byte[] encoded = TlcValues.encode(element);
                    values.put(ByteBuffer.wrap(encoded), encoded);
                }
            }
            return List.copyOf(values.values());
        }
    }

    private TlcOracle(FastTool tool, ModuleFinder finder, String nextName) {
        this.tool = tool;
        this.variables = GraphCapture.sortedVariables();
        this.clauses = new Clauses(tool, finder);
        OpDefNode next = tool.getRootModule().getOpDef(nextName);
        if (next == null) {
            throw new IllegalArgumentException("the specification defines no " + nextName);
        }
        OpDefNode definition = tool.lookup(next) instanceof OpDefNode other ? other : next;
        NextForm form = new NextForm(tool, definition.getBody());
        if (!form.findings().isEmpty()) {
            throw new IllegalArgumentException(form.findings().get(0).toString());
        }
        TLCState empty = TLCState.Empty.createEmpty();
        for (NamedAction action : form.actions()) {
            Range[] ranges = action.ranges().stream().map(range -> range(range, empty)).toArray(Range[]::new);
            callables.add(new Callable(action, action.definition().getParams(), ranges));
        }
    }

    private Range range(SemanticNode set, TLCState empty) {
        List<Value> parts = new ArrayList<>();
        if (set instanceof OpApplNode union
                && BuiltInOPs.getOpCode(union.getOperator().getName()) == ToolGlobals.OPCODE_cup) {
            for (SemanticNode part : union.getArgs()) {
                parts.addAll(range(part, empty).parts);
            }
        } else {
            parts.add((Value) tool.eval(set, Context.Empty, empty));
        }
        return new Range(parts);
    }

    /** @param request module, config, temp, libraries as in {@link TlcRun}; next (String): the next-state relation */
    public static TlcOracle open(Map<String, Object> request) {
        Messages messages = Messages.redirect();
        Path module = Path.of((String) request.get("module"));
        Path temp = Path.of((String) request.get("temp"));
        ModuleFinder finder = new ModuleFinder(module, Path.of((String) request.get("config")),
                Arrays.stream((String[]) request.get("libraries")).map(Path::of).toList(), temp);
        TLCGlobals.setNumWorkers(1);
        TLCGlobals.metaDir = temp + File.separator;
        FP64.Init(0);
        String root = module.getFileName().toString().replaceFirst("\\.tla$", "");
        FastTool tool;
        try {
            tool = new FastTool(root, root, finder);
        } catch (RuntimeException | Error e) {
            Messages.requireMemory(e);
            throw new IllegalArgumentException(Complaint.ofParser(messages.text(), finder, e));
        }
        if (tool.checkAssumptions() != EC.NO_ERROR) {
            throw new IllegalArgumentException(messages.violated() == null ? Complaint.ofRun(messages.text(), null)
                    : "assumption " + Complaint.assumption(tool, messages.violated()) + " is false");
        }
        return new TlcOracle(tool, finder, (String) request.get("next"));
    }

    /** Variables' names, ascending: the order of their values in a state's bytes. */
    public List<String> variables() {
        return Arrays.stream(variables).map(UniqueString::toString).toList();
    }

    /** For each action: name, kind, whether it has a result, and then its parameters without it. */
    public List<String[]> actions() {
        List<String[]> all = new ArrayList<>();
        for (Callable callable : callables) {
            NamedAction action = callable.action;
            List<String> line = new ArrayList<>(List.of(action.name(), action.kind(), String.valueOf(action.hasResult())));
            line.addAll(action.parameters());
            all.add(line.toArray(String[]::new));
        }
        return all;
    }

    /** For each action the name that TLC prints for it: the one that replaces it, if one does. */
    public List<String> printedNames() {
        return callables.stream().map(callable -> callable.action.definition().getName().toString()).toList();
    }

    /** Every choice of arguments, and result, for the action. */
    public List<byte[][]> arguments(int action) {
        List<byte[][]> all = new ArrayList<>();
        all.add(new byte[0][]);
        for (Range range : callables.get(action).ranges) {
            List<byte[]> values = range.values();
            List<byte[][]> longer = new ArrayList<>();
            for (byte[][] begun : all) {
                for (byte[] value : values) {
                    byte[][] next = Arrays.copyOf(begun, begun.length + 1);
                    next[begun.length] = value;
                    longer.add(next);
                }
            }
            all = longer;
        }
        return all;
    }

    public boolean isInitial(Object state) {
        OpDefNode definition = tool.getRootModule().getOpDef(tool.getModelConfig().getInit());
        return tool.isValid(new Action(definition.getBody(), Context.Empty, definition), (TLCState) state);
    }

    public Object initial() {
        StateVec states = tool.getInitStates();
        if (states.size() != 1) {
            throw new IllegalStateException("an oracle needs one initial state, initialStates=" + states.size());
        }
        return normal(states.elementAt(0));
    }

    /** Values must not change their representation while they are shared between states. */
    private static TLCState normal(TLCState state) {
        state.deepNormalize();
        return state;
    }

    /** The state with these values. */
    public Object state(byte[] encoded) {
        org.tlalloc.model.value.ValueCodec.Reader reader =
                new org.tlalloc.model.value.ValueCodec.Reader(encoded, 0);
        TLCState state = TLCState.Empty.createEmpty();
        for (UniqueString variable : variables) {
            int from = reader.position();
            reader.next();
            state.bind(variable, TlcValues.decode(Arrays.copyOfRange(encoded, from, reader.position())));
        }
        return normal(state);
    }

    public byte[] encode(Object state) {
        ValueEncoder encoder = new ValueEncoder();
        GraphCapture.encode((TLCState) state, variables, encoder);
        return encoder.toByteArray();
    }

    /** The value of a constant-level or state-level definition of the root module, such as an invariant. */
    public byte[] evaluate(Object state, String definition) {
        OpDefNode operator = tool.getRootModule().getOpDef(definition);
        if (operator == null || operator.getArity() != 0) {
            throw new IllegalArgumentException("no definition without parameters: name=" + definition);
        }
        return TlcValues.encode(tool.eval(operator.getBody(), Context.Empty, (TLCState) state));
    }

    /**
     * The state after the step, or null if the specification does not allow it.
     *
     * @param action    an index into {@link #actions()}
     * @param arguments with the result last
     */
    public Object step(Object state, int action, byte[][] arguments) {
        Callable callable = callables.get(action);
        Value[] values = values(arguments);
        if (outside(callable, values) >= 0) {
            return null;
        }
        StateVec after = tool.getNextStates(labelled(callable, values), (TLCState) state);
        if (after.size() > 1) {
            throw new IllegalStateException(callable.action.name() + " has more than one outcome, outcomes=" + after.size());
        }
        return after.size() == 0 ? null : after.elementAt(0);
    }

    /** Whether the step leads from the one state to the other. */
    public boolean allows(Object from, int action, byte[][] arguments, Object to) {
        Callable callable = callables.get(action);
        Value[] values = values(arguments);
        return outside(callable, values) < 0
                && tool.isValid(labelled(callable, values), (TLCState) from, (TLCState) to);
    }

    /** Results that the specification allows for these arguments: all, or as many as are asked for. */
    public List<byte[]> results(Object state, int action, byte[][] arguments, int most) {
        Callable callable = callables.get(action);
        byte[][] all = Arrays.copyOf(arguments, arguments.length + 1);
        List<byte[]> results = new ArrayList<>();
        for (Value part : callable.ranges[arguments.length].parts) {
            ValueEnumeration candidates = ((Enumerable) part).elements();
            for (Value candidate = candidates.nextElement(); candidate != null && results.size() < most;
                    candidate = candidates.nextElement()) {
                all[arguments.length] = TlcValues.encode(candidate);
                if (step(state, action, all) != null) {
                    results.add(all[arguments.length]);
                }
            }
        }
        return results;
    }

    /**
     * What in the specification says no: {module, line, text}, or null if nothing does.
     *
     * @param to the state after, or null to ask whether the step can be taken at all
     */
    public String[] clause(Object from, int action, byte[][] arguments, Object to) {
        Callable callable = callables.get(action);
        Value[] values = values(arguments);
        int outside = outside(callable, values);
        if (outside >= 0) {
            ExprNode range = callable.action.ranges().get(outside);
            return clauses.at(range, callable.parameters[outside].getName() + " = " + values[outside]
                    + " is not in " + clauses.text(range));
        }
        return clauses.refusing(callable.action.definition(), context(callable, values), (TLCState) from, (TLCState) to);
    }

    /** All conjuncts of the action that are false of the two states, each as {module, line, text}. */
    public List<String[]> clauses(Object from, int action, byte[][] arguments, Object to) {
        Callable callable = callables.get(action);
        return clauses.allRefusing(callable.action.definition(), context(callable, values(arguments)),
                (TLCState) from, (TLCState) to);
    }

    private static Value[] values(byte[][] arguments) {
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = TlcValues.decode(arguments[i]);
        }
        return values;
    }

    /** The first argument outside the set that Next takes it from, or -1. */
    private static int outside(Callable callable, Value[] values) {
        if (values.length != callable.ranges.length) {
            throw new IllegalArgumentException("arguments=" + values.length + " do not fit " + callable.action.name());
        }
        for (int i = 0; i < values.length; i++) {
            if (!callable.ranges[i].contains(values[i])) {
                return i;
            }
        }
        return -1;
    }

    private static Context context(Callable callable, Value[] values) {
        Context context = Context.Empty;
        for (int i = 0; i < values.length; i++) {
            context = context.cons(callable.parameters[i], values[i]);
        }
        return context;
    }

    private static Action labelled(Callable callable, Value[] values) {
        OpDefNode definition = callable.action.definition();
        return new Action(definition.getBody(), context(callable, values), definition);
    }

    /** The values of the constants, by name. */
    public Map<String, byte[]> constants() {
        return GraphCapture.constants(tool);
    }
}
