package org.tlalloc.conformance.replay;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** Sees whether Java fields stay as they are. */
final class FrozenFields {
    private final ObjectGraph graph;
    private final Object root;
    private final String variable;
    private byte[] bytes;
    private List<ObjectGraph.Leaf> leaves;
    /* Where all else is final, a look at the elements of arrays is enough: those of ints one after
       another, which is what geometry is made of, and the others. */
    private int[][] ints;
    private int[] intCopies;
    private Object[] arrays;
    private Object[] copies;

    /** @param variable the class, if the root holds static variables; null for a subject */
    FrozenFields(ObjectGraph graph, Object root, String variable) {
        this.graph = graph;
        this.root = root;
        this.variable = variable;
        freeze();
    }

    /** Takes what there is now as what it is to be. */
    void freeze() {
        leaves = graph.leaves(root);
        graph.write(root);
        bytes = Arrays.copyOf(graph.buffer(), graph.length());
        arrays = null;
        if (graph.fixed()) {
            ints = graph.arrays().stream().filter(int[].class::isInstance).toArray(int[][]::new);
            intCopies = Arrays.stream(ints).flatMapToInt(Arrays::stream).toArray();
            arrays = graph.arrays().stream().filter(array -> !(array instanceof int[])).toArray();
            copies = Arrays.stream(arrays).map(FrozenFields::copy).toArray();
        }
    }

    private static Object copy(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    /** Whether anything but the root itself could change. */
    boolean changeable() {
        return arrays == null || arrays.length + ints.length > 1;
    }

    boolean changed() {
        if (arrays == null) {
            return !like(root);
        }
        int at = 0;
        for (int[] numbers : ints) {
            for (int number : numbers) {
                if (number != intCopies[at++]) {
                    return true;
                }
            }
        }
        for (int i = 0; i < arrays.length; i++) {
            if (!same(arrays[i], copies[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Object one, Object other) {
        if (one instanceof Object[] elements) {
            Object[] others = (Object[]) other;
            for (int i = 0; i < elements.length; i++) {
                if (elements[i] != others[i]) {
                    return false;
                }
            }
            return true;
        }
        return Arrays.deepEquals(new Object[] {one}, new Object[] {other});
    }

    /** Whether another object's fields are what these were. */
    boolean like(Object other) {
        graph.write(other);
        return graph.same(bytes);
    }

    /** The first difference between what the fields were and what an object's are; null if there is none. */
    Place difference(Object other) {
        return ObjectGraph.difference(variable, leaves, graph.leaves(other));
    }

    /** Where they changed; null if they did not. */
    Place change() {
        return changed() ? difference(root) : null;
    }
}
