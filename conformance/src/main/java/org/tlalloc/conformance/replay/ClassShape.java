package org.tlalloc.conformance.replay;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tlalloc.conformance.subject.SubjectException;

/** How the state of the objects of one class is read. */
final class ClassShape {

    /* A class of the JDK is read through what it offers to everybody, since its fields are not ours
       to open; a class of anyone else by its fields, hidden and transient ones too. */
    enum Kind {
        /** A value by itself: its text says all. */
        LEAF,
        /** Of no state that could matter, or that changes: method handles, loggers, the JDK's comparators. */
        OPAQUE,
        FIELDS, ARRAY, COLLECTION, MAP, ENTRY, BITS, TEXT, BUFFER, OPTIONAL, REFERENCE, THREAD_LOCAL, ATOMIC_REFERENCE,
        /** Of the JDK and serialisable: it writes its own state. */
        SERIAL,
        /** What it holds cannot be known. */
        UNREADABLE
    }

    private static final List<Class<?>> OPAQUE = List.of(java.lang.invoke.MethodHandle.class, java.lang.invoke.VarHandle.class,
            java.lang.invoke.MethodType.class, java.lang.reflect.AnnotatedElement.class, ClassLoader.class,
            java.util.logging.Logger.class, System.Logger.class, java.util.regex.Pattern.class, java.nio.charset.Charset.class,
            java.io.PrintStream.class, Comparator.class, java.util.concurrent.atomic.AtomicIntegerFieldUpdater.class,
            java.util.concurrent.atomic.AtomicLongFieldUpdater.class, java.util.concurrent.atomic.AtomicReferenceFieldUpdater.class);

    private static final List<Class<?>> LEAVES = List.of(String.class, Integer.class, Long.class, Short.class, Byte.class,
            Character.class, Boolean.class, Float.class, Double.class, Class.class, java.math.BigInteger.class,
            java.math.BigDecimal.class, java.util.UUID.class, java.util.OptionalInt.class, java.util.OptionalLong.class,
            java.util.OptionalDouble.class);

    /* What these hold is what they say of themselves. */
    private static final List<Class<?>> TALKERS = List.of(CharSequence.class, java.util.concurrent.atomic.AtomicInteger.class,
            java.util.concurrent.atomic.AtomicLong.class, java.util.concurrent.atomic.AtomicBoolean.class,
            java.util.concurrent.atomic.AtomicIntegerArray.class, java.util.concurrent.atomic.AtomicLongArray.class,
            java.util.concurrent.atomic.LongAdder.class);

    private static final List<Class<?>> HASHED = List.of(java.util.HashMap.class, java.util.HashSet.class, ConcurrentHashMap.class,
            java.util.Hashtable.class, java.util.WeakHashMap.class, java.util.IdentityHashMap.class);

    final Class<?> type;
    final Kind kind;
    /** Of a class that is not the JDK's: its own fields and those of its ancestors that are not the JDK's either. */
    final Field[] fields;
    /** Whether each field is final. */
    final boolean fixed;
    /** How what it inherits from a class of the JDK is read; null if there is nothing to it. */
    final Kind inherited;
    /** Whether the hash code of its objects is another in each of them. */
    final boolean identityHash;
    /** Whether its elements stand in the order of their hash codes. */
    final boolean hashed;

    ClassShape(Class<?> type) {
        this.type = type;
        this.identityHash = !type.isEnum() && !(Enum.class.isAssignableFrom(type)) && hashesByIdentity(type);
        this.hashed = HASHED.contains(type) || type.getName().equals("java.util.concurrent.ConcurrentHashMap$KeySetView");
        List<Field> own = new ArrayList<>();
        Class<?> ancestor = type;
        if (!type.isArray()) {
            for (; !isOfJdk(ancestor); ancestor = ancestor.getSuperclass()) {
                fieldsOf(ancestor, own);
            }
        }
        this.fields = own.toArray(Field[]::new);
        this.fixed = own.stream().allMatch(field -> Modifier.isFinal(field.getModifiers()));
        this.kind = type.isArray() ? Kind.ARRAY : ancestor != type ? Kind.FIELDS : ofJdk(type);
        this.inherited = kind == Kind.FIELDS ? inherited(ancestor) : null;
    }

    static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean hashesByIdentity(Class<?> type) {
        try {
            return type.getMethod("hashCode").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fieldsOf(Class<?> type, List<Field> into) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                into.add(opened(field));
            }
        }
    }

    /** @throws SubjectException if the field cannot be read */
    static Field opened(Field field) {
        try {
            field.setAccessible(true);
            return field;
        } catch (RuntimeException e) {
            throw new SubjectException("field " + field.getName() + " of " + field.getDeclaringClass().getName()
                    + " cannot be read: open its package to all modules");
        }
    }

    /** What an object has from an ancestor that is the JDK's. */
    private static Kind inherited(Class<?> ancestor) {
        boolean anything = false;
        for (Class<?> type = ancestor; type != null && type != Enum.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                anything |= !Modifier.isStatic(field.getModifiers()) && !field.getName().equals("modCount");
            }
        }
        boolean skeleton = Modifier.isAbstract(ancestor.getModifiers())
                && (Collection.class.isAssignableFrom(ancestor) || Map.class.isAssignableFrom(ancestor));
        return !anything || skeleton || Throwable.class.isAssignableFrom(ancestor) ? null : ofJdk(ancestor);
    }

    private static Kind ofJdk(Class<?> type) {
        if (LEAVES.contains(type) || Enum.class.isAssignableFrom(type) || type.getPackageName().equals("java.time")) {
            return Kind.LEAF;
        }
        if (type == Object.class || type.isHidden() || OPAQUE.stream().anyMatch(opaque -> opaque.isAssignableFrom(type))) {
            return Kind.OPAQUE;
        }
        if (Map.class.isAssignableFrom(type)) {
            return Kind.MAP;
        }
        if (Collection.class.isAssignableFrom(type)) {
            return Kind.COLLECTION;
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return Kind.ENTRY;
        }
        if (type == BitSet.class) {
            return Kind.BITS;
        }
        return ofHolder(type);
    }

    private static Kind ofHolder(Class<?> type) {
        if (java.nio.Buffer.class.isAssignableFrom(type)) {
            return Kind.BUFFER;
        }
        if (TALKERS.stream().anyMatch(talker -> talker.isAssignableFrom(type))) {
            return Kind.TEXT;
        }
        if (type == java.util.Optional.class) {
            return Kind.OPTIONAL;
        }
        if (type == java.util.concurrent.atomic.AtomicReference.class) {
            return Kind.ATOMIC_REFERENCE;
        }
        if (java.lang.ref.Reference.class.isAssignableFrom(type)) {
            return Kind.REFERENCE;
        }
        if (ThreadLocal.class.isAssignableFrom(type)) {
            return Kind.THREAD_LOCAL;
        }
        return java.io.Serializable.class.isAssignableFrom(type) ? Kind.SERIAL : Kind.UNREADABLE;
    }
}
