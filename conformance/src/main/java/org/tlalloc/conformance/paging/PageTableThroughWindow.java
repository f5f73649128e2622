package org.tlalloc.conformance.paging;

import java.util.BitSet;
import java.util.Set;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.paging.AddressSpace;
import org.tlalloc.paging.MapRequest;
import org.tlalloc.paging.PageTable;
import org.tlalloc.paging.Permission;

/** The same, on a running machine: tables are edited through the window, and translations are the processor's own. */
public final class PageTableThroughWindow extends PageTableInSlots {
    private static final int TLB_ENTRIES = 16;
    /* The models' frames are numbers of many digits. */
    private static final int PHYSICAL_BITS = 52;

    private PageTableThroughWindow(PhysicalMemory memory, long base) {
        super(memory, base);
    }

    /** @throws IllegalArgumentException if the constants have no place in real tables */
    public static PageTableThroughWindow format(PhysicalMemory memory, long base, int levels, int fanout, int largestLevel,
                                                BitSet kernelSlot, int recursive, BitSet space, BitSet page, BitSet frame,
                                                Set<MapRequest> mapRequest, Set<Permission> right, Set<Permission> access,
                                                boolean tracked, int tableCount, int firstTable) {
        prepare(memory, base, levels, fanout, largestLevel, kernelSlot, recursive, space, page, tracked, tableCount, firstTable);
        return new PageTableThroughWindow(memory, base);
    }

    public static PageTableThroughWindow attach(PhysicalMemory memory, long base) {
        return new PageTableThroughWindow(memory, base);
    }

    private Cpu processor(int space, boolean user) {
        PageTable table = direct();
        return new Cpu(memory(), ControlState.of(table.layout(), table.cr3(space)).withPhysicalBits(PHYSICAL_BITS).withCpl(user ? 3 : 0), TLB_ENTRIES);
    }

    @Override
    PageTable table(int space) {
        return direct().through(processor(space, false));
    }

    @Override
    long find(int space, long page, Permission access) {
        int unused = 64 - direct().layout().linearBits();
        long address = page << PagingLayout.PAGE_BITS;
        long linear = unused == 32 ? address : address << unused >> unused;
        long found = processor(space, access.user()).translate(linear, access.write() ? Access.WRITE : Access.READ);
        if (!PageFault.isFault(found)) {
            return found >>> PagingLayout.PAGE_BITS;
        }
        boolean present = (PageFault.errorCode(found) & PageFault.PROTECTION) != 0;
        return present ? AddressSpace.NOT_ALLOWED : AddressSpace.NOT_PRESENT;
    }
}
