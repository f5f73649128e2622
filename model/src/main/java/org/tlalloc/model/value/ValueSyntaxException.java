package org.tlalloc.model.value;

/** A text is no value of TLA+, or holds none where one should stand; the message is one line and has the position. */
public final class ValueSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String reason;

    public ValueSyntaxException(int position, String reason) {
        super("no value of TLA+: position=" + position + ": " + reason);
        this.position = position;
        this.reason = reason;
    }

    /** The index, from 0, in the text that was read. */
    public int position() {
        return position;
    }

    /** What is wrong there, without the position. */
    public String reason() {
        return reason;
    }
}
