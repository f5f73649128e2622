package org.tlalloc.model.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Values as canonical bytes, and back: equal values have equal bytes, and only they. */
public final class ValueCodec {
    private ValueCodec() {
    }

    public static byte[] encode(Value value) {
        ValueEncoder encoder = new ValueEncoder();
        encode(value, encoder);
        return encoder.toByteArray();
    }

    public static void encode(Value value, ValueEncoder to) {
        if (value instanceof IntValue number) {
            to.integer(number.value());
        } else if (value instanceof BoolValue bool) {
            to.bool(bool.value());
        } else if (value instanceof StringValue string) {
            to.string(string.value());
        } else if (value instanceof ModelValue model) {
            to.modelValue(model.name());
        } else if (value instanceof SetValue set) {
            to.beginSet();
            for (Value element : set.elements()) {
                to.member();
                encode(element, to);
            }
            to.endSet();
        } else if (value instanceof FunctionValue function) {
            to.beginFunction();
            for (int i = 0; i < function.keys().size(); i++) {
                to.member();
                encode(function.keys().get(i), to);
                encode(function.values().get(i), to);
            }
            to.endFunction();
        }
    }

    /** @throws IllegalArgumentException if the bytes are not exactly one value */
    public static Value decode(byte[] bytes) {
        Reader reader = new Reader(bytes, 0);
        Value value = reader.next();
        if (reader.position() != bytes.length) {
            throw new IllegalArgumentException("bytes after a value: position=" + reader.position());
        }
        return value;
    }

    /** Reads values that stand one after another. */
    public static final class Reader {
        private final byte[] bytes;
        private int position;

        public Reader(byte[] bytes, int from) {
            this.bytes = bytes;
            this.position = from;
        }

        /** Where the next value begins. */
        public int position() {
            return position;
        }

        /** @throws IllegalArgumentException if no value stands here */
        public Value next() {
            try {
                return value();
            } catch (IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("a value is cut short: position=" + position, e);
            }
        }

        private Value value() {
            char tag = (char) bytes[position++];
            switch (tag) {
                case 'i':
                    int zigzag = varint();
                    return new IntValue((zigzag >>> 1) ^ -(zigzag & 1));
                case 't':
                    return new BoolValue(true);
                case 'f':
                    return new BoolValue(false);
                case 's':
                    return new StringValue(text());
                case 'm':
                    return new ModelValue(text());
                case 'S':
                    return set();
                case 'F':
                    return function();
                default:
                    throw new IllegalArgumentException(
                            "no value begins with byte " + (int) tag + ": position=" + (position - 1));
            }
        }

        private SetValue set() {
            int count = count();
            List<Value> elements = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                elements.add(value());
            }
            return SetValue.of(elements);
        }

        private FunctionValue function() {
            int count = count();
            TreeMap<Value, Value> graph = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                Value key = value();
                graph.put(key, value());
            }
            return FunctionValue.of(graph);
        }

        /* Every member takes a byte at least: a larger count is damage, not a reason to allocate. */
        private int count() {
            int count = varint();
            if (count < 0 || count > bytes.length - position) {
                throw new IllegalArgumentException("impossible count=" + count + ": position=" + position);
            }
            return count;
        }

        private String text() {
            int size = count();
            String text = new String(bytes, position, size, StandardCharsets.UTF_8);
            position += size;
            return text;
        }

        private int varint() {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                byte next = bytes[position++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number does not end: position=" + position);
        }
    }
}
