package org.tlalloc.conformance.machine;

/** QEMU, or the assembler that the guest needs, is not there or did not do what it should; the message is one line. */
public final class QemuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QemuException(String message) {
        super(message);
    }
}
