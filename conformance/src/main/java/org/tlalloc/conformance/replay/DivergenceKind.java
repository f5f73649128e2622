package org.tlalloc.conformance.replay;

/** In what way a subject left its specification. */
public enum DivergenceKind {
    /** It began in a state that is not an initial one. */
    INITIAL_STATE("begins in a state that the specification does not begin in"),
    /** It answered what the specification does not answer. */
    ANSWER("gives an answer that the specification does not allow"),
    /** Its state afterwards is not what the specification says. */
    STATE("reaches a state that the specification does not allow"),
    /** It accepted a call that must be refused. */
    ACCEPTED("accepts a call that the specification refuses"),
    /** It refused a call that is allowed. */
    REFUSED("refuses a call that the specification allows"),
    /** It refused a call, as it must, but changed something. */
    REFUSAL_CHANGED("refuses the call, but changes its state"),
    /** It wrote outside its footprint. */
    TRESPASS("writes outside its footprint"),
    /** A live object and one attached to the same bytes behave differently: some state is not in the bytes. */
    HIDDEN_STATE("behaves otherwise when freshly attached to the same bytes: some of its state is not in them"),
    /** An exception that no refusal is, or an error. */
    CRASH("crashes"),
    /** It did not return. */
    HANG("does not return");

    private final String sentence;

    DivergenceKind(String sentence) {
        this.sentence = sentence;
    }

    /** As the end of a sentence that begins with the subject. */
    public String sentence() {
        return sentence;
    }
}
