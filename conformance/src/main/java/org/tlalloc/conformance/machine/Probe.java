package org.tlalloc.conformance.machine;

import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;

/**
 * One access: of four bytes at any address, which may cross into a second page; or for EXECUTE of an
 * instruction of one byte.
 *
 * @param control under which registers
 */
public record Probe(ControlState control, long linear, Access access) {
    /** How many bytes are accessed. */
    int bytes() {
        return access == Access.EXECUTE ? 1 : Integer.BYTES;
    }

    @Override
    public String toString() {
        return String.format("%s linear=0x%x cpl=%d cr0=0x%x cr3=0x%x cr4=0x%x efer=0x%x eflags=0x%x", access, linear, control.cpl(),
                control.cr0(), control.cr3(), control.cr4(), control.efer(), control.eflags());
    }
}
