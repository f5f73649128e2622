package org.tlalloc.conformance.replay;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.objenesis.strategy.StdInstantiatorStrategy;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;

/**
 * A subject that is a plain object: its images are serialised copies of everything that
 * it refers to. Each call is made on a new copy, so that live and fresh are one.
 */
final class ObjectBench extends Bench {
    private final Binding binding;
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(1 << 10, -1);
    private final ImageStore store = new ImageStore();
    private byte[] buffer = new byte[1 << 10];
    private int image = NO_IMAGE;
    private Object live;
    private boolean found;

    ObjectBench(Binding binding) {
        this.binding = binding;
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        kryo.setClassLoader(binding.type().getClassLoader());
        for (Class<?> type = binding.type(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                    throw new SubjectException("class " + type.getName() + " has a static variable, " + field.getName()
                            + ", which cannot be put back: make it a field, or constant");
                }
            }
        }
    }

    @Override
    int start() {
        live = binding.create();
        return settle(live);
    }

    @Override
    int images() {
        return store.count();
    }

    @Override
    void enter(int number) {
        image = number;
        live = copy();
    }

    private Object copy() {
        int length = store.length(image);
        if (buffer.length < length) {
            buffer = new byte[2 * length];
        }
        store.copy(image, buffer);
        return kryo.readClassAndObject(new Input(buffer, 0, length));
    }

    @Override
    Object live() {
        return live;
    }

    @Override
    Object second() {
        return null;
    }

    @Override
    void rewind() {
        live = copy();
    }

    @Override
    Object fresh() {
        return null;
    }

    private void write(Object subject) {
        output.reset();
        try {
            kryo.writeClassAndObject(output, subject);
        } catch (KryoException | IllegalArgumentException e) {
            throw new SubjectException("class " + binding.type().getName() + " cannot be copied: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
        }
    }

    @Override
    boolean changed() {
        write(live);
        return !store.same(image, output.getBuffer(), output.position());
    }

    @Override
    String trespass() {
        return null;
    }

    @Override
    int settle(Object subject) {
        write(subject);
        int number = store.intern(output.getBuffer(), output.position());
        found = store.found();
        return number;
    }

    @Override
    boolean isNew() {
        return !found;
    }

    @Override
    boolean sameAsSettled(Object subject) {
        return true;
    }

    @Override
    byte[] bytes() {
        return null;
    }

    @Override
    long address() {
        return 0;
    }
}
