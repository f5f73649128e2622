package org.tlalloc.conformance.subject;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tlalloc.model.value.BoolValue;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.ModelValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.StringValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * Java's values as TLA+'s and back: numbers, Booleans and strings as they are; an enum
 * constant is a model value; a {@link Set} or {@link BitSet} is a set; an array is a
 * function on 0..n-1, a {@link List} a sequence, a {@link Map} a function, a record a
 * record.
 */
public final class JavaValues {
    private JavaValues() {
    }

    /** @throws SubjectException if TLA+ has no such value */
    public static Value toValue(Object object) {
        ValueEncoder encoder = new ValueEncoder();
        encode(object, encoder);
        return ValueCodec.decode(encoder.toByteArray());
    }

    /** Writes the value's canonical bytes. */
    public static void encode(Object object, ValueEncoder to) {
        if (object instanceof Integer number) {
            to.integer(number);
        } else if (object instanceof int[] numbers) {
            to.beginFunction();
            for (int i = 0; i < numbers.length; i++) {
                to.member();
                to.integer(i);
                to.integer(numbers[i]);
            }
            to.endFunction();
        } else if (object instanceof BitSet bits) {
            to.beginSet();
            for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
                to.member();
                to.integer(i);
            }
            to.endSet();
        } else if (object instanceof Object[] elements) {
            to.beginFunction();
            for (int i = 0; i < elements.length; i++) {
                to.member();
                to.integer(i);
                encode(elements[i], to);
            }
            to.endFunction();
        } else {
            encodeRest(object, to);
        }
    }

    private static void encodeRest(Object object, ValueEncoder to) {
        if (object instanceof Boolean bool) {
            to.bool(bool);
        } else if (object instanceof String text) {
            to.string(text);
        } else if (object instanceof Enum<?> constant) {
            to.modelValue(identifier(constant));
        } else if (object instanceof Long || object instanceof Short || object instanceof Byte) {
            to.integer(narrow(((Number) object).longValue()));
        } else if (object instanceof Set<?> set) {
            to.beginSet();
            for (Object element : set) {
                to.member();
                encode(element, to);
            }
            to.endSet();
        } else if (object instanceof List<?> list) {
            encodeSequence(list, to);
        } else if (object instanceof Map<?, ?> map) {
            to.beginFunction();
            map.forEach((key, value) -> {
                to.member();
                encode(key, to);
                encode(value, to);
            });
            to.endFunction();
        } else if (object instanceof Record record) {
            encodeRecord(record, to);
        } else if (object != null && object.getClass().isArray()) {
            encodePrimitives(object, to);
        } else {
            throw new SubjectException("TLA+ has no value like " + (object == null ? "null" : "one of " + object.getClass().getName()));
        }
    }

    private static String identifier(Enum<?> constant) {
        try {
            return new ModelValue(constant.name()).name();
        } catch (IllegalArgumentException e) {
            throw new SubjectException("enum constant " + constant.getDeclaringClass().getName() + "." + constant.name()
                    + " is no model value: its name is no identifier of TLA+");
        }
    }

    private static int narrow(long number) {
        if (number != (int) number) {
            throw new SubjectException("TLA+, as TLC knows it, has no number=" + number);
        }
        return (int) number;
    }

    private static void encodeSequence(List<?> list, ValueEncoder to) {
        to.beginFunction();
        int index = 1;
        for (Object element : list) {
            to.member();
            to.integer(index++);
            encode(element, to);
        }
        to.endFunction();
    }

    private static void encodePrimitives(Object array, ValueEncoder to) {
        to.beginFunction();
        for (int i = 0; i < Array.getLength(array); i++) {
            to.member();
            to.integer(i);
            encode(Array.get(array, i), to);
        }
        to.endFunction();
    }

    private static void encodeRecord(Record record, ValueEncoder to) {
        RecordShape shape = RecordShape.of(record.getClass());
        to.beginFunction();
        for (int i = 0; i < shape.size(); i++) {
            to.member();
            to.string(shape.name(i));
            try {
                encode(shape.read(record, i), to);
            } catch (ReflectiveOperationException e) {
                throw new SubjectException("component " + shape.name(i) + " of " + record.getClass().getName()
                        + " cannot be read: " + e.getMessage());
            }
        }
        to.endFunction();
    }

    /**
     * The value as an object of a Java type.
     *
     * @throws SubjectException if the type cannot hold it
     */
    public static Object toJava(Value value, Type type) {
        Class<?> raw = raw(type);
        Object object = value instanceof SetValue set ? set(set, raw, argument(type, 0))
                : value instanceof FunctionValue function ? function(function, raw, type) : scalar(value, raw);
        if (object == null) {
            throw new SubjectException("no " + type.getTypeName() + " can hold the value " + value);
        }
        return object;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType()
                : type instanceof GenericArrayType array ? raw(array.getGenericComponentType()).arrayType()
                : type instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0])
                : type instanceof TypeVariable<?> variable ? raw(variable.getBounds()[0]) : (Class<?>) type;
    }

    private static Object scalar(Value value, Class<?> raw) {
        if (value instanceof IntValue number) {
            return number(number.value(), raw);
        }
        if (value instanceof BoolValue bool) {
            return raw == boolean.class || raw.isAssignableFrom(Boolean.class) ? bool.value() : null;
        }
        String text = value instanceof StringValue string ? string.value() : ((ModelValue) value).name();
        if (raw.isEnum()) {
            for (Object constant : raw.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        return raw.isAssignableFrom(String.class) ? text : null;
    }

    private static Object number(int value, Class<?> raw) {
        if (raw == int.class || raw.isAssignableFrom(Integer.class)) {
            return value;
        }
        if (raw == long.class || raw == Long.class) {
            return (long) value;
        }
        if (raw == short.class || raw == Short.class) {
            return value == (short) value ? (Object) (short) value : null;
        }
        return (raw == byte.class || raw == Byte.class) && value == (byte) value ? (Object) (byte) value : null;
    }

    private static Object set(SetValue set, Class<?> raw, Type element) {
        if (raw == BitSet.class) {
            BitSet bits = new BitSet();
            for (Value member : set.elements()) {
                if (!(member instanceof IntValue number) || number.value() < 0) {
                    return null;
                }
                bits.set(number.value());
            }
            return bits;
        }
        if (raw.isArray()) {
            return array(set.elements(), raw, raw.getComponentType());
        }
        Collection<Object> objects = raw.isAssignableFrom(LinkedHashSet.class) ? new LinkedHashSet<>()
                : raw.isAssignableFrom(TreeSet.class) ? new TreeSet<>()
                : raw.isAssignableFrom(ArrayList.class) ? new ArrayList<>() : null;
        if (objects != null) {
            set.elements().forEach(member -> objects.add(toJava(member, element)));
        }
        return objects;
    }

    private static Object function(FunctionValue function, Class<?> raw, Type type) {
        if (raw.isRecord()) {
            return record(function, raw);
        }
        if (raw.isArray()) {
            return isIndexed(function) ? array(function.values(), raw, type instanceof GenericArrayType generic
                    ? generic.getGenericComponentType() : raw.getComponentType()) : null;
        }
        if (raw.isAssignableFrom(ArrayList.class) && function.isTuple()) {
            List<Object> list = new ArrayList<>();
            function.values().forEach(value -> list.add(toJava(value, argument(type, 0))));
            return list;
        }
        Map<Object, Object> map = raw.isAssignableFrom(LinkedHashMap.class) ? new LinkedHashMap<>()
                : raw.isAssignableFrom(TreeMap.class) ? new TreeMap<>() : null;
        for (int i = 0; map != null && i < function.keys().size(); i++) {
            map.put(toJava(function.keys().get(i), argument(type, 0)), toJava(function.values().get(i), argument(type, 1)));
        }
        return map;
    }

    /** Whether its domain is what an array's would be, 0..n-1, or a sequence's. */
    private static boolean isIndexed(FunctionValue function) {
        for (int i = 0; i < function.keys().size(); i++) {
            if (!function.keys().get(i).equals(Value.of(i))) {
                return function.isTuple();
            }
        }
        return true;
    }

    private static Object array(List<Value> values, Class<?> raw, Type component) {
        Object array = Array.newInstance(raw.getComponentType(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, toJava(values.get(i), component));
        }
        return array;
    }

    private static Object record(FunctionValue function, Class<?> raw) {
        RecordShape shape = RecordShape.of(raw);
        if (shape.size() != function.keys().size()) {
            return null;
        }
        Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            Value field = function.apply(shape.field(i));
            if (field == null) {
                return null;
            }
            values[i] = toJava(field, shape.type(i));
        }
        try {
            return shape.make(values);
        } catch (ReflectiveOperationException e) {
            throw new SubjectException("record " + raw.getName() + " cannot be made of " + function);
        }
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic && generic.getActualTypeArguments().length > index
                ? generic.getActualTypeArguments()[index] : Object.class;
    }
}
