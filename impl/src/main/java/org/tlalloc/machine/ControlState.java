package org.tlalloc.machine;

/**
 * The registers that decide how addresses are translated. Source: Intel SDM, volume 3A, sections
 * 2.5, 4.1 and 4.6.
 *
 * @param cr0          control register 0, of which PE, WP and PG count
 * @param cr3          where the tables begin
 * @param cr4          control register 4; no other bits than those named here are there
 * @param efer         the extended feature register, of which LME and NXE count
 * @param eflags       of which AC counts; IF tells whether interrupts are taken
 * @param cpl          the privilege level, 0 to 3
 * @param physicalBits of physical addresses, MAXPHYADDR, 32 to 52
 */
public record ControlState(int cr0, long cr3, int cr4, int efer, int eflags, int cpl, int physicalBits) {
    public static final int CR0_PE = 1;
    /** Read-only pages are so for the kernel too. */
    public static final int CR0_WP = 1 << 16;
    public static final int CR0_PG = 1 << 31;
    /** Pages of 4 MiB in IA-32 paging. */
    public static final int CR4_PSE = 1 << 4;
    public static final int CR4_PAE = 1 << 5;
    /** Global pages. */
    public static final int CR4_PGE = 1 << 7;
    /** Five levels instead of four. */
    public static final int CR4_LA57 = 1 << 12;
    /** The kernel may not execute what users may access. */
    public static final int CR4_SMEP = 1 << 20;
    /** Nor read or write it, unless EFLAGS.AC is set. */
    public static final int CR4_SMAP = 1 << 21;
    public static final int EFER_LME = 1 << 8;
    public static final int EFER_NXE = 1 << 11;
    /** Interrupts are taken. */
    public static final int EFLAGS_IF = 1 << 9;
    public static final int EFLAGS_AC = 1 << 18;

    private static final int CR4_KNOWN = CR4_PSE | CR4_PAE | CR4_PGE | CR4_LA57 | CR4_SMEP | CR4_SMAP;

    public ControlState {
        boolean paging = (cr0 & CR0_PG) != 0;
        if (paging && (cr0 & CR0_PE) == 0) {
            throw new IllegalArgumentException(String.format("cr0=0x%x has PG without PE", cr0));
        }
        if ((cr4 & ~CR4_KNOWN) != 0) {
            throw new IllegalArgumentException(String.format("cr4=0x%x has bits=0x%x that this machine has not", cr4, cr4 & ~CR4_KNOWN));
        }
        if (paging && (efer & EFER_LME) != 0 && (cr4 & CR4_PAE) == 0) {
            throw new IllegalArgumentException(String.format("efer=0x%x has LME, but cr4=0x%x has no PAE", efer, cr4));
        }
        if (physicalBits < 32 || physicalBits > 52) {
            throw new IllegalArgumentException("physicalBits=" + physicalBits + " is not within 32..52");
        }
        if (cpl < 0 || cpl > 3) {
            throw new IllegalArgumentException("cpl=" + cpl + " is not within 0..3");
        }
        if (cr3 >>> ((efer & EFER_LME) != 0 ? physicalBits : 32) != 0) {
            throw new IllegalArgumentException(String.format("cr3=0x%x has reserved bits", cr3));
        }
    }

    /** The plain kernel of a mode: paging and WP on, NXE and PGE where there are such, CPL 0, 40 bits. */
    public static ControlState of(PagingLayout layout, long cr3) {
        int cr4 = CR4_PGE | CR4_PSE;
        int efer = 0;
        if (layout != PagingLayout.IA32) {
            cr4 |= CR4_PAE | (layout == PagingLayout.FIVE_LEVEL ? CR4_LA57 : 0);
            efer = EFER_NXE | (layout == PagingLayout.PAE ? 0 : EFER_LME);
        }
        return new ControlState(CR0_PE | CR0_WP | CR0_PG, cr3, cr4, efer, 0, 0, 40);
    }

    /** The mode's page tables; null if paging is off. */
    public PagingLayout layout() {
        if ((cr0 & CR0_PG) == 0) {
            return null;
        }
        if ((cr4 & CR4_PAE) == 0) {
            return PagingLayout.IA32;
        }
        if ((efer & EFER_LME) == 0) {
            return PagingLayout.PAE;
        }
        return (cr4 & CR4_LA57) == 0 ? PagingLayout.FOUR_LEVEL : PagingLayout.FIVE_LEVEL;
    }

    public boolean isUser() {
        return cpl == 3;
    }

    /** Whether fetches can be forbidden page by page. */
    public boolean noExecute() {
        return (efer & EFER_NXE) != 0 && (cr4 & CR4_PAE) != 0;
    }

    /** Whether all bits of a mask are set in CR0. */
    public boolean cr0Has(int mask) {
        return (cr0 & mask) == mask;
    }

    /** Whether all bits of a mask are set in CR4. */
    public boolean cr4Has(int mask) {
        return (cr4 & mask) == mask;
    }

    public ControlState withCr0(int cr0) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withCr3(long cr3) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withCr4(int cr4) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withEfer(int efer) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withEflags(int eflags) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withCpl(int cpl) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }

    public ControlState withPhysicalBits(int physicalBits) {
        return new ControlState(cr0, cr3, cr4, efer, eflags, cpl, physicalBits);
    }
}
