package org.tlalloc.model.value;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Values of all kinds, nested up to three deep, in which equal parts are not rare. */
public final class Values {
    private Values() {
    }

    public static Arbitrary<Value> any() {
        return nested(3);
    }

    private static Arbitrary<Value> nested(int depth) {
        if (depth == 0) {
            return atoms();
        }
        Arbitrary<Value> inner = Arbitraries.lazy(() -> nested(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(4, atoms()),
                Tuple.of(1, inner.list().ofMaxSize(4).map(SetValue::of)),
                Tuple.of(1, intervals()),
                Tuple.of(1, inner.list().ofMaxSize(4).map(FunctionValue::tuple)),
                Tuple.of(1, Arbitraries.maps(names(), inner).ofMinSize(1).ofMaxSize(3).map(FunctionValue::record)),
                Tuple.of(1, Arbitraries.maps(inner, inner).ofMaxSize(3).map(FunctionValue::of)),
                Tuple.of(1, functionsOnIntervals(inner)));
    }

    private static Arbitrary<Value> atoms() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(Value::of),
                Arbitraries.integers().between(-2, 300).map(Value::of),
                Arbitraries.of(true, false).map(Value::of),
                strings().map(Value::of),
                names().map(ModelValue::new));
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab\"\\\n\t\r\f ,>|").ofMaxLength(6),
                Arbitraries.strings().all().ofMaxLength(4).filter(Values::isText),
                Arbitraries.of("\ud83d\ude00", "TRUE", "x y", ""));
    }

    /** Half of a surrogate pair is no character, and so no text of TLA+. */
    private static boolean isText(String string) {
        return string.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abZ_9").ofMinLength(1).ofMaxLength(4).filter(ModelValue::isIdentifier);
    }

    private static Arbitrary<Value> intervals() {
        return Arbitraries.integers().between(-200, 200).flatMap(low -> Arbitraries.integers().between(0, 9)
                .map(size -> SetValue.of(IntStream.range(low, low + size).mapToObj(Value::of).toList())));
    }

    private static Arbitrary<Value> functionsOnIntervals(Arbitrary<Value> inner) {
        return Arbitraries.integers().between(-2, 2)
                .flatMap(low -> inner.list().ofMaxSize(4).map(values -> FunctionValue.onIntervalFrom(low, values)));
    }

    /** A map of field names to values, for states. */
    public static Arbitrary<Map<String, Value>> states(List<String> variables) {
        return nested(1).list().ofSize(variables.size()).map(values -> IntStream
                .range(0, variables.size()).boxed().collect(Collectors.toMap(variables::get, values::get)));
    }
}
