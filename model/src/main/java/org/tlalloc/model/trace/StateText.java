package org.tlalloc.model.trace;

import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;
import org.tlalloc.model.value.ValueSyntaxException;

/**
 * A state as TLC prints it: {@code /\ variable = value} for each variable, or
 * {@code variable = value} where there is but one.
 */
final class StateText {
    private final String text;
    private int position;

    StateText(String text) {
        this.text = text;
    }

    /** @throws ValueSyntaxException if it is no state */
    Map<String, Value> read() {
        Map<String, Value> state = new TreeMap<>();
        skipSpace();
        boolean several = text.startsWith("/\\", position);
        while (position < text.length()) {
            if (several) {
                expect("/\\");
            }
            int begin = position;
            String variable = variable();
            expect("=");
            ValueParser parser = new ValueParser(text, position);
            Value value = parser.next();
            position = parser.position();
            if (state.put(variable, value) != null) {
                throw new ValueSyntaxException(begin, "variable " + variable + " stands twice in one state");
            }
            skipSpace();
            if (!several && position < text.length()) {
                throw new ValueSyntaxException(position, "behind the value of " + variable + " the state should end");
            }
        }
        return state;
    }

    private String variable() {
        skipSpace();
        int end = position;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        if (end == position) {
            throw new ValueSyntaxException(position, "the name of a variable should stand here");
        }
        String variable = text.substring(position, end);
        position = end;
        return variable;
    }

    private void expect(String symbol) {
        skipSpace();
        if (!text.startsWith(symbol, position)) {
            throw new ValueSyntaxException(position, "`" + symbol + "` should stand here");
        }
        position += symbol.length();
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
