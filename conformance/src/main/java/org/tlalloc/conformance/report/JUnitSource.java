package org.tlalloc.conformance.report;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.replay.Place;
import org.tlalloc.conformance.replay.Site;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.conformance.subject.Refusal;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.value.Value;

/**
 * A divergence as a JUnit 5 test in the subject's package: it makes the same calls and fails
 * where the subject diverges, until that is mended. It needs JUnit and the subject alone, and
 * where that lives in simulated memory, the memory; only accessors and answers of types that
 * Java cannot compare by themselves are compared as TLA+ values.
 */
public final class JUnitSource {
    private static final int WIDEST = 100;
    private static final int MOST_STEPS = 200;
    private static final String MEMORY = "memory";
    private static final List<String> STATIC_IMPORTS = List.of("assertArrayEquals", "assertEquals", "assertFalse",
            "assertNotEquals", "assertNotNull", "assertThrows", "assertTimeoutPreemptively", "assertTrue", "fail");
    private static final List<String> IMPORTS = List.of("java.lang.reflect.Array", "java.lang.reflect.Field", "java.lang.reflect.Modifier", "java.time.Duration",
            "java.util.ArrayList", "java.util.Arrays", "java.util.BitSet", "java.util.HexFormat", "java.util.LinkedHashMap",
            "java.util.LinkedHashSet", "java.util.List", "java.util.Map", "java.util.Set", "java.util.TreeMap",
            "java.util.TreeSet", "org.junit.jupiter.api.Test", "org.tlalloc.conformance.replay.Slots",
            "org.tlalloc.conformance.subject.JavaValues",
            "org.tlalloc.machine.Extent", "org.tlalloc.machine.PhysicalMemory", "org.tlalloc.machine.WriteLog");

    private final Divergence divergence;
    private final Binding binding;
    private final String type;
    private final List<String> lines = new ArrayList<>();
    private final List<String> members = new ArrayList<>();
    private String indent = "        ";

    private JUnitSource(Divergence divergence, Binding binding) {
        this.divergence = divergence;
        this.binding = binding;
        this.type = nameIn(binding.type());
    }

    private static String nameIn(Class<?> type) {
        String packageName = type.getPackageName();
        return packageName.isEmpty() ? type.getCanonicalName() : type.getCanonicalName().substring(packageName.length() + 1);
    }

