package org.tlalloc.conformance.report;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.model.value.Value;

/**
 * A divergence as a JUnit 5 test: it makes the same calls and fails where the subject
 * diverges, until that is mended.
 */
public final class JUnitSource {
    private final Divergence divergence;
    private final Binding binding;
    private final StringBuilder body = new StringBuilder();

    private JUnitSource(Divergence divergence, Binding binding) {
        this.divergence = divergence;
        this.binding = binding;
    }

    /** The class's name: the subject's, and what it does. */
    public static String className(Divergence divergence, Binding binding) {
        StringBuilder name = new StringBuilder(binding.type().getSimpleName());
        for (String word : divergence.kind().name().toLowerCase(java.util.Locale.ROOT).split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name + "Test";
    }

    /** The source of a whole class in the default package. */
    public static String of(Divergence divergence, Binding binding) {
        return new JUnitSource(divergence, binding).source();
    }

    private String source() {
        String type = binding.type().getCanonicalName();
        create(type);
        divergence.path().forEach(this::step);
        last(type);
        return """
                import static org.junit.jupiter.api.Assertions.assertEquals;
                import static org.junit.jupiter.api.Assertions.assertThrows;
                import static org.junit.jupiter.api.Assertions.assertTrue;

                import java.util.BitSet;
                import org.junit.jupiter.api.Test;
                import org.tlalloc.conformance.subject.JavaValues;
                import org.tlalloc.machine.Extent;
                import org.tlalloc.machine.PhysicalMemory;
                import org.tlalloc.machine.WriteLog;

                class %s {
                    @Test
                    void %s() {
                %s    }
                }
                """.formatted(className(divergence, binding), method(), body);
    }

    private String method() {
        return switch (divergence.kind()) {
            case ACCEPTED, REFUSAL_CHANGED -> "shouldRefuseAndChangeNothing";
            case TRESPASS -> "shouldWriteWithinItsFootprint";
            case HIDDEN_STATE -> "shouldHaveAllItsStateInMemory";
            default -> "shouldDoAsTheSpecificationSays";
        };
    }

    private void line(String text) {
        body.append("        ").append(text).append('\n');
    }

    private void create(String type) {
        StringJoiner constants = new StringJoiner(", ");
        if (binding.resident()) {
            line("PhysicalMemory memory = new PhysicalMemory(1L << 32);");
            constants.add("memory").add("0x100000L");
        }
        binding.constantArguments().forEach(argument -> constants.add(literal(argument)));
        line(type + " subject = " + (binding.resident() ? type + ".format(" : "new " + type + "(") + constants + ");");
    }

    private void step(Divergence.Step step) {
        String call = call(step.call());
        line(step.result() == null ? call + ";" : "assertEquals(" + text(step.result()) + ", " + shown(call) + ");");
    }

    private String call(Divergence.Call call) {
        StringJoiner arguments = new StringJoiner(", ", "(", ")");
        var method = binding.method(call.action());
        for (int i = 0; i < call.arguments().size(); i++) {
            arguments.add(literal(JavaValues.toJava(call.arguments().get(i), method.getGenericParameterTypes()[i])));
        }
        return "subject." + method.getName() + arguments;
    }

    private static String shown(String call) {
        return "JavaValues.toValue(" + call + ").toString()";
    }

    private static String text(Value value) {
        return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void last(String type) {
        if (binding.resident()) {
            line("for (Extent unused : subject.scratch()) {");
            line("    memory.fill(unused.address(), unused.length(), (byte) 0x5a);");
            line("}");
            if (divergence.attached()) {
                line("subject = " + type + ".attach(memory, 0x100000L);");
            }
        }
        if (divergence.allowed().isEmpty()) {
            refusal();
        } else if (divergence.kind() == DivergenceKind.TRESPASS) {
            watched(call(divergence.call()) + ";");
        } else {
            allowed();
        }
    }

    private void refusal() {
        String subject = binding.type().getCanonicalName();
        if (binding.resident()) {
            line(subject + " last = subject;");
            watched("assertThrows(RuntimeException.class, () -> last" + call(divergence.call()).substring("subject".length()) + ");");
            line("assertEquals(0, log.count(), \"a refused call writes nothing\");");
        } else {
            line("assertThrows(RuntimeException.class, () -> " + call(divergence.call()) + ");");
        }
        state(divergence.before());
    }

    private void watched(String statement) {
        line("WriteLog log = new WriteLog();");
        line("memory.log(log);");
        line(statement);
        line("memory.log(null);");
        line("for (int i = 0; i < log.count(); i++) {");
        line("    long address = log.address(i);");
        line("    int length = log.length(i);");
        line("    assertTrue(subject.footprint().stream().anyMatch(part -> part.contains(address, length)));");
        line("}");
    }

    private void allowed() {
        boolean hasResult = binding.method(divergence.call().action()).getReturnType() != void.class;
        List<String> results = answers();
        if (hasResult && !results.isEmpty()) {
            line("String answer = " + shown(call(divergence.call())) + ";");
            line("assertTrue(java.util.List.of(" + String.join(", ", results) + ").contains(answer), answer);");
        } else {
            line(call(divergence.call()) + ";");
        }
        if (divergence.allowed().size() == 1) {
            state(divergence.allowed().get(0));
        } else {
            states();
        }
    }

    private List<String> answers() {
        return divergence.answers().stream().map(JUnitSource::text).toList();
    }

    private void state(Map<String, Value> expected) {
        expected.forEach((variable, value) -> line("assertEquals(" + text(value) + ", "
                + shown("subject." + binding.accessor(variable).getName() + "()") + ");"));
    }

    private void states() {
        StringJoiner actual = new StringJoiner(" + \" \" + ");
        for (String variable : divergence.before().keySet()) {
            actual.add(shown("subject." + binding.accessor(variable).getName() + "()"));
        }
        line("String state = " + actual + ";");
        StringJoiner all = new StringJoiner(",\n                ", "java.util.Set.of(", ")");
        divergence.allowed().stream().map(state -> {
            StringJoiner one = new StringJoiner(" ");
            state.values().forEach(value -> one.add(value.toString()));
            return "\"" + one.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }).distinct().forEach(all::add);
        line("assertTrue(" + all + ".contains(state), state);");
    }

    private static String literal(Object object) {
        if (object instanceof BitSet bits) {
            StringJoiner words = new StringJoiner(", ", "BitSet.valueOf(new long[] {", "})");
            for (long word : bits.toLongArray()) {
                words.add(word + "L");
            }
            return words.toString();
        }
        if (object instanceof int[] numbers) {
            StringJoiner all = new StringJoiner(", ", "new int[] {", "}");
            for (int number : numbers) {
                all.add(String.valueOf(number));
            }
            return all.toString();
        }
        if (object instanceof java.util.Set<?> set) {
            StringJoiner all = new StringJoiner(", ", "java.util.Set.of(", ")");
            set.forEach(element -> all.add(literal(element)));
            return all.toString();
        }
        if (object instanceof java.util.List<?> list) {
            StringJoiner all = new StringJoiner(", ", "java.util.List.of(", ")");
            list.forEach(element -> all.add(literal(element)));
            return all.toString();
        }
        if (object instanceof String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        if (object instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getCanonicalName() + "." + constant.name();
        }
        if (object instanceof Record record) {
            StringJoiner all = new StringJoiner(", ", "new " + record.getClass().getCanonicalName() + "(", ")");
            for (var component : record.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    all.add(literal(component.getAccessor().invoke(record)));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return all.toString();
        }
        return object instanceof Long ? object + "L" : String.valueOf(object);
    }
}
