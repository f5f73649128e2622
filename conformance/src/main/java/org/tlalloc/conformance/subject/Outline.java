package org.tlalloc.conformance.subject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.value.BoolValue;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.StringValue;
import org.tlalloc.model.value.Value;

/**
 * What a class has to offer to stand for a specification, written as Java: for those whose class
 * lacks it. The types are those that hold the values seen; others may hold them as well.
 */
final class Outline {
    private final Alphabet alphabet;

    Outline(Alphabet alphabet) {
        this.alphabet = alphabet;
    }

    /** The method of an action. */
    String method(ActionSignature action) {
        return method(action, alphabet.examples().get(action.name()));
    }

    /**
     * The method of an action that is called with such arguments.
     *
     * @param arguments null if none are known: a parameter is then a member of the constant of its name, or a number
     */
    String method(ActionSignature action, List<Value> arguments) {
        Map<String, String> records = new TreeMap<>();
        StringJoiner parameters = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < action.parameters().size(); i++) {
            String name = action.parameters().get(i);
            Value value = arguments == null ? member(inTla(name)) : arguments.get(i);
            parameters.add((value == null ? "int" : type(value, inTla(name), records)) + " " + name);
        }
        String result = action.hasResult() ? "int" : action.kind() == StepKind.CALL ? "void" : "boolean";
        return "public " + result + " " + Alphabet.inJava(action.name()) + parameters + with(records);
    }

    private Value member(String constant) {
        return alphabet.constants().get(constant) instanceof SetValue set && !set.elements().isEmpty() ? set.elements().get(0) : null;
    }

    /** The accessor of a variable. */
    static String accessor(String variable) {
        return "public ... " + Alphabet.inJava(variable) + "()";
    }

    /** The constructor. */
    String constructor(Class<?> type) {
        return maker("public " + type.getSimpleName() + "(", "");
    }

    /** The static method that makes one in memory. */
    String format(Class<?> type) {
        return maker("public static " + type.getSimpleName() + " format(PhysicalMemory memory, long base", ", ");
    }

    private String maker(String beginning, String before) {
        Map<String, String> records = new TreeMap<>();
        StringJoiner parameters = new StringJoiner(", ", alphabet.constants().isEmpty() ? "" : before, ")");
        alphabet.constants().forEach((name, value) -> parameters.add(type(value, name, records) + " " + Alphabet.inJava(name)));
        return beginning + parameters + with(records) + (alphabet.constants().isEmpty() ? ""
                : " (the last constants may be left out, and with javac -parameters any)");
    }

    /** The static method that finds again what lies in memory. */
    static String attach(Class<?> type) {
        return "public static " + type.getSimpleName() + " attach(PhysicalMemory memory, long base)";
    }

    private static String with(Map<String, String> records) {
        return records.isEmpty() ? "" : " with " + String.join(" and ", records.values())
                + ", called as you like, the components in any order";
    }

    private static String inTla(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** @param records filled with the records that the type is made of, by their names */
    private static String type(Value value, String name, Map<String, String> records) {
        if (value instanceof IntValue) {
            return "int";
        }
        if (value instanceof BoolValue) {
            return "boolean";
        }
        if (value instanceof SetValue set) {
            return set(set.elements(), name, records);
        }
        return value instanceof FunctionValue function ? function(function, name, records) : "String";
    }

    private static String set(List<Value> elements, String name, Map<String, String> records) {
        if (elements.isEmpty()) {
            return "Set<?>";
        }
        return elements.stream().allMatch(element -> element instanceof IntValue number && number.value() >= 0) ? "BitSet"
                : "Set<" + boxed(type(elements.get(0), name, records)) + ">";
    }

    private static String function(FunctionValue function, String name, Map<String, String> records) {
        if (function.keys().isEmpty()) {
            return "List<?>";
        }
        if (function.isRecord()) {
            return record(function, name, records);
        }
        String value = type(function.values().get(0), name, records);
        return function.isTuple() ? "List<" + boxed(value) + ">"
                : function.keys().get(0).equals(Value.of(0)) ? value + "[]"
                : "Map<" + boxed(type(function.keys().get(0), name, records)) + ", " + boxed(value) + ">";
    }

    private static String record(FunctionValue function, String name, Map<String, String> records) {
        Map<String, String> components = new LinkedHashMap<>();
        for (int i = 0; i < function.keys().size(); i++) {
            String field = ((StringValue) function.keys().get(i)).value();
            components.put(field, type(function.values().get(i), inTla(field), records));
        }
        StringJoiner text = new StringJoiner(", ", "record " + name + "(", ")");
        components.forEach((field, type) -> text.add(type + " " + field));
        records.put(name, text.toString());
        return name;
    }

    private static String boxed(String type) {
        return type.equals("int") ? "Integer" : type.equals("boolean") ? "Boolean" : type;
    }
}