    /** The class's name: the subject's, and what it does. */
    public static String className(Divergence divergence, Binding binding) {
        StringBuilder name = new StringBuilder(binding.type().getSimpleName());
        for (String word : divergence.kind().name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name + "Test";
    }

    /** The source of a whole class, in the package of the subject. */
    public static String of(Divergence divergence, Binding binding) {
        return new JUnitSource(divergence, binding).source();
    }

    private String source() {
        if (divergence.kind() == DivergenceKind.UNREPEATABLE) {
            repeated();
        } else if (divergence.kind() == DivergenceKind.STRAY_READ) {
            strayed();
        } else if (divergence.kind() == DivergenceKind.SLOT_NUMBERS) {
            otherSlots();
        } else {
            create();
            steps();
            last();
        }
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line).append('\n'));
        StringBuilder rest = new StringBuilder();
        members(body.toString()).forEach(member -> rest.append('\n').append(member.indent(4)));
        String text = "class " + className(divergence, binding) + " {\n    @Test\n    void " + method() + "()" + declared(body + rest.toString())
                + " {\n" + body + "    }\n" + rest + "}\n";
        String packageName = binding.type().getPackageName();
        return (packageName.isEmpty() ? "" : "package " + packageName + ";\n\n") + imports(text) + text;
    }

    private static String imports(String text) {
        StringBuilder imports = new StringBuilder();
        for (String name : STATIC_IMPORTS) {
            if (mentions(text, name)) {
                imports.append("import static org.junit.jupiter.api.Assertions.").append(name).append(";\n");
            }
        }
        imports.append('\n');
        for (String name : IMPORTS) {
            if (mentions(text, name.substring(name.lastIndexOf('.') + 1))) {
                imports.append("import ").append(name).append(";\n");
            }
        }
        return imports.append('\n').toString().stripLeading();
    }

    private static boolean mentions(String text, String name) {
        return Pattern.compile("(?<![\\w.\"])" + name + "\\b").matcher(text).find();
    }

    private String method() {
        return switch (divergence.kind()) {
            case ACCEPTED, REFUSAL_CHANGED -> "shouldRefuseAndChangeNothing";
            case READING_CHANGED -> "shouldNotChangeWhenLookedAt";
            case TRESPASS -> "shouldWriteWithinItsFootprint";
            case HIDDEN_STATE -> binding.resident() ? "shouldHaveAllItsStateInMemory" : "shouldHaveAllItsStateInItsFields";
            case STRAY_READ -> "shouldNotDependOnBytesThatMeanNothing";
            case UNREPEATABLE -> "shouldDoTheSameAgain";
            case HANG -> "shouldReturn";
            case UNATTACHABLE -> "shouldBeAttachedToItsOwnBytes";
            case LINKS, LOST_SLOT -> "shouldReachEverySlotByItsLinks";
            case SLOT_NUMBERS -> "shouldDoTheSameWhicheverSlotsItsNodesLieIn";
            case EXTENTS -> "shouldSayWhichBytesAreItsOwn";
            default -> "shouldDoAsTheSpecificationSays";
        };
    }

    /* Whether the test must say that it throws something. */
    private String declared(String text) {
        boolean checked = text.contains("field(") || binding.alphabet().actions().stream().map(action -> binding.method(action.name()))
                .flatMap(method -> Arrays.stream(method.getExceptionTypes()))
                .anyMatch(thrown -> !RuntimeException.class.isAssignableFrom(thrown) && !Error.class.isAssignableFrom(thrown));
        return checked ? " throws Exception" : "";
    }

    /** Adds a line; one that is too wide goes on below, after a comma that is in no text. */
    private void line(String text) {
        String rest = indent + text;
        String next = indent + "        ";
        while (rest.length() > WIDEST) {
            int cut = -1;
            boolean quoted = false;
            for (int i = 0; i < rest.length() && (cut < 0 || i < WIDEST); i++) {
                char c = rest.charAt(i);
                quoted ^= c == '"' && (i == 0 || rest.charAt(i - 1) != '\\');
                if (!quoted && c == ',' && i + 1 < rest.length() && rest.charAt(i + 1) == ' ' && i > next.length()) {
                    cut = i + 1;
                }
            }
            if (cut < 0) {
                break;
            }
            lines.add(rest.substring(0, cut));
            rest = next + rest.substring(cut).strip();
        }
        lines.add(rest);
    }

    private void create() {
        if (binding.resident()) {
            Site site = divergence.site();
            line("PhysicalMemory memory = new PhysicalMemory(" + hex(site.size()) + ");");
            fill(site.aboutFrom(), site.aboutLength(), site.about(), "  // something was there before");
            if (site.low() != 0) {
                fill(0, site.lowLength(), site.low(), "");
            }
        }
        if (begins() && divergence.kind() == DivergenceKind.TRESPASS) {
            log();
        }
        if (!divergence.site().equals(Site.FIRST)) {
            line(made(MEMORY) + ";");
            line(type + " subject = " + type + ".attach(memory, " + hex(divergence.site().base()) + ");");
        } else if (!(begins() && divergence.place() != null && divergence.place().variable() != null)) {
            // A static variable may have been changed by the first instance already.
            line(type + " subject = " + made(MEMORY) + ";");
        }
    }

    private void fill(long address, long length, byte value, String remark) {
        line("memory.fill(" + hex(address) + ", " + hex(length) + ", (byte) 0x" + Integer.toHexString(value & 0xff) + ");" + remark);
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number) + "L";
    }

    private String made(String memory) {
        StringJoiner constants = new StringJoiner(", ");
        if (binding.resident()) {
            constants.add(memory).add(hex(divergence.site().base()));
        }
        binding.constantArguments().forEach(argument -> constants.add(JavaLiteral.argument(argument)));
        return (binding.resident() ? type + ".format(" : "new " + type + "(") + constants + ")";
    }

    /* Whether it shows already when an instance is made. */
    private boolean begins() {
        return divergence.before() == null;
    }

    private void log() {
        line("WriteLog log = new WriteLog();");
        line("memory.log(log);");
    }

    /* A method must not grow too large. */
    private void steps() {
        List<Divergence.Step> path = divergence.path();
        if (path.size() <= MOST_STEPS) {
            path.forEach(this::step);
            return;
        }
        for (int from = 0; from < path.size(); from += MOST_STEPS) {
            List<Divergence.Step> some = path.subList(from, Math.min(path.size(), from + MOST_STEPS));
            String name = String.format("calls%05d", from);
            method("private static void " + name + "(" + (binding.resident() ? "PhysicalMemory memory, " : "") + type + " subject)",
                    () -> some.forEach(this::step));
            line(name + (binding.resident() ? "(memory, subject);" : "(subject);"));
        }
    }

    private void step(Divergence.Step step) {
        step("subject", step);
    }

    /* Steps that the subject takes by itself say whether they did. */
    private boolean isStep(Method method) {
        return binding.alphabet().actions().stream().anyMatch(action -> !action.hasResult()
                && action.kind() != org.tlalloc.model.graph.StepKind.CALL && binding.method(action.name()).equals(method));
    }

    private String call(String variable, Divergence.Call call) {
        StringJoiner arguments = new StringJoiner(", ", "(", ")");
        Method method = binding.method(call.action());
        for (int i = 0; i < call.arguments().size(); i++) {
            arguments.add(JavaLiteral.argument(JavaValues.toJava(call.arguments().get(i), method.getGenericParameterTypes()[i])));
        }
        return variable + "." + method.getName() + arguments;
    }

    /** Asserts that an expression of a type has a value. */
    private void equal(Value expected, java.lang.reflect.Type generic, Class<?> raw, String expression) {
        String literal = literal(expected, generic, raw);
        if (literal == null) {
            line("assertEquals(" + JavaLiteral.quoted(expected.toString()) + ", JavaValues.toValue(" + expression + ").toString());");
        } else if (raw == boolean.class) {
            line((literal.equals("true") ? "assertTrue(" : "assertFalse(") + expression + ");");
        } else {
            line((raw.isArray() ? "assertArrayEquals(" : "assertEquals(") + literal + ", " + expression + ");");
        }
    }

    /** The value as an object that equals those of the type that stand for it; null if there is none. */
    private static String literal(Value value, java.lang.reflect.Type generic, Class<?> raw) {
        try {
            return raw == Object.class || java.util.Collection.class.isAssignableFrom(raw) && !java.util.Set.class.isAssignableFrom(raw)
                    && !List.class.isAssignableFrom(raw) ? null : JavaLiteral.value(JavaValues.toJava(value, generic));
        } catch (SubjectException e) {
            return null;
        }
    }

    private void last() {
        String variable = "subject";
        if (divergence.kind() == DivergenceKind.READING_CHANGED) {
            reading();
            return;
        }
        if (divergence.kind() == DivergenceKind.TRESPASS && divergence.call() == null && !begins()) {
            log();
        }
        if (divergence.attached()) {
            line(type + " attached = " + type + ".attach(memory, " + hex(divergence.site().base()) + ");");
            variable = "attached";
        }
        if (divergence.kind() == DivergenceKind.UNATTACHABLE) {
            line("assertNotNull(" + variable + ");");
        }
        if (divergence.kind() == DivergenceKind.LINKS || divergence.kind() == DivergenceKind.LOST_SLOT) {
            line("Slots.renamed(memory, subject);");
            return;
        }
        if (divergence.kind() == DivergenceKind.EXTENTS) {
            line("for (Extent part : subject.scratch()) {");
            line("    assertTrue(subject.footprint().stream().anyMatch(all -> all.contains(part.address(), part.length())));");
            line("}");
            line("assertNotNull(subject.footprint());");
            return;
        }
        if (divergence.kind() == DivergenceKind.TRESPASS && divergence.call() == null) {
            read(variable);
        }
        if (divergence.kind() == DivergenceKind.HANG && divergence.call() != null) {
            returning(variable);
        } else if (divergence.call() == null) {
            withoutCall(variable);
        } else if (divergence.possible().isEmpty()) {
            refusal(variable);
        } else {
            allowed(variable);
        }
    }

    /** An instance made, attached or read is to be in a state that is allowed, and to have changed nothing by it. */
    private void withoutCall(String variable) {
        Place place = divergence.place();
        if (divergence.kind() == DivergenceKind.TRESPASS) {
            written(variable);
        } else if (place != null && place.variable() != null) {
            line("Object before = " + field("null") + ";");
            line(made("new PhysicalMemory(" + hex(divergence.site().size()) + ")") + ";");
            line("assertEquals(before, " + field("null") + ");");
        } else if (place != null) {
            read("subject");
            line("assertEquals(" + field("subject") + ", " + field(variable) + ");");
        } else if (begins() && divergence.allowed().isEmpty()) {
            read(variable);
        } else {
            states(variable);
        }
    }

    /* What is read must be a value, where it is that which is wrong. */
    private void read(String variable) {
        boolean value = divergence.kind() == DivergenceKind.STATE;
        binding.alphabet().variables().forEach(name -> {
            String read = variable + "." + binding.accessor(name).getName() + "()";
            line(value ? "JavaValues.toValue(" + read + ");" : read + ";");
        });
    }

    private void states(String variable) {
        List<Map<String, Value>> allowed = divergence.allowed().isEmpty() ? List.of(divergence.before()) : divergence.allowed();
        if (allowed.size() == 1) {
            state(variable, allowed.get(0));
        } else {
            anyOf(variable, allowed);
        }
    }

    private void state(String variable, Map<String, Value> expected) {
        expected.forEach((name, value) -> {
            Method accessor = binding.accessor(name);
            equal(value, accessor.getGenericReturnType(), accessor.getReturnType(), variable + "." + accessor.getName() + "()");
        });
    }

    /* Several states, not told apart by the answer: they are compared as values. */
    private void anyOf(String variable, List<Map<String, Value>> allowed) {
        StringJoiner actual = new StringJoiner(" + \" \" + ");
        allowed.get(0).keySet().forEach(name -> actual.add("JavaValues.toValue(" + variable + "." + binding.accessor(name).getName() + "())"));
        StringJoiner all = new StringJoiner(", ", "Set.of(", ")");
        allowed.stream().map(state -> {
            StringJoiner one = new StringJoiner(" ");
            state.values().forEach(value -> one.add(value.toString()));
            return JavaLiteral.quoted(one.toString());
        }).distinct().forEach(all::add);
        line("String state = " + actual + ";");
        line("assertTrue(" + all + ".contains(state), state);");
    }

    /** What must hold of the object's parts before and after something. */
    private void unchanged(Runnable something) {
        Place place = divergence.place();
        if (place != null) {
            line("Object before = " + field("subject") + ";");
            something.run();
            line("assertEquals(before, " + field("subject") + ");");
        } else if (binding.resident()) {
            members.add("footprint");
            line("byte[] before = bytes(memory, subject);");
            something.run();
            line("assertArrayEquals(before, bytes(memory, subject));");
        } else {
            something.run();
        }
    }

    private String field(String variable) {
        members.add("field");
        Place place = divergence.place();
        return place.variable() == null ? "field(" + type + ".class, " + variable + ", " + JavaLiteral.quoted(place.path()) + ")"
                : "field(Class.forName(" + JavaLiteral.quoted(place.variable()) + "), null, " + JavaLiteral.quoted(place.path()) + ")";
    }

    private void reading() {
        unchanged(() -> {
            if (divergence.attached()) {
                line(type + " attached = " + type + ".attach(memory, " + hex(divergence.site().base()) + ");");
            }
            read(divergence.attached() ? "attached" : "subject");
        });
        states("subject");
    }

    private void refusal(String variable) {
        String call = call(variable, divergence.call());
        if (divergence.kind() == DivergenceKind.TRESPASS) {
            watched(refused(call), variable);
        } else if (isStep(binding.method(divergence.call().action()))) {
            unchanged(() -> line("assertFalse(" + call + ");"));
        } else if (divergence.kind() == DivergenceKind.CRASH && !Error.class.isAssignableFrom(divergence.thrown())) {
            line("Exception refusal = " + refused(call));
            line("assertNotEquals(" + JavaLiteral.name(divergence.thrown()) + ".class, refusal.getClass(), \"a refusal on purpose\");");
        } else {
            unchanged(() -> line(refused(call)));
        }
        states(variable);
    }

    private static String refused(String call) {
        return "assertThrows(Exception.class, () -> " + call + ");";
    }

    private void watched(String statement, String variable) {
        log();
        line(statement);
        written(variable);
    }

    private void written(String variable) {
        line("assertTrue(memory.isLoggedIn(log));");
        line("memory.log(null);");
        line("for (int i = 0; i < log.count(); i++) {");
        line("    long address = log.address(i);");
        line("    int length = log.length(i);");
        line("    assertTrue(" + variable + ".footprint().stream().anyMatch(part -> part.contains(address, length)));");
        line("}");
    }

    private void allowed(String variable) {
        String call = call(variable, divergence.call());
        if (divergence.kind() == DivergenceKind.TRESPASS) {
            watched(call + ";", variable);
        } else if (divergence.kind() == DivergenceKind.HIDDEN_STATE && divergence.place() != null) {
            unchanged(() -> line(call + ";"));
        } else if (divergence.answers().size() > 1) {
            choice(variable, call);
        } else {
            Divergence.Possible only = divergence.possible().get(0);
            step(variable, new Divergence.Step(divergence.call(), only.answer()));
            states(variable);
        }
    }

    private void step(String variable, Divergence.Step step) {
        if (step.call() == null) {
            line(made(MEMORY) + ";");
            return;
        }
        Method method = binding.method(step.call().action());
        String call = call(variable, step.call());
        if (step.refused()) {
            line(isStep(method) ? "assertFalse(" + call + ");" : refused(call));
        } else if (step.result() != null) {
            equal(step.result(), method.getGenericReturnType(), method.getReturnType(), call);
        } else {
            line(isStep(method) ? "assertTrue(" + call + ");" : call + ";");
        }
    }

    /** One of several answers, each with its state. */
    private void choice(String variable, String call) {
        Method method = binding.method(divergence.call().action());
        String kind = JavaLiteral.name(method.getReturnType());
        line(kind + " answer = " + call + ";");
        String begin = "if";
        for (Value answer : divergence.answers()) {
            String literal = literal(answer, method.getGenericReturnType(), method.getReturnType());
            line(begin + " (" + (literal == null ? JavaLiteral.quoted(answer.toString()) + ".equals(JavaValues.toValue(answer).toString())"
                    : method.getReturnType().isPrimitive() ? "answer == " + literal : literal + ".equals(answer)") + ") {");
            indent += "    ";
            List<Map<String, Value>> states = divergence.possible().stream().filter(one -> answer.equals(one.answer()))
                    .map(Divergence.Possible::state).distinct().toList();
            if (states.size() == 1) {
                state(variable, states.get(0));
            } else {
                anyOf(variable, states);
            }
            indent = indent.substring(4);
            begin = "} else if";
        }
        line("} else {");
        line("    fail(\"answer=\" + answer);");
        line("}");
    }

    private void returning(String variable) {
        String call = call(variable, divergence.call());
        line("assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {");
        indent += "    ";
        if (divergence.possible().isEmpty()) {
            line(refused(call));
        } else {
            line(call + ";");
        }
        indent = indent.substring(4);
        line("});");
    }

    /** The calls twice, from the beginning, many times over. */
    private void repeated() {
        line("for (int i = 0; i < 100; i++) {");
        line("    assertEquals(run(), run());");
        line("}");
        run("", () -> {
            create();
            line("List<Object> seen = new ArrayList<>();");
            divergence.path().forEach(step -> seen("subject", step.call()));
            String variable = divergence.attached() ? "attached" : "subject";
            if (divergence.attached()) {
                line(type + " attached = " + type + ".attach(memory, " + hex(divergence.site().base()) + ");");
            }
            if (divergence.call() != null) {
                seen(variable, divergence.call());
            }
            seenState(variable);
        });
    }

    /** The two ways to the state, the call at the end of each, and what each is like then. */
    private void otherSlots() {
        line("assertEquals(run(true), run(false));");
        run("boolean first", () -> {
            create();
            line("if (first) {");
            indent += "    ";
            divergence.path().forEach(this::step);
            indent = indent.substring(4);
            line("} else {");
            indent += "    ";
            divergence.twin().forEach(this::step);
            indent = indent.substring(4);
            line("}");
            line("List<Object> seen = new ArrayList<>();");
            seen("subject", divergence.call());
            line("seen.add(HexFormat.of().formatHex(Slots.renamed(memory, subject)));");
            seenState("subject");
        });
    }

    /** The calls with one thing after another where nothing matters. */
    private void strayed() {
        members.add("lay");
        line("// What lies where bytes mean nothing: what was left there, zeros, ones, and something else.");
        line("for (int junk = 1; junk <= 3; junk++) {");
        line("    assertEquals(run(0), run(junk));");
        line("}");
        run("int junk", () -> {
            create();
            divergence.path().forEach(this::step);
            line("if (junk > 0) {");
            divergence.memory().junk().forEach(each -> line("    lay(memory, subject, 0x" + Long.toHexString(each.address())
                    + "L, bytes(junk, " + JavaLiteral.quoted(java.util.HexFormat.of().formatHex(each.bytes())) + "));"));
            line("}");
            String variable = divergence.attached() ? "attached" : "subject";
            if (divergence.attached()) {
                line(type + " attached = " + type + ".attach(memory, " + hex(divergence.site().base()) + ");");
            }
            line("List<Object> seen = new ArrayList<>();");
            if (divergence.call() != null) {
                line("try {");
                indent += "    ";
                seen(variable, divergence.call());
                indent = indent.substring(4);
                line("} catch (Exception e) {");
                line("    seen.add(e.getClass());");
                line("}");
            }
            seenState(variable);
            line("seen.add(meaningful(memory, " + variable + "));");
        });
    }

    /** Adds a method that makes calls and returns what it has seen. */
    private void run(String parameters, Runnable lines) {
        method("private static List<Object> run(" + parameters + ")", () -> {
            lines.run();
            line("return seen;");
        });
    }

    private void method(String head, Runnable body) {
        List<String> test = new ArrayList<>(lines);
        String before = indent;
        lines.clear();
        indent = "    ";
        body.run();
        members.add(head + declared("") + " {\n" + String.join("\n", lines) + "\n}");
        lines.clear();
        lines.addAll(test);
        indent = before;
    }

    private void seen(String variable, Divergence.Call call) {
        String text = call(variable, call);
        line(binding.method(call.action()).getReturnType() == void.class ? text + ";" : "seen.add(" + text + ");");
    }

    private void seenState(String variable) {
        binding.alphabet().variables().forEach(name -> {
            Method accessor = binding.accessor(name);
            String read = variable + "." + accessor.getName() + "()";
            line("seen.add(" + (accessor.getReturnType().isArray() ? "Arrays.deepToString(new Object[] {" + read + "})" : read) + ");");
        });
    }

    private List<String> members(String body) {
        List<String> all = new ArrayList<>();
        for (String member : new TreeSet<>(members)) {
            all.add(switch (member) {
                case "field" -> """
                        /** What a Java variable holds, as text; the path leads through fields and elements. */
                        private static String field(Class<?> type, Object of, String path) throws Exception {
                            Class<?> in = type;
                            Object at = of;
                            for (String part : path.split("[.\\\\[\\\\]]+")) {
                                if (part.matches("\\\\d+") && (at instanceof List<?> || in.isArray())) {
                                    int index = Integer.parseInt(part);
                                    at = at instanceof List<?> list ? list.get(index) : Array.get(at, index);
                                } else if (variable(in, part, at) != null) {
                                    at = variable(in, part, at).get(at);
                                } else if (in.getClassLoader() != null) {
                                    return "no " + part;
                                } else {
                                    break;
                                }
                                in = at == null ? Object.class : at.getClass();
                            }
                            // A static variable may get another object that looks the same.
                            boolean object = at != null && !at.getClass().getName().startsWith("java.lang.");
                            return Arrays.deepToString(new Object[] {at}) + (of == null && object ? System.identityHashCode(at) : "");
                        }

                        private static Field variable(Class<?> type, String name, Object object) {
                            for (Class<?> in = type; in != null && in.getClassLoader() != null; in = in.getSuperclass()) {
                                for (Field field : in.getDeclaredFields()) {
                                    if (field.getName().equals(name) && (object != null || Modifier.isStatic(field.getModifiers()))) {
                                        field.setAccessible(true);
                                        return field;
                                    }
                                }
                            }
                            return null;
                        }
                        """;
                case "footprint" -> """
                        private static byte[] bytes(PhysicalMemory memory, %s subject) {
                            Extent all = subject.footprint().get(0);
                            byte[] bytes = new byte[(int) all.length()];
                            memory.read(all.address(), bytes, 0, bytes.length);
                            return bytes;
                        }
                        """.formatted(type);
                case "lay" -> """
                        /** Puts bytes where the subject says that they mean nothing, and where they are not its own. */
                        private static void lay(PhysicalMemory memory, %1$s subject, long address, byte[] bytes) {
                            for (int i = 0; i < bytes.length; i++) {
                                long at = address + i;
                                if (subject.scratch().stream().anyMatch(part -> part.contains(at, 1))
                                        || subject.footprint().stream().noneMatch(part -> part.contains(at, 1))) {
                                    memory.writeByte(at, bytes[i]);
                                }
                            }
                        }

                        /** Zeros, ones, or what is given. */
                        private static byte[] bytes(int junk, String hexadecimal) {
                            byte[] bytes = HexFormat.of().parseHex(hexadecimal);
                            if (junk < 3) {
                                Arrays.fill(bytes, (byte) (junk == 1 ? 0 : -1));
                            }
                            return bytes;
                        }

                        private static String meaningful(PhysicalMemory memory, %1$s subject) {
                            Extent all = subject.footprint().get(0);
                            byte[] bytes = new byte[(int) all.length()];
                            memory.read(all.address(), bytes, 0, bytes.length);
                            for (Extent part : subject.scratch()) {
                                int from = (int) (part.address() - all.address());
                                Arrays.fill(bytes, from, from + (int) part.length(), (byte) 0);
                            }
                            return HexFormat.of().formatHex(bytes);
                        }
                        """.formatted(type);
                default -> member;
            });
        }
        if (mentions(body + all, "bits")) {
            all.add("""
                    private static BitSet bits(int... members) {
                        BitSet bits = new BitSet();
                        Arrays.stream(members).forEach(bits::set);
                        return bits;
                    }
                    """);
        }
        return all;
    }
}
