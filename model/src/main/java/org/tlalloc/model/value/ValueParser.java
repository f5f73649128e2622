package org.tlalloc.model.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Reads values as TLC and {@link Value#toString()} print them, however they are
 * spread over lines: integers, TRUE and FALSE, strings, model values, {@code {...}},
 * {@code a..b}, {@code <<...>>}, {@code [field |-> ...]} and {@code (key :> value @@ ...)}.
 *
 * <p>It reads values, not expressions: an operator other than those is refused, and
 * so is what TLC prints for a set that it cannot list, such as {@code Nat}.
 */
public final class ValueParser {
    /** More than TLC itself would list; an interval beyond it is a slip of the pen. */
    private static final int MOST_ELEMENTS = 1 << 24;
    /** No value is nested so deeply by intent, and deeper ones would overflow the stack. */
    private static final int DEEPEST = 500;
    private static final int EXCERPT = 20;

    private final String text;
    private int position;
    private int depth;

    /** Reads values that stand somewhere in a text, from this index on. */
    public ValueParser(String text, int from) {
        this.text = text;
        this.position = from;
    }

    /**
     * The value that the whole text is.
     *
     * @throws ValueSyntaxException if it is none
     */
    public static Value parse(String text) {
        ValueParser parser = new ValueParser(text, 0);
        Value value = parser.next();
        parser.skipSpace();
        if (parser.position < text.length()) {
            throw parser.unexpected("the value ends here");
        }
        return value;
    }

    /** The index behind the last value that was read. */
    public int position() {
        return position;
    }

    /**
     * The next value; white space may stand before it.
     *
     * @throws ValueSyntaxException if no value stands here
     */
    public Value next() {
        skipSpace();
        if (++depth > DEEPEST) {
            throw failure("values are nested more than " + DEEPEST + " deep");
        }
        Value value = value();
        depth--;
        return value;
    }

    private Value value() {
        char c = peek();
        if (c >= '0' && c <= '9' || c == '-') {
            return numberOrInterval();
        }
        if (isNamePart(c)) {
            return named();
        }
        return switch (c) {
            case '"' -> new StringValue(string());
            case '{' -> set();
            case '<' -> tuple();
            case '[' -> record();
            case '(' -> function();
            default -> throw unexpected("a value should begin here");
        };
    }

    private Value numberOrInterval() {
        int begin = position;
        // A name may begin with a digit, such as 2nd.
        if (peek() != '-' && nameAt(begin).chars().anyMatch(c -> c < '0' || c > '9')) {
            return named();
        }
        int low = integer();
        int end = position;
        skipSpace();
        if (!text.startsWith("..", position)) {
            position = end;
            return new IntValue(low);
        }
        position += 2;
        skipSpace();
        int high = integer();
        if ((long) high - low >= MOST_ELEMENTS) {
            position = begin;
            throw failure("the interval " + low + ".." + high + " has too many elements");
        }
        // An int that counts up to the largest of all never ends.
        return SetValue.of(IntStream.rangeClosed(low, high).mapToObj(IntValue::new).toList());
    }

    private int integer() {
        int begin = position;
        if (peek() == '-') {
            position++;
        }
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        String digits = text.substring(begin, position);
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            position = begin;
            throw digits.isEmpty() || digits.equals("-") ? unexpected("an integer should stand here")
                    : failure("an integer of TLC has 32 bits, and " + digits + " has more");
        }
    }

    private Value named() {
        int begin = position;
        String name = nameAt(begin);
        position += name.length();
        if (name.equals("TRUE") || name.equals("FALSE")) {
            return new BoolValue(name.equals("TRUE"));
        }
        if (!ModelValue.isIdentifier(name)) {
            position = begin;
            throw unexpected("a value should begin here");
        }
        return new ModelValue(name);
    }

    private String string() {
        int begin = position++;
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            char c = peek();
            if (c == '\n' || c == '\r' || position >= text.length()) {
                position = begin;
                throw failure("this string does not end");
            }
            content.append(c == '\\' ? escaped() : c);
            position++;
        }
        position++;
        return content.toString();
    }

    private char escaped() {
        position++;
        return switch (peek()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> throw unexpected("one of \" \\ n t r f should follow the backslash");
        };
    }

    private Value set() {
        return SetValue.of(list("{", "}"));
    }

    private Value tuple() {
        return FunctionValue.tuple(list("<<", ">>"));
    }

    private List<Value> list(String open, String close) {
        expect(open);
        List<Value> elements = new ArrayList<>();
        while (!isNext(close)) {
            if (!elements.isEmpty()) {
                expect(",");
            }
            elements.add(next());
        }
        expect(close);
        return elements;
    }

    private Value record() {
        expect("[");
        Map<Value, Value> graph = new TreeMap<>();
        do {
            skipSpace();
            String field = nameAt(position);
            if (field.isEmpty()) {
                throw unexpected("a field should stand here");
            }
            int begin = position;
            position += field.length();
            expect("|->");
            put(graph, new StringValue(field), begin);
        } while (accept(","));
        expect("]");
        return FunctionValue.of(graph);
    }

    private Value function() {
        expect("(");
        Map<Value, Value> graph = new TreeMap<>();
        do {
            skipSpace();
            int begin = position;
            Value key = next();
            expect(":>");
            put(graph, key, begin);
        } while (accept("@@"));
        expect(")");
        return FunctionValue.of(graph);
    }

    private void put(Map<Value, Value> graph, Value key, int at) {
        if (graph.put(key, next()) != null) {
            position = at;
            throw failure("the function has " + key + " twice in its domain");
        }
    }

    /** The letters, digits and underscores that stand here. */
    private String nameAt(int begin) {
        int end = begin;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return text.substring(begin, end);
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private boolean isNext(String symbol) {
        skipSpace();
        return text.startsWith(symbol, position);
    }

    private boolean accept(String symbol) {
        if (!isNext(symbol)) {
            return false;
        }
        position += symbol.length();
        return true;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("`" + symbol + "` should stand here");
        }
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    /** The character that stands here; behind the end, one that nothing begins with. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private ValueSyntaxException unexpected(String wanted) {
        if (position >= text.length()) {
            return failure(wanted + ", but the text ends");
        }
        int end = Math.min(text.length(), position + EXCERPT);
        String rest = text.substring(position, end).replaceAll("\\s+", " ").strip();
        return failure(wanted + ", not `" + rest + (end < text.length() ? "...`" : "`"));
    }

    private ValueSyntaxException failure(String why) {
        return new ValueSyntaxException(position, why);
    }
}
