package org.tlalloc.conformance.replay;

/** The way to an image, gone again from the beginning, led elsewhere. */
final class Unrepeatable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient int[] transitions;
    private final transient int step;
    private final transient Object subject;

    /**
     * @param step at which it went another way; past the last one if only the state at the end is another
     */
    Unrepeatable(int[] transitions, int step, Object subject, String message) {
        super(message);
        this.transitions = transitions;
        this.step = step;
        this.subject = subject;
    }

    int[] transitions() {
        return transitions;
    }

    int step() {
        return step;
    }

    boolean onlyState() {
        return step == transitions.length;
    }

    Object subject() {
        return subject;
    }
}
