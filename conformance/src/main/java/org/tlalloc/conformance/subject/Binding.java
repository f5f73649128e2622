package org.tlalloc.conformance.subject;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueEncoder;

/**
 * A class bound to a specification: how to make an instance, what to call for each
 * action, and where to look for each variable.
 *
 * <p>A class that implements {@link Resident} has a static {@code format(PhysicalMemory,
 * long base, constants...)} and a static {@code attach(PhysicalMemory, long base)}; any
 * other class has a public constructor that takes the constants. Parameters are matched
 * to constants by name where the class file has the names ({@code javac -parameters}),
 * and otherwise by their order.
 */
public final class Binding {
    /* A Resident is made of memory, base, and the constants. */
    private static final int BEFORE_CONSTANTS = 2;
    private static final MethodHandle TO_JAVA;

    static {
        try {
            TO_JAVA = MethodHandles.lookup().findStatic(JavaValues.class, "toJava",
                    MethodType.methodType(Object.class, Value.class, Type.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Class<?> type;
    private final Alphabet alphabet;
    private final Executable maker;
    private final Method attach;
    /* The maker with the constants filled in. */
    private final MethodHandle made;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<String, Object> direct = new LinkedHashMap<>();
    private final List<MethodHandle> accessors = new ArrayList<>();
    private final Map<String, Method> accessorMethods = new LinkedHashMap<>();

    private Binding(Class<?> type, Alphabet alphabet) {
        this.type = type;
        this.alphabet = alphabet;
        List<String> missing = new ArrayList<>();
        Outline outline = new Outline(alphabet);
        for (ActionSignature action : alphabet.actions()) {
            Method method = method(Alphabet.inJava(action.name()), action.parameters().size(), returns(action));
            if (method == null) {
                missing.add("action " + action + ": " + outline.method(action));
            } else {
                methods.put(action.name(), method);
            }
        }
        for (String variable : alphabet.variables()) {
            Method accessor = method(Alphabet.inJava(variable), 0, "a value");
            if (accessor == null || accessor.getReturnType() == void.class) {
                missing.add("variable " + variable + ": " + Outline.accessor(variable));
            } else {
                accessors.add(handle(accessor).asType(MethodType.methodType(Object.class, Object.class)));
                accessorMethods.put(variable, accessor);
            }
        }
        this.maker = resident() ? factory("format") : constructor();
        this.attach = resident() ? (Method) factory("attach") : null;
        if (maker == null) {
            missing.add("constants: " + (resident() ? outline.format(type) : outline.constructor(type)));
        }
        if (resident() && attach == null) {
            missing.add(Outline.attach(type));
        }
        if (!missing.isEmpty()) {
            throw new SubjectException("class " + type.getName() + " cannot stand for " + alphabet.spec() + ", it lacks "
                    + String.join("; ", missing));
        }
        this.made = made();
    }

    private MethodHandle made() {
        int from = resident() ? BEFORE_CONSTANTS : 0;
        MethodHandle filled = filled(handle(maker), from, constants(maker, from), maker.getGenericParameterTypes());
        return filled.asType(resident() ? MethodType.methodType(Resident.class, PhysicalMemory.class, long.class)
                : MethodType.methodType(Object.class));
    }

    /** @throws SubjectException if the class lacks something; the message says all that it lacks */
    public static Binding of(Class<?> type, Alphabet alphabet) {
        return new Binding(type, alphabet);
    }

    /** Whether the class's state is bytes of physical memory. */
    public boolean resident() {
        return Resident.class.isAssignableFrom(type);
    }

    public Class<?> type() {
        return type;
    }

    public Alphabet alphabet() {
        return alphabet;
    }

    private static String returns(ActionSignature action) {
        return action.hasResult() ? "a value" : action.kind() == StepKind.CALL ? "anything" : "boolean";
    }

    /* Of overloaded methods the one with the most ints, since that is what nearly all arguments are. */
    private Method method(String name, int parameters, String returns) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters
                        && !Modifier.isStatic(method.getModifiers()))
                .map(Binding::written).filter(Objects::nonNull)
                .filter(method -> returns.equals("anything") || (returns.equals("boolean") ? method.getReturnType() == boolean.class
                        : method.getReturnType() != void.class))
                .min(Comparator.comparing((Method method) -> -ints(method)).thenComparing(Method::toString)).orElse(null);
    }

    /*
     * The method as somebody wrote it. A public class that inherits one from a class that is not public has a bridge to it
     * and nothing else; a bridge for the sake of generic or narrower types stands beside what was written.
     */
    private static Method written(Method method) {
        if (!method.isBridge()) {
            return method;
        }
        for (Class<?> above = method.getDeclaringClass().getSuperclass(); above != null; above = above.getSuperclass()) {
            for (Method one : above.getDeclaredMethods()) {
                if (!Modifier.isPublic(above.getModifiers()) && !one.isBridge() && one.getName().equals(method.getName())
                        && Arrays.equals(one.getParameterTypes(), method.getParameterTypes())
                        && one.getReturnType() == method.getReturnType()) {
                    return one;
                }
            }
        }
        return null;
    }

    private static long ints(Executable executable) {
        return Arrays.stream(executable.getParameterTypes()).filter(type -> type == int.class).count();
    }

    private Executable factory(String name) {
        List<Executable> fitting = new ArrayList<>();
        for (Method method : type.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            if (method.getName().equals(name) && Modifier.isStatic(method.getModifiers()) && types.length >= BEFORE_CONSTANTS
                    && types[0] == PhysicalMemory.class && types[1] == long.class
                    && type.isAssignableFrom(method.getReturnType())
                    && (name.equals("attach") ? types.length == BEFORE_CONSTANTS : constants(method, BEFORE_CONSTANTS) != null)) {
                fitting.add(method);
            }
        }
        return fullest(fitting);
    }

    private Executable constructor() {
        return Modifier.isAbstract(type.getModifiers()) ? null : fullest(Arrays.stream(type.getConstructors())
                .filter(constructor -> constants(constructor, 0) != null).toList());
    }

    /* The one that takes the most constants: the others have defaults for some. */
    private static Executable fullest(List<? extends Executable> fitting) {
        return fitting.stream().max(Comparator.comparing((Executable one) -> one.getParameterCount())
                .thenComparing(Executable::toString)).orElse(null);
    }

    /** The constants for the parameters from this one on; null if they do not fit. */
    private List<Value> constants(Executable executable, int from) {
        Parameter[] parameters = executable.getParameters();
        List<Value> arguments = new ArrayList<>();
        List<Value> inOrder = List.copyOf(alphabet.constants().values());
        for (int i = from; i < parameters.length; i++) {
            Value value = parameters[i].isNamePresent() ? named(parameters[i].getName())
                    : i - from < inOrder.size() ? inOrder.get(i - from) : null;
            if (value == null) {
                return null;
            }
            try {
                JavaValues.toJava(value, executable.getGenericParameterTypes()[i]);
                arguments.add(value);
            } catch (SubjectException e) {
                return null;
            }
        }
        return arguments;
    }

    private Value named(String parameter) {
        for (Map.Entry<String, Value> constant : alphabet.constants().entrySet()) {
            if (Alphabet.inJava(constant.getKey()).equals(parameter)) {
                return constant.getValue();
            }
        }
        return null;
    }

    private static MethodHandle handle(Executable executable) {
        try {
            executable.setAccessible(true);
            return executable instanceof Constructor<?> constructor ? MethodHandles.lookup().unreflectConstructor(constructor)
                    : MethodHandles.lookup().unreflect((Method) executable);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new SubjectException("method " + executable + " cannot be called: make it and its class public");
        }
    }

    /* What a subject could change of its arguments is made anew for each call. */
    private static MethodHandle filled(MethodHandle handle, int from, List<Value> values, Type[] types) {
        MethodHandle filled = handle;
        for (int i = values.size() - 1; i >= 0; i--) {
            Type type = types[from + i];
            Object object = JavaValues.toJava(values.get(i), type);
            if (isUnchangeable(object)) {
                filled = MethodHandles.insertArguments(filled, from + i, object);
            } else {
                MethodHandle made = MethodHandles.insertArguments(TO_JAVA, 0, values.get(i), type)
                        .asType(MethodType.methodType(filled.type().parameterType(from + i)));
                filled = MethodHandles.collectArguments(filled, from + i, made);
            }
        }
        return filled;
    }

    /* Numbers and the like, and records of nothing else. */
    private static boolean isUnchangeable(Object object) {
        return object instanceof Number || object instanceof Boolean || object instanceof String || object instanceof Enum<?>
                || object instanceof Record record && RecordShape.of(record.getClass()).all(record, Binding::isUnchangeable);
    }

    /**
     * A new instance of a class that does not live in physical memory.
     *
     * @throws SubjectException if it does not want to be made so
     */
    public Object create() {
        try {
            return (Object) made.invokeExact();
        } catch (Throwable e) {
            throw refusesToBeMade(e);
        }
    }

    /**
     * A new instance in physical memory.
     *
     * @throws SubjectException if it does not want to be made so
     */
    public Resident format(PhysicalMemory memory, long base) {
        try {
            return (Resident) made.invokeExact(memory, base);
        } catch (Throwable e) {
            throw refusesToBeMade(e);
        }
    }

    private SubjectException refusesToBeMade(Throwable e) {
        return new SubjectException("class " + type.getName() + " refuses constants=" + alphabet.constants() + ": " + e);
    }

    /** How to attach to what lies in memory: takes (PhysicalMemory, long), returns a Resident. */
    public MethodHandle attach() {
        return handle(attach).asType(MethodType.methodType(Resident.class, PhysicalMemory.class, long.class));
    }

    /** The method of an action. */
    public Method method(String action) {
        return methods.get(action);
    }

    /** The accessor of a variable. */
    public Method accessor(String variable) {
        return accessorMethods.get(variable);
    }

    /**
     * The action with its arguments filled in: takes the subject, returns int where the
     * method does, and otherwise an object (null for void).
     *
     * @throws SubjectException if the method does not take such arguments
     */
    public MethodHandle call(String action, List<Value> arguments) {
        Method method = methods.get(action);
        Type[] types = new Type[arguments.size() + 1];
        System.arraycopy(method.getGenericParameterTypes(), 0, types, 1, arguments.size());
        MethodHandle bound;
        try {
            bound = filled(handle(method), 1, arguments, types);
        } catch (SubjectException e) {
            throw new SubjectException("method " + type.getSimpleName() + "." + method.getName() + " cannot be called with arguments="
                    + arguments + ": " + e.getMessage() + "; it should be " + new Outline(alphabet).method(signature(action), arguments));
        }
        Class<?> returned = method.getReturnType() == int.class ? int.class : Object.class;
        return bound.asType(MethodType.methodType(returned, Object.class));
    }

    private ActionSignature signature(String action) {
        return alphabet.actions().stream().filter(one -> one.name().equals(action)).findFirst().orElseThrow();
    }

    /** The action's method as one of {@link DirectCalls}, or null. */
    public Object directCall(String action) {
        return direct.computeIfAbsent(action, name -> DirectCalls.of(type, methods.get(name)));
    }

    /**
     * The subject's abstract state in canonical bytes: its variables' values in the order of their names.
     *
     * @throws UnreadableStateException if an accessor throws anything, or returns what TLA+ has no value for
     */
    public void encodeState(Object subject, ValueEncoder to) throws UnreadableStateException {
        to.reset();
        for (int i = 0; i < accessors.size(); i++) {
            Object read;
            try {
                read = (Object) accessors.get(i).invokeExact(subject);
            } catch (Throwable e) {
                throw new UnreadableStateException(Alphabet.inJava(alphabet.variables().get(i)), e, true);
            }
            try {
                JavaValues.encode(read, to);
            } catch (SubjectException | StackOverflowError e) {
                throw new UnreadableStateException(Alphabet.inJava(alphabet.variables().get(i)), e, false);
            }
        }
    }

    /** The arguments behind memory and base, or of the constructor. */
    public List<Object> constantArguments() {
        int from = resident() ? BEFORE_CONSTANTS : 0;
        List<Value> values = constants(maker, from);
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            objects.add(JavaValues.toJava(values.get(i), maker.getGenericParameterTypes()[from + i]));
        }
        return objects;
    }

    @Override
    public String toString() {
        return type.getName() + " as " + alphabet.spec() + Arrays.toString(methods.keySet().toArray());
    }
}
