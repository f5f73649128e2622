package org.tlalloc.model.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;

class ValueProperties {
    @Provide
    Arbitrary<Value> values() {
        return Values.any();
    }

    /** Two values that are equal, or nearly, more often than chance would have it. */
    @Provide
    Arbitrary<Tuple2<Value, Value>> pairs() {
        return Combinators.combine(Values.any(), Values.any(), Arbitraries.integers().between(0, 2), Arbitraries.randoms())
                .as((one, other, kind, random) -> Tuple.of(one, switch (kind) {
                    case 0 -> other;
                    case 1 -> ValueParser.parse(new Spelling(random).of(one));
                    default -> nudged(one);
                }));
    }

    /** The same but for its last part. */
    private static Value nudged(Value value) {
        if (value instanceof SetValue set && !set.elements().isEmpty()) {
            return SetValue.of(set.elements().subList(0, set.elements().size() - 1));
        }
        if (value instanceof FunctionValue function && !function.keys().isEmpty()) {
            Map<Value, Value> graph = new HashMap<>();
            function.keys().forEach(key -> graph.put(key, function.apply(key)));
            Value last = function.keys().get(function.keys().size() - 1);
            graph.put(last, nudged(function.apply(last)));
            return FunctionValue.of(graph);
        }
        return value instanceof IntValue number ? new IntValue(number.value() ^ 1) : Value.of(value.toString());
    }

    @Property
    void shouldReadWhatItPrints(@ForAll("values") Value value) {
        assertEquals(value, ValueParser.parse(value.toString()));
    }

    @Property
    void shouldReadAnyNotationOfAValue(@ForAll("values") Value value, @ForAll Random random) {
        assertEquals(value, ValueParser.parse(new Spelling(random).of(value)));
    }

    @Property
    void shouldDecodeWhatItEncodes(@ForAll("values") Value value) {
        assertEquals(value, ValueCodec.decode(ValueCodec.encode(value)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldHaveEqualBytesExactlyWhereEqual(@ForAll("pairs") Tuple2<Value, Value> pair) {
        Value one = pair.get1();
        Value other = pair.get2();
        assertEquals(one.equals(other), Arrays.equals(ValueCodec.encode(one), ValueCodec.encode(other)));
    }

    @Property
    void shouldHaveTheSameBytesInWhicheverOrderMembersAreWritten(
            @ForAll @Size(max = 6) List<@From("values") Value> members, @ForAll Random random) {
        ValueEncoder encoder = new ValueEncoder();
        List<Value> shuffled = new ArrayList<>(members);
        shuffled.addAll(members);
        Collections.shuffle(shuffled, random);
        encoder.beginSet();
        for (Value member : shuffled) {
            encoder.member();
            ValueCodec.encode(member, encoder);
        }
        encoder.endSet();
        assertArrayEquals(ValueCodec.encode(SetValue.of(members)), encoder.toByteArray());
    }

    @Property
    void shouldRefuseDamagedBytesWithoutLosingItsHead(@ForAll("values") Value value, @ForAll Random random) {
        byte[] bytes = ValueCodec.encode(value);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        try {
            ValueCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            assertEquals(1, e.getMessage().lines().count());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldBeOrderedAsEqualityHasIt(@ForAll("pairs") Tuple2<Value, Value> pair) {
        Value one = pair.get1();
        Value other = pair.get2();
        assertEquals(one.equals(other), one.compareTo(other) == 0);
        assertEquals(Integer.signum(one.compareTo(other)), -Integer.signum(other.compareTo(one)));
        if (one.equals(other)) {
            assertEquals(one.hashCode(), other.hashCode());
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldBeOrderedTransitively(@ForAll @Size(min = 3, max = 8) List<@From("values") Value> values) {
        List<Value> sorted = values.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i; j < sorted.size(); j++) {
                assertTrue(sorted.get(i).compareTo(sorted.get(j)) <= 0, sorted::toString);
            }
        }
    }
}
