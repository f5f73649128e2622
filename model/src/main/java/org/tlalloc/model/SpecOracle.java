package org.tlalloc.model;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
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
    private static final String WRAPPER = "TlallocOracle";

    private final TlcLoader loader;
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
    private SpecOracle(TlcLoader loader, Object inside) {
        this.loader = loader;
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
     * @param module    its file; it defines Init, vars and Next, in the form that `Next` has in this project
     * @param libraries directories with further modules
     * @param constants the value of each constant
     * @param replaced  definitions to be replaced by others of the module, by name
     * @throws IOException              if a file cannot be read or written
     * @throws IllegalArgumentException if the specification cannot be used so; the message is one line
     */
    public static SpecOracle open(Path module, List<Path> libraries, Map<String, Value> constants,
                                  Map<String, String> replaced) throws IOException {
        ModelChecker.requireReadable(module);
        TlcLoader loader = new TlcLoader();
        try {
            Path wrapper = wrap(loader.temp(), module, constants, replaced);
            List<String> folders = new ArrayList<>(List.of(module.toAbsolutePath().getParent().toString()));
            libraries.forEach(library -> folders.add(library.toString()));
            Map<String, Object> request = new HashMap<>();
            request.put("module", wrapper.toString());
            request.put("config", loader.temp().resolve(WRAPPER + ".cfg").toString());
            request.put("libraries", folders.toArray(String[]::new));
            request.put("temp", loader.temp().toString());
            return new SpecOracle(loader, loader.call("TlcOracle", "open", new Class<?>[] {Map.class}, request));
        } catch (IOException | RuntimeException | Error e) {
            loader.close();
            throw e;
        }
    }

    /* TLC wants a next-state relation, and would take Next apart into every instance of every
       action: eleven million at 2^20 frames. So it is given one that stutters. */
    private static Path wrap(Path directory, Path module, Map<String, Value> constants, Map<String, String> replaced)
            throws IOException {
        String name = module.getFileName().toString().replaceFirst("\\.tla$", "");
        StringBuilder config = new StringBuilder("INIT Init\nNEXT TlallocStutter\nCHECK_DEADLOCK FALSE\n");
        if (constants.size() + replaced.size() > 0) {
            config.append("CONSTANTS\n");
        }
        constants.forEach((constant, value) -> config.append("    ").append(constant).append(" = ").append(value).append('\n'));
        replaced.forEach((from, to) -> config.append("    ").append(from).append(" <- ").append(to).append('\n'));
        Files.writeString(directory.resolve(WRAPPER + ".cfg"), config);
        return Files.writeString(directory.resolve(WRAPPER + ".tla"), "---- MODULE " + WRAPPER + " ----\nEXTENDS "
                + name + "\nTlallocStutter == UNCHANGED vars\n====\n");
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

    /** Whether a definition without parameters, such as an invariant, is true in the state. */
    public boolean holds(State state, String definition) {
        byte[] value = (byte[]) invoke(method("evaluate", Object.class, String.class), state.inside, definition);
        return ValueCodec.decode(value) instanceof BoolValue bool && bool.value();
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
    @SuppressWarnings("unchecked")
    public List<Value> results(State state, String action, Value... arguments) {
        int index = index(action, arguments.length + 1);
        List<byte[]> results = (List<byte[]>) invoke(method("results", Object.class, int.class, byte[][].class),
                state.inside, index, encode(arguments));
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
        return found == null ? null : new Clause(found[0], Integer.parseInt(found[1]), found[2]);
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

    private static RuntimeException failure(ReflectiveOperationException e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
