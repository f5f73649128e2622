package org.tlalloc.range;

/** A call that {@link Avl} does not allow: the caller's mistake. */
public final class AvlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private enum Reason { OUTSIDE, PRESENT, ABSENT }

    /* Kept as numbers: whoever tries out what is refused throws millions of these, and reads few. */
    private final Reason reason;
    private final int key;
    private final int keyCount;

    private AvlException(Reason reason, int key, int keyCount) {
        this.reason = reason;
        this.key = key;
        this.keyCount = keyCount;
    }

    static AvlException outside(int key, int keyCount) {
        return new AvlException(Reason.OUTSIDE, key, keyCount);
    }

    static AvlException present(int key, int keyCount) {
        return new AvlException(Reason.PRESENT, key, keyCount);
    }

    static AvlException absent(int key, int keyCount) {
        return new AvlException(Reason.ABSENT, key, keyCount);
    }

    @Override
    public String getMessage() {
        return switch (reason) {
            case OUTSIDE -> "key=" + key + " is not within 0.." + (keyCount - 1);
            case PRESENT -> "key=" + key + " cannot be inserted, it is there already";
            case ABSENT -> "key=" + key + " cannot be removed, it is not there";
        };
    }
}
