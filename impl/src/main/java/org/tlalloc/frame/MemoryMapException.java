package org.tlalloc.frame;

/** A memory map that no arena can be made of; the message is one line that says why. */
public final class MemoryMapException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MemoryMapException(String message) {
        super(message);
    }
}
