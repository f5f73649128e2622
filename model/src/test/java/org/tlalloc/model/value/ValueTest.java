package org.tlalloc.model.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    private static Value number(int value) {
        return Value.of(value);
    }

    @Test
    void shouldPrintAsTlcDoes() {
        assertEquals("{}", SetValue.of().toString());
        assertEquals("{-1, 2}", SetValue.of(number(2), number(-1), number(2)).toString());
        assertEquals("<<>>", FunctionValue.tuple(List.of()).toString());
        assertEquals("<<1, <<2>>>>", FunctionValue.tuple(List.of(number(1),
                FunctionValue.tuple(List.of(number(2))))).toString());
        assertEquals("[f |-> 1, g |-> c]", FunctionValue.record(Map.of("g", new ModelValue("c"), "f", number(1))).toString());
        assertEquals("(0 :> TRUE @@ 1 :> \"x\\n\")",
                FunctionValue.onIntervalFrom(0, List.of(Value.of(true), Value.of("x\n"))).toString());
        assertEquals("(\"a b\" :> 1)", FunctionValue.record(Map.of("a b", number(1))).toString());
    }

    @Test
    void shouldTakeTuplesAndRecordsForFunctions() {
        assertEquals(FunctionValue.tuple(List.of(number(7), number(8))),
                FunctionValue.of(Map.of(number(1), number(7), number(2), number(8))));
        assertEquals(FunctionValue.record(Map.of("a", number(1))), FunctionValue.of(Map.of(Value.of("a"), number(1))));
    }

    @Test
    void shouldApplyAFunctionWithinItsDomainOnly() {
        FunctionValue function = FunctionValue.onIntervalFrom(-1, List.of(number(5), number(6)));
        assertEquals(number(6), function.apply(number(0)));
        assertNull(function.apply(number(1)));
        assertNull(function.apply(Value.of("x")));
    }

    @Test
    void shouldOrderByKindAndSizeFirst() {
        List<Value> ascending = List.of(number(-1), number(3), Value.of(false), Value.of(true), Value.of(""),
                Value.of("b"), new ModelValue("a"), SetValue.of(number(9)), SetValue.of(number(1), number(2)),
                FunctionValue.tuple(List.of()), FunctionValue.tuple(List.of(number(1))));
        assertEquals(ascending, ascending.stream().sorted(Comparator.reverseOrder()).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "1", "a-b", "TRUE", "FALSE", "a b", "é", "a\nb"})
    void shouldRefuseANameThatIsNoIdentifier(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> new ModelValue(name)).getMessage();
        assertEquals(1, message.lines().count());
    }

    /* Half a pair has no UTF-8: two different strings would have the same bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0xd800, 0xdfff})
    void shouldRefuseHalfASurrogatePair(int half) {
        assertThrows(IllegalArgumentException.class, () -> Value.of("a" + (char) half));
        assertEquals("😀", ((StringValue) Value.of("😀")).value());
    }

    @Test
    void shouldKnowTuplesAndRecords() {
        assertTrue(FunctionValue.tuple(List.of()).isTuple());
        assertFalse(FunctionValue.tuple(List.of()).isRecord());
        assertFalse(FunctionValue.onIntervalFrom(0, List.of(number(1))).isTuple());
        assertTrue(FunctionValue.record(Map.of("a", number(1))).isRecord());
        assertFalse(FunctionValue.record(Map.of("TRUE", number(1))).isRecord());
    }
}
