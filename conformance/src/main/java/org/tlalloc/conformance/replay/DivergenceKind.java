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
    /** It refused a call, as it must, but a byte or a field is another afterwards. */
    REFUSAL_CHANGED("refuses the call, but changes its state"),
    /** To be attached to, or to be asked for its state, changed it. */
    READING_CHANGED("changes when it is only looked at"),
    /** It wrote outside its footprint. */
    TRESPASS("writes outside its footprint"),
    /** State in static variables, or in the Java fields of what lives in memory; or an attached instance that behaves otherwise. */
    HIDDEN_STATE("keeps some of its state where it is neither in its bytes nor in fields of its own"),
    /** It depends on bytes that it calls scratch, or that are not its own. */
    STRAY_READ("depends on bytes that mean nothing, or are not its own"),
    /** To attach to the bytes that it left threw, or returned null. */
    UNATTACHABLE("cannot be attached to the bytes that it left itself"),
    /** To be asked for its footprint or its scratch bytes it threw, or named what cannot be. */
    EXTENTS("does not say which bytes are its own, and which of them mean nothing"),
    /** A link of its pool of slots leads to no slot. */
    LINKS("has a link that leads to no slot of its pool"),
    /** A slot of its pool is led to by no link, though its bytes mean something. */
    LOST_SLOT("loses a slot of its pool"),
    /** In two states that differ only by which slots their nodes lie in, it does not do the same. */
    SLOT_NUMBERS("depends on which slots of its pool its nodes lie in"),
    /** Random, or dependent on the time, or on other instances. */
    UNREPEATABLE("does something else when the same calls are made again from the beginning"),
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
