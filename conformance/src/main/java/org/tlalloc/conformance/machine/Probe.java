package org.tlalloc.conformance.machine;

import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;

/**
 * One access of four bytes: or, for EXECUTE, of one instruction.
 *
 * @param control under which registers
 * @param linear  the address; for READ and WRITE a multiple of 4
 */
public record Probe(ControlState control, long linear, Access access) {
    public Probe {
        if ((linear & 3) != 0) {
            throw new IllegalArgumentException(String.format("linear=0x%x is not a multiple of 4", linear));
        }
    }

    @Override
    public String toString() {
        return String.format("%s linear=0x%x cpl=%d cr0=0x%x cr3=0x%x cr4=0x%x efer=0x%x eflags=0x%x", access, linear, control.cpl(),
                control.cr0(), control.cr3(), control.cr4(), control.efer(), control.eflags());
    }
}
