package org.tlalloc.model.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
    /* The layout is kept in files: it must not drift. */
    @Test
    void shouldHaveTheDocumentedLayout() {
        assertArrayEquals(new byte[] {'i', 1}, ValueCodec.encode(Value.of(-1)));
        assertArrayEquals(new byte[] {'i', (byte) 0x80, 1}, ValueCodec.encode(Value.of(64)));
        assertArrayEquals(new byte[] {'t'}, ValueCodec.encode(Value.of(true)));
        assertArrayEquals(new byte[] {'s', 2, (byte) 0xc3, (byte) 0xa9}, ValueCodec.encode(Value.of("é")));
        assertArrayEquals(new byte[] {'m', 1, 'a'}, ValueCodec.encode(new ModelValue("a")));
        assertArrayEquals(new byte[] {'S', 2, 'f', 'i', 2}, ValueCodec.encode(SetValue.of(Value.of(1), Value.of(false))));
        assertArrayEquals(new byte[] {'F', 1, 'i', 2, 't'},
                ValueCodec.encode(FunctionValue.tuple(List.of(Value.of(true)))));
    }

    @Test
    void shouldCountBeyondOneByte() {
        SetValue large = SetValue.of(IntStream.range(0, 20_000).mapToObj(Value::of).toList());
        assertEquals(large, ValueCodec.decode(ValueCodec.encode(large)));
    }

    @Test
    void shouldReadValuesOneAfterAnother() {
        ValueEncoder encoder = new ValueEncoder();
        ValueCodec.encode(Value.of("a"), encoder);
        ValueCodec.encode(Value.of(7), encoder);
        ValueCodec.Reader reader = new ValueCodec.Reader(encoder.toByteArray(), 0);
        assertEquals(Value.of("a"), reader.next());
        assertEquals(3, reader.position());
        assertEquals(Value.of(7), reader.next());
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] bytes = ValueCodec.encode(ValueParser.parse("[a |-> {1, 200}, b |-> <<\"x\", c, TRUE>>]"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> ValueCodec.decode(cut), "length=" + length);
        }
    }

    @Test
    void shouldRefuseBytesBehindTheValue() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> ValueCodec.decode(new byte[] {'t', 't'})).getMessage();
        assertTrue(message.contains("position=1"), message);
    }

    @Test
    void shouldRefuseAnImpossibleCountWithoutMakingRoomForIt() {
        assertThrows(IllegalArgumentException.class,
                () -> ValueCodec.decode(new byte[] {'S', -1, -1, -1, -1, 7, 't'}));
    }
}
