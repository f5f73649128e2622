package org.tlalloc.conformance.machine;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.PagingLayout;

/** The paging modes by the names that users give them. */
public enum PagingMode {
    IA32("ia32", PagingLayout.IA32),
    PAE("pae", PagingLayout.PAE),
    FOUR_LEVEL("4-level", PagingLayout.FOUR_LEVEL),
    FIVE_LEVEL("5-level", PagingLayout.FIVE_LEVEL);

    /** All names, as an option's help shows them. */
    public static final String NAMES = Arrays.stream(values()).map(PagingMode::toString).collect(Collectors.joining(", "));

    private final String name;
    private final PagingLayout layout;

    PagingMode(String name, PagingLayout layout) {
        this.name = name;
        this.layout = layout;
    }

    /** @throws IllegalArgumentException if no mode is called so */
    public static PagingMode of(String name) {
        return Arrays.stream(values()).filter(mode -> mode.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode=" + name + " is not one of " + NAMES));
    }

    public PagingLayout layout() {
        return layout;
    }

    /** Whether instructions and addresses are of 64 bits. */
    public boolean isLong() {
        return layout.linearBits() > 32;
    }

    /** The registers of a plain kernel. */
    public ControlState control(long cr3) {
        return ControlState.of(layout, cr3);
    }

    @Override
    public String toString() {
        return name;
    }
}
