package org.tlalloc.conformance.subject;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Methods on one or two ints, as most allocators' are, turned into objects that a JIT
 * compiler can see through. Millions of calls are refused in a replay, and an exception
 * that crosses a method handle costs more than all else.
 */
public final class DirectCalls {
    /** A method on one int that returns one. */
    @FunctionalInterface
    public interface IntOfOne {
        int call(Object subject, int argument) throws Throwable;
    }

    /** A method on two ints that returns one. */
    @FunctionalInterface
    public interface IntOfTwo {
        int call(Object subject, int first, int second) throws Throwable;
    }

    /** A method on one int that returns nothing. */
    @FunctionalInterface
    public interface VoidOfOne {
        void call(Object subject, int argument) throws Throwable;
    }

    /** A method on two ints that returns nothing. */
    @FunctionalInterface
    public interface VoidOfTwo {
        void call(Object subject, int first, int second) throws Throwable;
    }

    private DirectCalls() {
    }

    /** One of the above; null if the method is of another kind, or cannot be reached so. */
    static Object of(Class<?> type, Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        Class<?> returned = method.getReturnType();
        if (parameters.length < 1 || parameters.length > 2
                || Arrays.stream(parameters).anyMatch(parameter -> parameter != int.class)
                || returned != int.class && returned != void.class) {
            return null;
        }
        Class<?> kind = returned == int.class ? parameters.length == 1 ? IntOfOne.class : IntOfTwo.class
                : parameters.length == 1 ? VoidOfOne.class : VoidOfTwo.class;
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            MethodHandle handle = lookup.unreflect(method);
            MethodType general = handle.type().changeParameterType(0, Object.class);
            return LambdaMetafactory.metafactory(lookup, "call", MethodType.methodType(kind), general, handle, handle.type())
                    .getTarget().invoke();
        } catch (Throwable e) {
            // The class is somewhere that lambdas cannot be made for: the method handle serves.
            return null;
        }
    }
}
