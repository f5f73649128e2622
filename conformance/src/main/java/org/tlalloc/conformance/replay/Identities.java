package org.tlalloc.conformance.replay;

import java.util.Arrays;

/** Objects numbered from 0 by their identity, in the order in which they were added. */
final class Identities {
    private static final int NONE = -1;

    private Object[] objects = new Object[16];
    private int[] table = new int[64];
    private int count;

    Identities() {
        Arrays.fill(table, NONE);
    }

    int count() {
        return count;
    }

    Object get(int number) {
        return objects[number];
    }

    /** The object's number; -1 if it has none. */
    int find(Object object) {
        int mask = table.length - 1;
        for (int slot = System.identityHashCode(object) & mask; table[slot] != NONE; slot = slot + 1 & mask) {
            if (objects[table[slot]] == object) {
                return table[slot];
            }
        }
        return NONE;
    }

    /** Numbers an object that has no number yet. */
    int add(Object object) {
        if (4 * count >= table.length) {
            grow();
        }
        if (count == objects.length) {
            objects = Arrays.copyOf(objects, 2 * count);
        }
        objects[count] = object;
        place(count);
        return count++;
    }

    private void place(int number) {
        int mask = table.length - 1;
        int slot = System.identityHashCode(objects[number]) & mask;
        while (table[slot] != NONE) {
            slot = slot + 1 & mask;
        }
        table[slot] = number;
    }

    private void grow() {
        table = new int[4 * table.length];
        Arrays.fill(table, NONE);
        for (int i = 0; i < count; i++) {
            place(i);
        }
    }

    void clear() {
        Arrays.fill(objects, 0, count, null);
        Arrays.fill(table, NONE);
        count = 0;
    }
}
