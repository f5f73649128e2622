package org.tlalloc.conformance.replay;

import java.util.Arrays;

/** How each image was found: from which other, and by which transition of the graph. Following it back is the shortest way. */
final class Routes {
    private static final int NONE = -1;

    private int[] parent = new int[1 << 10];
    private int[] transition = new int[1 << 10];

    Routes() {
        begin(0);
    }

    /** Notes that an image is where a subject begins. */
    void begin(int image) {
        put(image, NONE, NONE);
    }

    /** Notes that a transition leads from one image to another. */
    void put(int image, int from, int by) {
        if (image >= parent.length) {
            parent = Arrays.copyOf(parent, 2 * image);
            transition = Arrays.copyOf(transition, 2 * image);
        }
        parent[image] = from;
        transition[image] = by;
    }

    /** The transitions from the beginning to the image. */
    int[] to(int image) {
        int length = 0;
        for (int at = image; parent[at] != NONE; at = parent[at]) {
            length++;
        }
        int[] transitions = new int[length];
        for (int at = image; parent[at] != NONE; at = parent[at]) {
            transitions[--length] = transition[at];
        }
        return transitions;
    }
}
