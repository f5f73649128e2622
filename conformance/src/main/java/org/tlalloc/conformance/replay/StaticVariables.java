package org.tlalloc.conformance.replay;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.tlalloc.conformance.subject.SubjectException;

/**
 * The static variables of a subject and of the classes that belong to it. They must stay as
 * they are: two instances would share them, and none can be put back.
 */
final class StaticVariables {
    private final List<FrozenFields> variables = new ArrayList<>();
    private final List<Holder> holders = new ArrayList<>();

    /* A root that looks anew at a variable each time. */
    private record Holder(Field field, Object[] value) {
        void look() {
            try {
                value[0] = field.get(null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    StaticVariables(Class<?> subject) {
        ObjectGraph graph = new ObjectGraph(subject, null);
        for (Class<?> type : OwnClasses.of(subject)) {
            for (Field field : fields(type)) {
                if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && !constant(field)) {
                    watch(field, graph);
                }
            }
        }
    }

    private static Field[] fields(Class<?> type) {
        try {
            return type.getDeclaredFields();
        } catch (LinkageError e) {
            // It mentions a class that is not there, so it cannot be used either.
            return new Field[0];
        }
    }

    private static boolean constant(Field field) {
        Class<?> type = field.getType();
        return Modifier.isFinal(field.getModifiers()) && (type.isPrimitive() || type == String.class
                || java.lang.invoke.VarHandle.class.isAssignableFrom(type) || java.lang.invoke.MethodHandle.class.isAssignableFrom(type));
    }

    private void watch(Field field, ObjectGraph graph) {
        Holder holder = new Holder(ClassShape.opened(field), new Object[1]);
        try {
            holder.look();
            FrozenFields variable = new FrozenFields(graph, holder.value(), field.getDeclaringClass().getName());
            if (!Modifier.isFinal(field.getModifiers()) || variable.changeable()) {
                holders.add(holder);
                variables.add(variable);
            }
        } catch (LinkageError e) {
            // Its class cannot be initialised, so that nobody can use it.
        } catch (SubjectException e) {
            throw new SubjectException(e.getMessage().replaceFirst(" keeps ", " keeps, in the static variable "
                    + field.getDeclaringClass().getSimpleName() + "." + field.getName() + ", "));
        }
    }

    /** What changed since the last time, which it then takes as it is; null if nothing did. */
    Place change() {
        Place found = null;
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            holder.look();
            FrozenFields variable = variables.get(i);
            Place change = variable.changed() ? variable.difference(holder.value()) : null;
            if (change != null) {
                variable.freeze();
                found = new Place(change.variable(), holder.field().getName() + change.path().substring("[0]".length()),
                        change.before(), change.after());
            }
        }
        return found;
    }
}
