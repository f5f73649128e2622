package org.tlalloc.conformance.replay;

import org.tlalloc.conformance.subject.Binding;

/**
 * Holds a subject while calls are made on it, and can put it back into any state that
 * it was in before. States are numbered images.
 */
abstract class Bench {
    /** What a subject's state looked like when it was not one of its images. */
    static final int NO_IMAGE = -1;

    static Bench of(Binding binding, long seed) {
        return binding.resident() ? new ResidentBench(binding, seed) : new ObjectBench(binding);
    }

    /** Makes the subject; returns the image of its first state. */
    abstract int start();

    /** How many images there are. */
    abstract int images();

    /** Brings the live subject into a state, and makes a second one beside it, if there can be one. */
    abstract void enter(int image);

    /** The live subject. */
    abstract Object live();

    /** One freshly made from the state entered, for calls that change nothing; null if there is none. */
    abstract Object second();

    /** Puts the entered state back. */
    abstract void rewind();

    /** Puts the entered state back and makes a subject of it; null if the live one is always made so. */
    abstract Object fresh();

    /** Whether anything differs from the entered state, to the byte. */
    abstract boolean changed();

    /** Where the last calls wrote outside the footprint, in words; null if they did not. */
    abstract String trespass();

    /** The image of the subject's present state, a new one if need be. */
    abstract int settle(Object subject);

    /** Whether the last {@link #settle} found a new image. */
    abstract boolean isNew();

    /** Whether this subject's present state is the one last settled. */
    abstract boolean sameAsSettled(Object subject);

    /** The bytes of the present state with the address of the first; null if they mean nothing to a reader. */
    abstract byte[] bytes();

    abstract long address();
}
