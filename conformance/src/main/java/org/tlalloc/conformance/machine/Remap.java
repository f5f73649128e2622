package org.tlalloc.conformance.machine;

import org.tlalloc.machine.ControlState;

/**
 * Reads a word by the kernel, gives its page another entry, reads the word, flushes, and reads it again.
 *
 * @param control under which registers
 * @param linear  the address, a multiple of 4; its page is of 4 KiB
 * @param entry   what the page's entry becomes
 * @param byCr3   flush by MOV to CR3 and not by INVLPG
 */
public record Remap(ControlState control, long linear, long entry, boolean byCr3) {
}
