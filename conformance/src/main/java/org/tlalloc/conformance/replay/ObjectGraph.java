package org.tlalloc.conformance.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * The state of a Java object as bytes: everything that it refers to, as far as that goes.
 * The bytes of two states of an object, or of two objects of a class, are equal only if no
 * call can tell them apart.
 *
 * <p>Objects are numbered in the order in which they are come upon, breadth first, and
 * references are these numbers; so sharing is seen, and where an object lies is not.
 * Elements of collections stand in the order in which the collection gives them: it may
 * matter. Where that order is one of identity hash codes, which are others in every run, they
 * stand in the order of their own bytes.
 */
final class ObjectGraph {
    private static final int LARGEST = 1 << 22;

    /** @param path from the root, as in {@code cache.size} */
    record Leaf(String path, String text) {
    }

    private final Class<?> subject;
    private final PhysicalMemory memory;
    private final ObjectGraph around;
    private final Map<Class<?>, ClassShape> shapes;
    private final Map<Class<?>, Integer> classNumbers;
    private final Identities objects = new Identities();
    private byte[] bytes = new byte[256];
    private int length;
    private boolean fixed;

    /* Only while places are named: what stands where, and the name of each object. */
    private List<Leaf> leaves;
    private List<String> names;
    private String name;

    /**
     * @param subject whose state it is, for complaints
     * @param memory  the memory that it may refer to, which is no part of it; null for none
     */
    ObjectGraph(Class<?> subject, PhysicalMemory memory) {
        this(subject, memory, null, new HashMap<>(), new HashMap<>());
    }

    private ObjectGraph(Class<?> subject, PhysicalMemory memory, ObjectGraph around, Map<Class<?>, ClassShape> shapes,
                        Map<Class<?>, Integer> classNumbers) {
        this.subject = subject;
        this.memory = memory;
        this.around = around;
        this.shapes = shapes;
        this.classNumbers = classNumbers;
    }

    /** @throws SubjectException if it refers to something whose state cannot be read */
    void write(Object root) {
        length = 0;
        fixed = true;
        objects.clear();
        name = "";
        reference(root);
        try {
            for (int i = 0; i < objects.count(); i++) {
                contents(objects.get(i), i);
            }
        } catch (Unreadable e) {
            if (names == null && around == null) {
                leaves(root);
            }
            throw e.complaint();
        }
    }

    /** Something cannot be read; where it is can be said only if places are named. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }

        SubjectException complaint() {
            return new SubjectException(getMessage());
        }
    }

    /** The bytes last written, valid up to {@link #length()} until the next. */
    byte[] buffer() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean same(byte[] other) {
        return Arrays.equals(other, 0, other.length, bytes, 0, length);
    }

    /** Whether all that can change of what was last written are elements of {@link #arrays()}. */
    boolean fixed() {
        return fixed;
    }

