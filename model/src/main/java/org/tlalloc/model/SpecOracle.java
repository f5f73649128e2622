package org.tlalloc.model;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.trace.Story;
import org.tlalloc.model.value.BoolValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * A specification that judges single steps, at sizes that no model check reaches.
 *
 * <p>Each oracle holds a copy of TLC, in classes of its own, until it is closed. One
 * thread at a time may ask it. States are values: a step makes a new one.
 */
public final class SpecOracle implements Closeable {
    private static final Comparator<Misfit> NEAREST_FIRST = Comparator
            .comparingInt((Misfit misfit) -> misfit.clauses().size())
            .thenComparing(misfit -> misfit.differences().isEmpty())
            .thenComparing(misfit -> misfit.differences().size());

    private final TlcLoader loader;
    private final TemporaryFolder temp;
    private final Object inside;
    private final List<ActionSignature> actions = new ArrayList<>();
    private final List<String> variables;
    private final Map<String, Value> constants = new LinkedHashMap<>();
    private final Method step;

    /** A state of the specification; it belongs to its oracle. */
    public static final class State {
        private final Object inside;

        private State(Object inside) {
            this.inside = inside;
        }
    }

    /**
     * What in the specification says no.
     *
     * @param module where it stands
     * @param line   of that module, from 1
     * @param text   the formula, on one line
     */
    public record Clause(String module, int line, String text) {
        @Override
        public String toString() {
            return "module " + module + ", line " + line + ": " + text;
        }
    }

    @SuppressWarnings("unchecked")
    private SpecOracle(TlcLoader loader, TemporaryFolder temp, Object inside) {
        this.loader = loader;
        this.temp = temp;
        this.inside = inside;
        this.step = method("step", Object.class, int.class, byte[][].class);
        this.variables = (List<String>) call("variables");
        for (String[] line : (List<String[]>) call("actions")) {
            actions.add(new ActionSignature(line[0], StepKind.valueOf(line[1]),
                    Arrays.asList(line).subList(3, line.length), Boolean.parseBoolean(line[2])));
        }
        ((Map<String, byte[]>) call("constants")).forEach((name, value) -> constants.put(name, ValueCodec.decode(value)));
    }

    /**
     * Opens a specification under the given constants.
     *
     * @param module    its file; it defines Init and Next, in the form that Next has in this project
     * @param libraries directories with further modules
     * @param constants the value of each constant
     * @param replaced  definitions to be replaced by others of the module, by name
     * @throws IOException              if a file cannot be read or written
     * @throws IllegalArgumentException if the specification cannot be used so; the message is one line
     */
    public static SpecOracle open(Path module, List<Path> libraries, Map<String, Value> constants,
                                  Map<String, String> replaced) throws IOException {
        return open(module, libraries, new OracleModule(module, "Init").assigning(constants, replaced), "Next");
    }

    /**
     * Opens the specification of a model. Of its .cfg it takes the constants and replacements, and the
     * names of the initial predicate and the next-state relation, where they are given by INIT and NEXT
     * (they are Init and Next otherwise); what the model would check is passed over.
     *
     * @param module    the model's root module
     * @param config    its .cfg
     * @param libraries directories with further modules
     * @throws IOException              if a file cannot be read or written
     * @throws IllegalArgumentException if the specification cannot be used so; the message is one line
     */
    public static SpecOracle ofModel(Path module, Path config, List<Path> libraries) throws IOException {
        Configuration configuration = Configuration.read(config);
        return open(module, libraries, new OracleModule(module, configuration.init()).with(configuration.constants()),
                configuration.next());
    }

    private static SpecOracle open(Path module, List<Path> libraries, OracleModule wrapper, String next)
            throws IOException {
        ModelChecker.requireReadable(module);
        TemporaryFolder temp = TemporaryFolder.make("tlalloc-");
        TlcLoader loader = new TlcLoader();
        try {
            Path root = wrapper.write(temp.path());
            List<String> folders = new ArrayList<>(List.of(module.toAbsolutePath().getParent().toString()));
            libraries.forEach(library -> folders.add(library.toString()));
            Map<String, Object> request = new HashMap<>();
            request.put("module", root.toString());
            request.put("config", root.toString().replaceFirst("\\.tla$", ".cfg"));
            request.put("libraries", folders.toArray(String[]::new));
            request.put("temp", temp.path().toString());
            request.put("next", next);
            return new SpecOracle(loader, temp, loader.call("TlcOracle", "open", new Class<?>[] {Map.class}, request));
        } catch (IOException | RuntimeException | Error e) {
            boolean full = !(e instanceof Error) && temp.isFull(e);
            loader.close();
            temp.close();
            if (full) {
                throw TemporaryFolder.noSpace();
            }
            throw e;
        }
    }

