package org.tlalloc.conformance.machine;

import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Mmu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PhysicalMemory;

/** Makes probes on our machine alone: where an access goes, or how it faults. Memory stays as it is. */
public final class ProbeRun {
    private final PhysicalMemory memory;
    private final Mmu mmu;
    private final long[] path = new long[5];
    private final long[] before = new long[5];

    /** @throws IllegalArgumentException if the registers cannot be loaded */
    public ProbeRun(PhysicalMemory memory, ControlState control) {
        this.memory = memory;
        long tables = control.layout().root(control.cr3());
        long bytes = (long) control.layout().entries(control.layout().levels()) * control.layout().entryBytes();
        if (tables > memory.size() - bytes) {
            throw new IllegalArgumentException(String.format("cr3=0x%x: its table is not within memory of size=0x%x", control.cr3(),
                    memory.size()));
        }
        this.mmu = new Mmu(memory, control);
    }

    /**
     * Translates the first byte of a probe.
     *
     * @return the physical address; or a fault, see {@link PageFault#isFault}
     * @throws IllegalArgumentException if a table on the way is outside memory
     */
    public long physical(Probe probe) {
        mmu.load(probe.control());
        try {
            int count = mmu.path(probe.linear(), path);
            for (int i = 0; i < count; i++) {
                before[i] = memory.readByte(path[i]);
            }
            long answer = mmu.walk(probe.linear(), probe.access());
            for (int i = 0; i < count; i++) {
                memory.writeByte(path[i], (byte) before[i]);
            }
            return answer;
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(String.format("linear=0x%x: a table on the way is outside memory: %s", probe.linear(),
                    e.getMessage()));
        }
    }
}
