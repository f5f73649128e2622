package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Links;

/**
 * The images of a subject whose slots may be renamed. Images that differ by a renaming are one state,
 * of which two spellings are kept at most: the first one, and the first that is another. Both are gone on from, and
 * each call must lead both to the same answer and the same state, up to renaming. That finds most of
 * what depends on a slot's number, or on a link that was not declared; further spellings are taken for the first.
 */
final class Spellings {
    private static final int NONE = -1;
    /* What is noted of a call: its number, what it answered, and the state that it led to. */
    private static final int NOTE = 3;

    private final Renaming renaming;
    private final ImageStore states = new ImageStore();
    private final ImageStore images;
    private final byte[] renamed;
    /* For each state its spellings, and of the first one the notes; for each image its state. */
    private int[] first = new int[1 << 10];
    private int[] second = new int[1 << 10];
    private int[][] notes = new int[1 << 10][];
    private int[] meaning = new int[1 << 10];
    private int[] stateOf = new int[1 << 10];
    private boolean found;
    private int settled;
    /* Of the image gone on from. */
    private int[] taking = new int[1 << 6];
    private int noted;
    private int from = NONE;

    Spellings(Footprint footprint, Links links, ImageStore images) {
        this.renaming = new Renaming(footprint, links);
        this.images = images;
        this.renamed = new byte[footprint.size()];
    }

    /** How many states there are. */
    int states() {
        return states.count();
    }

    boolean found() {
        return found;
    }

    /** The image that stands for this one: itself, if it is the first or the second spelling of its state. */
    int intern(byte[] image, List<Extent> scratch) {
        renaming.rename(image, scratch, renamed);
        settled = states.intern(renamed, renamed.length);
        found = states.found();
        if (!found) {
            grow();
            first[settled] = images.add(image, image.length);
            second[settled] = NONE;
            meaning[settled] = NONE;
            return belongs(first[settled]);
        }
        if (images.same(first[settled], image, image.length)) {
            return first[settled];
        }
        if (second[settled] == NONE) {
            found = false;
            second[settled] = images.add(image, image.length);
            return belongs(second[settled]);
        }
        return images.same(second[settled], image, image.length) ? second[settled] : first[settled];
    }

    private void grow() {
        if (settled == first.length) {
            first = Arrays.copyOf(first, 2 * settled);
            second = Arrays.copyOf(second, 2 * settled);
            notes = Arrays.copyOf(notes, 2 * settled);
            meaning = Arrays.copyOf(meaning, 2 * settled);
        }
    }

    private int belongs(int image) {
        if (image == stateOf.length) {
            stateOf = Arrays.copyOf(stateOf, 2 * image);
        }
        stateOf[image] = settled;
        return image;
    }

    /** The last call changed nothing. */
    void stays() {
        settled = stateOf[from];
    }

    /** From here on calls are made on this image. */
    void enter(int image) {
        if (image != from) {
            if (from != NONE) {
                leave();
            }
            from = image;
            noted = 0;
        }
    }

    /** The first spelling of what the image is. */
    int first(int image) {
        return first[stateOf[image]];
    }

    /* The second spelling is found after the first, and is gone on from after it: notes are no use after that. */
    private void leave() {
        int state = stateOf[from];
        notes[state] = from == first[state] ? Arrays.copyOf(taking, noted) : null;
    }

    /**
     * Notes what a call did that was just settled.
     *
     * @param answer a number that is the same for equal answers
     * @param means  the graph's state that the image is
     * @return null; or, in words, how it does otherwise with the first spelling
     */
    String unlike(int call, int answer, int means) {
        if (meaning[settled] == NONE) {
            meaning[settled] = means;
        } else if (meaning[settled] != means) {
            return "it leads to what, with the same nodes in other slots, is another state";
        }
        int state = stateOf[from];
        if (from == first[state]) {
            note(call, answer);
            return null;
        }
        int[] before = notes[state];
        for (int i = 0; before != null && i < before.length; i += NOTE) {
            if (before[i] == call) {
                return before[i + 1] != answer ? "with the same nodes in other slots its answer is another"
                        : before[i + 2] != settled ? "with the same nodes in other slots it leads to other nodes" : null;
            }
        }
        return null;
    }

    private void note(int call, int answer) {
        if (noted + NOTE > taking.length) {
            taking = Arrays.copyOf(taking, 2 * taking.length);
        }
        taking[noted] = call;
        taking[noted + 1] = answer;
        taking[noted + 2] = settled;
        noted += NOTE;
    }
}
