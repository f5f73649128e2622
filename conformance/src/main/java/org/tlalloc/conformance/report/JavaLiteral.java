package org.tlalloc.conformance.report;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Java objects as expressions of Java source. Types of {@code java.util} stand by their simple names. */
final class JavaLiteral {
    private JavaLiteral() {
    }

    /** An object of the class that it has, which may be changed. */
    static String argument(Object object) {
        if (object instanceof Collection<?> || object instanceof Map<?, ?>) {
            boolean empty = object instanceof Collection<?> collection ? collection.isEmpty() : ((Map<?, ?>) object).isEmpty();
            return "new " + object.getClass().getSimpleName() + "<>(" + (empty ? "" : object instanceof Collection<?> elements
                    ? elements("List.of(", elements, ")") : value(object)) + ")";
        }
        return value(object);
    }

    /** An object that equals it. */
    static String value(Object object) {
        if (object instanceof BitSet bits) {
            return bits.stream().mapToObj(String::valueOf).collect(Collectors.joining(", ", "bits(", ")"));
        }
        if (object instanceof Set<?> set) {
            return elements("Set.of(", set, ")");
        }
        if (object instanceof List<?> list) {
            return elements("List.of(", list, ")");
        }
        if (object instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(entry -> "Map.entry(" + value(entry.getKey()) + ", " + value(entry.getValue()) + ")")
                    .collect(Collectors.joining(", ", "Map.ofEntries(", ")"));
        }
        if (object.getClass().isArray()) {
            return array(object);
        }
        if (object instanceof Record record) {
            return record(record);
        }
        return scalar(object);
    }

    private static String scalar(Object object) {
        if (object instanceof String text) {
            return quoted(text);
        }
        if (object instanceof Enum<?> constant) {
            return name(constant.getDeclaringClass()) + "." + constant.name();
        }
        if (object instanceof Integer number && number == Integer.MIN_VALUE) {
            return "Integer.MIN_VALUE";
        }
        if (object instanceof Integer number && number == Integer.MAX_VALUE) {
            return "Integer.MAX_VALUE";
        }
        return object instanceof Long ? object + "L" : object instanceof Byte ? "(byte) " + object
                : object instanceof Short ? "(short) " + object : String.valueOf(object);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(c == '"' || c == '\\' ? "\\" + c : c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }

    private static String elements(String open, Collection<?> elements, String close) {
        return elements.stream().map(JavaLiteral::value).collect(Collectors.joining(", ", open, close));
    }

    private static String array(Object array) {
        Class<?> component = array.getClass().getComponentType();
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            Object element = Array.get(array, i);
            elements.add(component.isPrimitive() && !(element instanceof Long) ? String.valueOf(element) : value(element));
        }
        return "new " + name(array.getClass()) + " {" + String.join(", ", elements) + "}";
    }

    private static String record(Record record) {
        List<String> components = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                components.add(value(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return "new " + name(record.getClass()) + "(" + String.join(", ", components) + ")";
    }

    /** The class's name from its own package, or with it where it is another's; {@code java.util} is imported. */
    static String name(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        boolean known = element.getPackageName().equals("java.lang") || element.getPackageName().equals("java.util");
        String canonical = type.getCanonicalName();
        return known && !element.isPrimitive() ? canonical.substring(element.getPackageName().length() + 1) : canonical;
    }
}