    /** The actions that Next is made of, in its order. */
    public List<ActionSignature> actions() {
        return Collections.unmodifiableList(actions);
    }

    /** The constants' values, in the order of their declaration. */
    public Map<String, Value> constants() {
        return Collections.unmodifiableMap(constants);
    }

    /** The variables' names, ascending. */
    public List<String> variables() {
        return variables;
    }

    /** @throws IllegalStateException if there is not exactly one initial state */
    public State initial() {
        return new State(call("initial"));
    }

    public State state(Map<String, Value> values) {
        if (!List.copyOf(new TreeMap<>(values).keySet()).equals(variables)) {
            throw new IllegalArgumentException("variables=" + values.keySet() + " where the spec has " + variables);
        }
        ValueEncoder encoder = new ValueEncoder();
        variables.forEach(variable -> ValueCodec.encode(values.get(variable), encoder));
        return new State(invoke(method("state", byte[].class), encoder.toByteArray()));
    }

    public Map<String, Value> values(State state) {
        return ModelChecker.state((byte[]) invoke(method("encode", Object.class), state.inside), variables);
    }

    /** Whether the specification may begin in this state. */
    public boolean isInitial(State state) {
        return (Boolean) invoke(method("isInitial", Object.class), state.inside);
    }

    /** Whether a definition without parameters, such as an invariant, is true in the state. */
    public boolean holds(State state, String definition) {
        return value(state, definition) instanceof BoolValue bool && bool.value();
    }

    /** The value that a definition without parameters has in the state. */
    public Value value(State state, String definition) {
        return ValueCodec.decode((byte[]) invoke(method("evaluate", Object.class, String.class), state.inside, definition));
    }

    /**
     * The state after the step; null if the specification does not allow it, be it for
     * the state, or for arguments outside the sets that Next takes them from.
     *
     * @param arguments with the result last, where the action has one
     */
    public State step(State state, String action, Value... arguments) {
        try {
            Object after = step.invoke(inside, state.inside, index(action, arguments.length), encode(arguments));
            return after == null ? null : new State(after);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw failure(e);
        }
    }

    public State step(State state, ActionInstance action) {
        return step(state, action.name(), action.all().toArray(Value[]::new));
    }

    /** Every result that the specification allows for a call; it tries each that there is. */
    public List<Value> results(State state, String action, Value... arguments) {
        return results(state, action, Integer.MAX_VALUE, arguments);
    }

    /** A result that the specification allows for a call, null if there is none; it tries them until one will do. */
    public Value anyResult(State state, String action, Value... arguments) {
        List<Value> first = results(state, action, 1, arguments);
        return first.isEmpty() ? null : first.get(0);
    }

    @SuppressWarnings("unchecked")
    private List<Value> results(State state, String action, int most, Value... arguments) {
        int index = index(action, arguments.length + 1);
        List<byte[]> results = (List<byte[]>) invoke(
                method("results", Object.class, int.class, byte[][].class, int.class),
                state.inside, index, encode(arguments), most);
        return results.stream().map(ValueCodec::decode).toList();
    }

    /**
     * The formula that refuses a step; null if none does.
     *
     * @param to the state after, or null to ask why the step cannot be taken at all
     */
    public Clause clause(State from, String action, List<Value> arguments, State to) {
        String[] found = (String[]) invoke(
                method("clause", Object.class, int.class, byte[][].class, Object.class), from.inside,
                index(action, arguments.size()), encode(arguments.toArray(Value[]::new)), to == null ? null : to.inside);
        return found == null ? null : clause(found);
    }

