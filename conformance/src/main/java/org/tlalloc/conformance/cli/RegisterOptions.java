package org.tlalloc.conformance.cli;

import java.util.Locale;
import org.tlalloc.conformance.machine.Numerals;
import org.tlalloc.conformance.machine.PagingMode;
import org.tlalloc.machine.ControlState;
import picocli.CommandLine.Option;

/** The registers of a machine, as options. */
final class RegisterOptions {
    @Option(names = "--mode", required = true, paramLabel = "MODE",
            description = "Which page tables: ia32 (two levels), pae, 4-level or 5-level.")
    private String mode;

    @Option(names = "--cr3", required = true, paramLabel = "X", description = "Where the tables begin, such as 0x1000.")
    private String cr3;

    @Option(names = "--cr0", paramLabel = "X", description = "Of it PE, WP and PG count. Without it these are set.")
    private String cr0;

    @Option(names = "--cr4", paramLabel = "X",
            description = "Of PSE, PAE, PGE, LA57, SMEP and SMAP. Without it PSE, PGE, and what the mode takes.")
    private String cr4;

    @Option(names = "--efer", paramLabel = "X", description = "Of it LME and NXE count. Without it what the mode takes, and NXE.")
    private String efer;

    @Option(names = "--physical-bits", paramLabel = "N", defaultValue = "40",
            description = "How long physical addresses are, MAXPHYADDR. Without it ${DEFAULT-VALUE}, which is QEMU's.")
    private int physicalBits;

    /** @throws IllegalArgumentException if there is no such machine */
    ControlState control() {
        ControlState plain = mode().control(0).withPhysicalBits(physicalBits).withCr3(Numerals.parse("cr3", cr3));
        ControlState control = new ControlState(cr0 == null ? plain.cr0() : Numerals.parseInt("cr0", cr0), plain.cr3(),
                cr4 == null ? plain.cr4() : Numerals.parseInt("cr4", cr4), efer == null ? plain.efer() : Numerals.parseInt("efer", efer),
                0, 0, physicalBits);
        if (control.layout() != mode().layout()) {
            throw new IllegalArgumentException(String.format("cr0=0x%x cr4=0x%x efer=0x%x are not of mode=%s", control.cr0(),
                    control.cr4(), control.efer(), mode()));
        }
        return control;
    }

    PagingMode mode() {
        return PagingMode.of(mode);
    }

    /** The options that say the same. */
    static String of(PagingMode mode, ControlState control) {
        return String.format(Locale.ROOT, "--mode %s --cr3 0x%x --cr0 0x%x --cr4 0x%x --efer 0x%x", mode, control.cr3(), control.cr0(),
                control.cr4(), control.efer());
    }
}
