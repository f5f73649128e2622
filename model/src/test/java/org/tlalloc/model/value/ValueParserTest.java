package org.tlalloc.model.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {
    @Test
    void shouldReadAtoms() {
        assertEquals(Value.of(-5), ValueParser.parse(" -5 "));
        assertEquals(Value.of(Integer.MIN_VALUE), ValueParser.parse("-2147483648"));
        assertEquals(Value.of(true), ValueParser.parse("TRUE"));
        assertEquals(Value.of("a\"b\\c\td"), ValueParser.parse("\"a\\\"b\\\\c\\td\""));
        assertEquals(new ModelValue("c1"), ValueParser.parse("c1"));
        assertEquals(new ModelValue("2nd"), ValueParser.parse("2nd"));
    }

    @Test
    void shouldReadIntervals() {
        assertEquals(SetValue.of(Value.of(-1), Value.of(0), Value.of(1)), ValueParser.parse("-1..1"));
        assertEquals(SetValue.of(), ValueParser.parse("1..0"));
        assertEquals(SetValue.of(SetValue.of(Value.of(3))), ValueParser.parse("{3 .. 3}"));
        assertEquals(SetValue.of(Value.of(Integer.MAX_VALUE - 1), Value.of(Integer.MAX_VALUE)), ValueParser.parse("2147483646..2147483647"));
    }

    @Test
    void shouldReadTheEmptyFunctionAsTlcPrintsIt() {
        assertEquals(FunctionValue.tuple(List.of()), ValueParser.parse("<< >>"));
    }

    /* TLC breaks long values so, from release 1.8 on. */
    @Test
    void shouldReadAValueSpreadOverLines() {
        Value read = ValueParser.parse("""
                ( 0 :>
                      [ kind |-> "free",
                        at |-> {1, 2} ] @@
                  1 :>
                      << a,
                         TRUE >> )
                """);
        assertEquals(FunctionValue.of(Map.of(
                Value.of(0), FunctionValue.record(Map.of("kind", Value.of("free"),
                        "at", SetValue.of(Value.of(1), Value.of(2)))),
                Value.of(1), FunctionValue.tuple(List.of(new ModelValue("a"), Value.of(true))))), read);
    }

    @Test
    void shouldStopBehindTheValue() {
        ValueParser parser = new ValueParser("x = 1..2 /\\ y = 3", 3);
        assertEquals(SetValue.of(Value.of(1), Value.of(2)), parser.next());
        assertEquals(8, parser.position());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
        "``!0!the text ends",
        "1 2!2!the value ends here",
        "{1, ]!4!not `]`",
        "{1 2}!3!`,` should stand here",
        "{1,!3!the text ends",
        "<<1>!3!`,` should stand here",
        "[a -> 1]!3!`|->` should stand here",
        "[a |-> 1, a |-> 2]!10!twice",
        "[]!1!a field",
        "(1 :> 2 @@ 1 :> 2)!11!twice",
        "(1)!2!`:>` should stand here",
        "\"abc!0!does not end",
        "\"a\\qb\"!3!backslash",
        "2147483648!0!32 bits",
        "-!0!an integer should stand here",
        "0..2147483647!0!too many elements",
        "-2147483648..2147483647!0!too many elements",
        "1..x!3!an integer should stand here",
        "__!0!a value should begin here",
        "*!0!a value should begin here",
    })
    void shouldSayWhereAndWhyItCannotRead(String text, int position, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> ValueParser.parse(text)).getMessage();
        assertTrue(message.contains("position=" + position + ":"), message);
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "<<", "[a|->", "(1:>", "(("})
    void shouldRefuseAbsurdNesting(String open) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> ValueParser.parse(open.repeat(100_000))).getMessage();
        assertTrue(message.contains("deep"), message);
    }

    @Test
    void shouldQuoteWhatIsWrongOnOneLine() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> ValueParser.parse("{1, \n\n ?\nb}")).getMessage();
        assertEquals("no value of TLA+: position=7: a value should begin here, not `? b}`", message);
    }
}