    /**
     * The instances of an action: with every choice of arguments, and result, from the sets that Next takes
     * them from. Nothing for arenas of a million frames, where there are millions.
     *
     * @param action its name in Next, or the one that replaces it there and that TLC prints; null for all
     * @throws IllegalArgumentException if there is no such action
     */
    @SuppressWarnings("unchecked")
    public List<ActionInstance> instances(String action) {
        List<String> printed = (List<String>) call("printedNames");
        List<ActionInstance> instances = new ArrayList<>();
        boolean known = false;
        for (int i = 0; i < actions.size(); i++) {
            if (action == null || action.equals(actions.get(i).name()) || action.equals(printed.get(i))) {
                known = true;
                for (byte[][] arguments : (List<byte[][]>) invoke(method("arguments", int.class), i)) {
                    instances.add(instance(actions.get(i), arguments));
                }
            }
        }
        if (!known) {
            throw new IllegalArgumentException("action=" + action + " is none of " + actions);
        }
        return instances;
    }

    private static ActionInstance instance(ActionSignature signature, byte[][] all) {
        List<Value> values = new ArrayList<>();
        for (byte[] value : all) {
            values.add(ValueCodec.decode(value));
        }
        Value result = signature.hasResult() ? values.remove(values.size() - 1) : null;
        return new ActionInstance(signature, values, result);
    }

    /**
     * Every action instance that leads from the one state to the other; it tries all.
     *
     * @param action restricts it to one action, as in {@link #instances}; null for all
     */
    public List<ActionInstance> between(State from, State to, String action) {
        Method allows = method("allows", Object.class, int.class, byte[][].class, Object.class);
        return instances(action).stream().filter(instance -> (Boolean) invoke(allows, from.inside,
                index(instance.name(), instance.all().size()), encode(instance), to.inside)).toList();
    }

    /**
     * What is wrong where no action instance leads from the one state to the other: for each action the
     * instance that comes nearest, the nearest of all first.
     *
     * @param action restricts it to one action, as in {@link #instances}; null for all
     */
    public List<Misfit> misfits(State from, State to, String action) {
        Map<String, Misfit> nearest = new LinkedHashMap<>();
        for (ActionInstance instance : instances(action)) {
            Misfit misfit = misfit(from, to, instance);
            nearest.merge(instance.name(), misfit, (one, other) -> NEAREST_FIRST.compare(one, other) <= 0 ? one : other);
        }
        return nearest.values().stream().sorted(NEAREST_FIRST).toList();
    }

    @SuppressWarnings("unchecked")
    private Misfit misfit(State from, State to, ActionInstance instance) {
        int index = index(instance.name(), instance.all().size());
        List<String[]> found = (List<String[]>) invoke(
                method("clauses", Object.class, int.class, byte[][].class, Object.class),
                from.inside, index, encode(instance), to.inside);
        State after = step(from, instance);
        return new Misfit(instance, found.stream().map(SpecOracle::clause).toList(),
                after == null ? List.of() : Story.changes(values(after), values(to)));
    }

    private static Clause clause(String[] found) {
        return new Clause(found[0], Integer.parseInt(found[1]), found[2]);
    }

    private static byte[][] encode(ActionInstance instance) {
        return encode(instance.all().toArray(Value[]::new));
    }

    private int index(String action, int arguments) {
        for (int i = 0; i < actions.size(); i++) {
            ActionSignature signature = actions.get(i);
            if (signature.name().equals(action)) {
                int wanted = signature.parameters().size() + (signature.hasResult() ? 1 : 0);
                if (wanted != arguments) {
                    throw new IllegalArgumentException("arguments=" + arguments + " do not fit action=" + signature);
                }
                return i;
            }
        }
        throw new IllegalArgumentException("action=" + action + " is none of " + actions);
    }

    private static byte[][] encode(Value[] values) {
        byte[][] encoded = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            encoded[i] = ValueCodec.encode(values[i]);
        }
        return encoded;
    }

    private Object call(String name) {
        return invoke(method(name));
    }

    private Method method(String name, Class<?>... parameters) {
        try {
            return inside.getClass().getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the engine's classes do not fit together", e);
        }
    }

    private Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(inside, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(ReflectiveOperationException e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause.getClass().getClassLoader() == inside.getClass().getClassLoader()) {
            // TLC's own, whose messages have several lines.
            return new IllegalArgumentException("the specification cannot be evaluated: "
                    + String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " "));
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        temp.close();
    }
}
