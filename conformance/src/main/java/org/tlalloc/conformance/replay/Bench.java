package org.tlalloc.conformance.replay;

/**
 * Holds a subject while calls are made on it, and can bring it into any state that it was in
 * before. States are numbered images.
 */
abstract class Bench {
    /** What a subject's state looked like when it was not one of its images. */
    static final int NO_IMAGE = -1;

    private final StaticVariables statics;

    /** @param statics null if nobody will ask for hidden changes */
    Bench(StaticVariables statics) {
        this.statics = statics;
    }

    static Bench of(CallPlan plan, Routes routes, long seed) {
        StaticVariables statics = new StaticVariables(plan.binding().type());
        return plan.binding().resident() ? new ResidentBench(plan.binding(), statics, seed) : new ObjectBench(plan, routes, statics);
    }

    /** Makes the subject; returns the image of its first state. */
    abstract int start();

    /** How many images there are. */
    abstract int images();

    /** Brings the live subject into a state, and makes a second one beside it, if there can be one. */
    abstract void enter(int image) throws Unrepeatable;

    /** The live subject. */
    abstract Object live();

    /** One freshly made from the state entered, for calls that change nothing; null if there is none. */
    abstract Object second();

    /** Puts the entered state back. */
    abstract void rewind() throws Unrepeatable;

    /** Puts the entered state back and makes a subject of it; null if the live one is always made so. */
    abstract Object fresh();

    /** Whether anything differs from the entered state, to the byte. */
    abstract boolean changed();

    /** The Java variable at which the live subject differs from the entered state; null if there is none to name. */
    abstract Place change();

    /** Where the last calls wrote outside the footprint, in words; null if they did not. */
    abstract String trespass();

    /** Where the second one's Java variables are not those of the live one; null if they are, or there is no second one. */
    abstract Place difference();

    /** Where Java variables changed that must never change; null if none did. */
    final Place hidden() {
        Place own = spoiled();
        return own == null ? statics.change() : own;
    }

    /** Where the live subject's own fields changed though they must never; null if they did not, or may. */
    abstract Place spoiled();

    /** The image of the subject's present state, a new one if need be. */
    abstract int settle(Object subject);

    /** Whether the last {@link #settle} found a new image. */
    abstract boolean isNew();

    /**
     * Notes what a call did that was just settled, where states are the same though their bytes are not.
     *
     * @param graphState the graph's state that the image is
     * @return null; or, in words, how it does otherwise from the same state with other bytes
     */
    String unlike(int call, Outcome outcome, int graphState) {
        return null;
    }

    /** The image that was the first of the same state; itself where images are states. */
    int first(int image) {
        return image;
    }

    /** How many states there are; no fewer than images, but for those that are the same up to renaming. */
    int states() {
        return images();
    }

    /** Whether states are told apart up to renaming of slots. */
    boolean upToRenaming() {
        return false;
    }

    /** Whether this subject's present state is the one last settled. */
    abstract boolean sameAsSettled(Object subject);

    /** The memory of the present state, to be completed by what it was when entered; null if there is none. */
    abstract byte[] bytes();

    /** The state entered and the bytes given, of a call made on it; null if there is no memory. */
    abstract Divergence.Memory memory(byte[] after);
}
