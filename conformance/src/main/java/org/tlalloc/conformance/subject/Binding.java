package org.tlalloc.conformance.subject;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    private final Class<?> type;
    private final Alphabet alphabet;
    private final Executable maker;
    private final Method attach;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<String, Object> direct = new LinkedHashMap<>();
    private final List<MethodHandle> accessors = new ArrayList<>();
    private final Map<String, Method> accessorMethods = new LinkedHashMap<>();

    private Binding(Class<?> type, Alphabet alphabet) {
        this.type = type;
        this.alphabet = alphabet;
        List<String> missing = new ArrayList<>();
        for (ActionSignature action : alphabet.actions()) {
            Method method = method(Alphabet.inJava(action.name()), action.parameters().size(), returns(action));
            if (method == null) {
                missing.add("action " + action + ": " + expected(action));
            } else {
                methods.put(action.name(), method);
            }
        }
        for (String variable : alphabet.variables()) {
            Method accessor = method(Alphabet.inJava(variable), 0, "a value");
            if (accessor == null || accessor.getReturnType() == void.class) {
                missing.add("variable " + variable + ": public ... " + Alphabet.inJava(variable) + "()");
            } else {
                accessors.add(handle(accessor).asType(MethodType.methodType(Object.class, Object.class)));
                accessorMethods.put(variable, accessor);
            }
        }
        this.maker = resident() ? factory("format") : constructor();
        this.attach = resident() ? (Method) factory("attach") : null;
        if (maker == null) {
            missing.add("constants: " + (resident() ? "public static " + type.getSimpleName() + " format(PhysicalMemory memory, long base"
                    + constantsInJava(", ") + ")" : "public " + type.getSimpleName() + "(" + constantsInJava("") + ")"));
        }
        if (resident() && attach == null) {
            missing.add("public static " + type.getSimpleName() + " attach(PhysicalMemory memory, long base)");
        }
        if (!missing.isEmpty()) {
            throw new SubjectException("class " + type.getName() + " cannot stand for " + alphabet.spec() + ", it lacks "
                    + String.join("; ", missing));
        }
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

    private Method method(String name, int parameters, String returns) {
        for (Method method : type.getMethods()) {
            boolean fits = returns.equals("anything")
                    || (returns.equals("boolean") ? method.getReturnType() == boolean.class
                            : method.getReturnType() != void.class);
            if (method.getName().equals(name) && method.getParameterCount() == parameters && fits
                    && !method.isBridge() && !Modifier.isStatic(method.getModifiers())) {
                return method;
            }
        }
        return null;
    }

    private static String expected(ActionSignature action) {
        String result = action.hasResult() ? "int" : action.kind() == StepKind.CALL ? "void" : "boolean";
        return "public " + result + " " + Alphabet.inJava(action.name()) + action.parameters().stream()
                .map(parameter -> "int " + parameter).collect(Collectors.joining(", ", "(", ")"));
    }

    private String constantsInJava(String before) {
        return alphabet.constants().entrySet().stream()
                .map(constant -> before + typeFor(constant.getValue()) + " " + Alphabet.inJava(constant.getKey()))
                .collect(Collectors.joining(before.isEmpty() ? ", " : ""));
    }

    private static String typeFor(Value value) {
        return value instanceof org.tlalloc.model.value.IntValue ? "int"
                : value instanceof org.tlalloc.model.value.BoolValue ? "boolean"
                : value instanceof org.tlalloc.model.value.SetValue ? "BitSet" : "String";
    }

    private Executable factory(String name) {
        int fixed = 2;
        for (Method method : type.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            if (method.getName().equals(name) && Modifier.isStatic(method.getModifiers()) && types.length >= fixed
                    && types[0] == PhysicalMemory.class && types[1] == long.class
                    && type.isAssignableFrom(method.getReturnType())
                    && (name.equals("attach") ? types.length == fixed : constants(method, fixed) != null)) {
                return method;
            }
        }
        return null;
    }

    private Executable constructor() {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (!Modifier.isAbstract(type.getModifiers()) && constants(constructor, 0) != null) {
                return constructor;
            }
        }
        return null;
    }

    /** The constants as arguments for the parameters from this one on; null if they do not fit. */
    private List<Object> constants(Executable executable, int from) {
        Parameter[] parameters = executable.getParameters();
        List<Object> arguments = new ArrayList<>();
        List<Value> inOrder = List.copyOf(alphabet.constants().values());
        for (int i = from; i < parameters.length; i++) {
            Value value = parameters[i].isNamePresent() ? named(parameters[i].getName())
                    : i - from < inOrder.size() ? inOrder.get(i - from) : null;
            if (value == null) {
                return null;
            }
            try {
                arguments.add(JavaValues.toJava(value, executable.getGenericParameterTypes()[i]));
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

    private static MethodHandle handle(Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new SubjectException("method " + method + " cannot be called: make it and its class public");
        }
    }

    /** A new instance of a class that does not live in physical memory. */
    public Object create() {
        return invoke(maker, null, constants(maker, 0).toArray());
    }

    /** A new instance in physical memory. */
    public Resident format(PhysicalMemory memory, long base) {
        List<Object> arguments = new ArrayList<>(List.of(memory, base));
        arguments.addAll(constants(maker, 2));
        return (Resident) invoke(maker, null, arguments.toArray());
    }

    /** How to attach to what lies in memory: takes (PhysicalMemory, long), returns a Resident. */
    public MethodHandle attach() {
        return handle(attach).asType(MethodType.methodType(Resident.class, PhysicalMemory.class, long.class));
    }

    private Object invoke(Executable executable, Object receiver, Object[] arguments) {
        try {
            executable.setAccessible(true);
            return executable instanceof Constructor<?> constructor ? constructor.newInstance(arguments)
                    : ((Method) executable).invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw new SubjectException("class " + type.getName() + " refuses constants=" + alphabet.constants() + ": "
                    + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SubjectException("class " + type.getName() + " cannot be made: " + e);
        }
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
        Object[] objects = new Object[arguments.size()];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = JavaValues.toJava(arguments.get(i), method.getGenericParameterTypes()[i]);
        }
        MethodHandle bound = MethodHandles.insertArguments(handle(method), 1, objects);
        Class<?> returned = method.getReturnType() == int.class ? int.class : Object.class;
        return bound.asType(MethodType.methodType(returned, Object.class));
    }

    /** The action's method as one of {@link DirectCalls}, or null. */
    public Object directCall(String action) {
        return direct.computeIfAbsent(action, name -> DirectCalls.of(type, methods.get(name)));
    }

    /** The subject's abstract state in canonical bytes: its variables' values in the order of their names. */
    public void encodeState(Object subject, ValueEncoder to) throws Throwable {
        to.reset();
        for (MethodHandle accessor : accessors) {
            JavaValues.encode((Object) accessor.invokeExact(subject), to);
        }
    }

    /** Names of the parameters behind memory and base, or of the constructor, with the constants' values. */
    public List<Object> constantArguments() {
        return constants(maker, resident() ? 2 : 0);
    }

    @Override
    public String toString() {
        return type.getName() + " as " + alphabet.spec() + Arrays.toString(methods.keySet().toArray());
    }
}
