package org.tlalloc.conformance.subject;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.tlalloc.model.value.Value;

/**
 * How records of a class are taken to pieces and put together. It is looked up once a class: a replay
 * does both millions of times, and the JDK answers each such question with new objects.
 */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<String> names;
    private final List<Value> fields;
    private final Type[] types;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        names = Arrays.stream(components).map(RecordComponent::getName).toList();
        fields = names.stream().map(Value::of).toList();
        types = Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
        accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type.getName() + " has no canonical constructor", e);
        }
        constructor.setAccessible(true);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
    }

    static RecordShape of(Class<?> record) {
        return SHAPES.get(record);
    }

    /** How many components there are. */
    int size() {
        return types.length;
    }

    String name(int component) {
        return names.get(component);
    }

    /** The name as the field of a TLA+ record. */
    Value field(int component) {
        return fields.get(component);
    }

    Type type(int component) {
        return types[component];
    }

    /** @throws ReflectiveOperationException if the accessor throws anything */
    Object read(Object record, int component) throws ReflectiveOperationException {
        return accessors[component].invoke(record);
    }

    /** Whether all components can be read, and are as asked for. */
    boolean all(Object record, Predicate<Object> property) {
        try {
            for (int i = 0; i < accessors.length; i++) {
                if (!property.test(read(record, i))) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** @throws ReflectiveOperationException if the constructor throws anything */
    Object make(Object[] values) throws ReflectiveOperationException {
        return constructor.newInstance(values);
    }
}