    /** The arrays among the objects last written. */
    List<Object> arrays() {
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < objects.count(); i++) {
            if (objects.get(i).getClass().isArray()) {
                arrays.add(objects.get(i));
            }
        }
        return arrays;
    }

    /** All that an object's state consists of, place by place. */
    List<Leaf> leaves(Object root) {
        leaves = new ArrayList<>();
        names = new ArrayList<>();
        try {
            write(root);
            return leaves;
        } finally {
            leaves = null;
            names = null;
        }
    }

    /** The first place at which two states differ; null if there is none. */
    static Place difference(String variable, List<Leaf> before, List<Leaf> after) {
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            Leaf one = before.get(i);
            Leaf other = after.get(i);
            if (!one.path().equals(other.path())) {
                return new Place(variable, one.path(), one.text(), "gone");
            }
            if (!one.text().equals(other.text())) {
                return new Place(variable, one.path(), one.text(), other.text());
            }
        }
        return before.size() == after.size() ? null : new Place(variable, "", before.size() + " values", after.size() + " values");
    }

    private ClassShape shape(Class<?> type) {
        ClassShape shape = shapes.get(type);
        if (shape == null) {
            shape = new ClassShape(type);
            shapes.put(type, shape);
            classNumbers.put(type, classNumbers.size());
        }
        return shape;
    }

    private void reference(Object object) {
        if (object == null) {
            put((byte) 0);
            leaf("null");
            return;
        }
        if (object instanceof Integer number) {
            put((byte) 1);
            putInt(number);
            leaf(number);
            return;
        }
        ClassShape shape = shape(object.getClass());
        if (shape.kind == ClassShape.Kind.LEAF) {
            put((byte) 2);
            putInt(classNumbers.get(shape.type));
            putText(String.valueOf(object));
            leaf(object);
            return;
        }
        int outside = around == null ? -1 : around.find(object);
        if (outside >= 0) {
            put((byte) 3);
            putInt(outside);
            return;
        }
        int number = objects.find(object);
        if (number < 0) {
            number = objects.add(object);
            if (names != null) {
                names.add(name);
            }
        }
        put((byte) 4);
        putInt(number);
        leaf(names == null || number < names.size() - 1 ? "object " + number : "a " + object.getClass().getSimpleName());
    }

    private int find(Object object) {
        int number = objects.find(object);
        return number >= 0 || around == null ? number : around.find(object);
    }

    private void leaf(Object text) {
        if (leaves != null) {
            leaves.add(new Leaf(name, String.valueOf(text)));
        }
    }

    private void name(int object, String part) {
        if (names != null) {
            String parent = names.get(object);
            name = parent.isEmpty() || part.startsWith("[") ? parent + part : parent + "." + part;
        }
    }

    private void contents(Object object, int number) {
        ClassShape shape = shape(object.getClass());
        putInt(classNumbers.get(shape.type));
        if (object == memory) {
            return;
        }
        if (memory != null && (object instanceof PhysicalMemory || object instanceof Window)) {
            window(object, number);
            return;
        }
        switch (shape.kind) {
            case ARRAY -> array(object, number);
            case FIELDS -> {
                fixed &= shape.fixed;
                fields(object, shape, number);
                if (shape.inherited != null) {
                    ofJdk(object, shape, shape.inherited, number);
                }
            }
            default -> ofJdk(object, shape, shape.kind, number);
        }
    }

    private void window(Object object, int number) {
        if (!(object instanceof Window window) || window.memory() != memory) {
            throw unreadable(number, "a memory that it was not given");
        }
        putLong(window.address());
        putInt(window.length());
    }

    private void fields(Object object, ClassShape shape, int number) {
        try {
            for (Field field : shape.fields) {
                name(number, field.getName());
                Class<?> type = field.getType();
                if (type == int.class) {
                    int value = field.getInt(object);
                    putInt(value);
                    leaf(value);
                } else if (!type.isPrimitive()) {
                    reference(field.get(object));
                } else {
                    primitive(field.get(object));
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void primitive(Object boxed) {
        long value = boxed instanceof Boolean bool ? bool ? 1 : 0 : boxed instanceof Character character ? character
                : boxed instanceof Double number ? Double.doubleToRawLongBits(number)
                : boxed instanceof Float number ? Float.floatToRawIntBits(number) : ((Number) boxed).longValue();
        putLong(value);
        leaf(boxed);
    }

    private void array(Object object, int number) {
        int count = Array.getLength(object);
        size(count, number);
        if (object instanceof Object[] elements) {
            for (int i = 0; i < count; i++) {
                element(elements[i], number, i);
            }
        } else if (object instanceof int[] numbers && leaves == null) {
            for (int value : numbers) {
                putInt(value);
            }
        } else if (object instanceof byte[] values && leaves == null) {
            put(values, count);
        } else {
            for (int i = 0; i < count; i++) {
                if (names != null) {
                    name(number, "[" + i + "]");
                }
                primitive(Array.get(object, i));
            }
        }
    }

    private void size(int count, int number) {
        name(number, "size");
        putInt(count);
        leaf(count);
    }

    private void element(Object element, int number, int index) {
        if (names != null) {
            name(number, "[" + index + "]");
        }
        reference(element);
    }

    private void ofJdk(Object object, ClassShape shape, ClassShape.Kind kind, int number) {
        if (kind == ClassShape.Kind.OPAQUE) {
            return;
        }
        fixed = false;
        switch (kind) {
            case COLLECTION -> collection((Collection<?>) object, shape, number);
            case MAP -> map((Map<?, ?>) object, shape, number);
            case ENTRY -> {
                element(((Map.Entry<?, ?>) object).getKey(), number, 0);
                element(((Map.Entry<?, ?>) object).getValue(), number, 1);
            }
            case BITS -> {
                name(number, "bits");
                long[] words = ((BitSet) object).toLongArray();
                putInt(words.length);
                for (long word : words) {
                    putLong(word);
                }
                leaf(object);
            }
            case TEXT -> text(object.toString(), number);
            case BUFFER -> buffer((java.nio.Buffer) object, number);
            case OPTIONAL -> element(((Optional<?>) object).orElse(null), number, 0);
            case ATOMIC_REFERENCE -> element(((AtomicReference<?>) object).get(), number, 0);
            case REFERENCE -> element(((java.lang.ref.Reference<?>) object).get(), number, 0);
            case THREAD_LOCAL -> element(((ThreadLocal<?>) object).get(), number, 0);
            case SERIAL -> serial(object, number);
            default -> throw unreadable(number, "an object of class " + object.getClass().getName());
        }
    }

    private void text(String text, int number) {
        name(number, "text");
        putText(text);
        leaf(text);
    }

    private void collection(Collection<?> collection, ClassShape shape, int number) {
        Object[] elements = collection.toArray();
        size(elements.length, number);
        if (collection instanceof SortedSet<?> sorted) {
            element(sorted.comparator(), number, -1);
        }
        if (shape.hashed && anyByIdentity(elements)) {
            byOwnBytes(elements, null);
        }
        for (int i = 0; i < elements.length; i++) {
            element(elements[i], number, i);
        }
    }

    private void map(Map<?, ?> map, ClassShape shape, int number) {
        Object[] keys = map.keySet().toArray();
        Object[] values = map.values().toArray();
        size(keys.length, number);
        if (map instanceof SortedMap<?, ?> sorted) {
            element(sorted.comparator(), number, -1);
        }
        if (shape.hashed && (map instanceof java.util.IdentityHashMap<?, ?> || anyByIdentity(keys))) {
            byOwnBytes(keys, values);
        }
        for (int i = 0; i < keys.length; i++) {
            element(keys[i], number, 2 * i);
            element(values[i], number, 2 * i + 1);
        }
    }

    private boolean anyByIdentity(Object[] keys) {
        for (Object key : keys) {
            if (key != null && shape(key.getClass()).identityHash) {
                return true;
            }
        }
        return false;
    }

    /* Each element is written as if it stood alone among what has been numbered so far. Of elements
       with the same bytes it makes no difference which comes first. */
    private void byOwnBytes(Object[] keys, Object[] values) {
        ObjectGraph alone = new ObjectGraph(subject, memory, this, shapes, classNumbers);
        byte[][] own = new byte[keys.length][];
        Integer[] order = new Integer[keys.length];
        for (int i = 0; i < keys.length; i++) {
            alone.write(values == null ? keys[i] : new Object[] {keys[i], values[i]});
            own[i] = Arrays.copyOf(alone.buffer(), alone.length());
            order[i] = i;
        }
        Arrays.sort(order, (one, other) -> Arrays.compare(own[one], own[other]));
        Object[] oldKeys = keys.clone();
        Object[] oldValues = values == null ? null : values.clone();
        for (int i = 0; i < order.length; i++) {
            keys[i] = oldKeys[order[i]];
            if (values != null) {
                values[i] = oldValues[order[i]];
            }
        }
    }

    private void buffer(java.nio.Buffer buffer, int number) {
        name(number, "position");
        primitive(buffer.position());
        name(number, "limit");
        primitive(buffer.limit());
        size(buffer.capacity(), number);
        for (int i = 0; i < buffer.capacity(); i++) {
            if (names != null) {
                name(number, "[" + i + "]");
            }
            primitive(elementOf(buffer.duplicate().clear(), i));
        }
    }

    private static Object elementOf(java.nio.Buffer buffer, int index) {
        return buffer instanceof java.nio.ByteBuffer bytes ? (Object) bytes.get(index)
                : buffer instanceof java.nio.IntBuffer ints ? ints.get(index)
                : buffer instanceof java.nio.LongBuffer longs ? longs.get(index)
                : buffer instanceof java.nio.ShortBuffer shorts ? shorts.get(index)
                : buffer instanceof java.nio.CharBuffer chars ? chars.get(index)
                : buffer instanceof java.nio.FloatBuffer floats ? floats.get(index)
                : (Object) ((java.nio.DoubleBuffer) buffer).get(index);
    }

    /** Stands for an object that is numbered, in the bytes of one that writes itself. */
    private record Numbered(int number) implements java.io.Serializable {
    }

    private void serial(Object object, int number) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(written) {
            {
                enableReplaceObject(true);
            }

            @Override
            protected Object replaceObject(Object part) {
                return part == object || ClassShape.isOfJdk(part.getClass()) ? part : new Numbered(numbered(part, number));
            }
        }) {
            out.writeObject(object);
        } catch (IOException e) {
            throw unreadable(number, "an object of class " + object.getClass().getName() + ", which does not write itself (" + e.getMessage() + ")");
        }
        name(number, "state");
        put(written.toByteArray(), written.size());
        leaf(Arrays.hashCode(written.toByteArray()));
    }

    private int numbered(Object part, int parent) {
        int outside = around == null ? -1 : around.find(part);
        if (outside >= 0) {
            return -1 - outside;
        }
        int number = objects.find(part);
        if (number < 0) {
            number = objects.add(part);
            if (names != null) {
                names.add(names.get(parent));
            }
        }
        return number;
    }

    private Unreadable unreadable(int number, String what) {
        String place = names == null || names.get(number).isEmpty() ? "" : " in " + names.get(number);
        return new Unreadable("class " + subject.getName() + " keeps " + what + place
                + ": what state that holds cannot be seen, so that states cannot be told apart");
    }

    private void put(byte value) {
        room(1);
        bytes[length++] = value;
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        bytes[length++] = (byte) value;
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 24);
    }

    private void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >>> 32));
    }

    private void putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length);
        put(encoded, encoded.length);
    }

    private void put(byte[] from, int count) {
        room(count);
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
    }

    private void room(int count) {
        if (count > LARGEST - length) {
            throw new SubjectException("the objects that an instance of class " + subject.getName() + " refers to take more than bytes="
                    + LARGEST + ", too much to tell states apart by: choose a smaller model");
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
