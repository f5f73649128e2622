package org.tlalloc.paging;

import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PhysicalMemory;

/**
 * How a page is unmapped while processors remember it: the specification {@code Tlb}.
 *
 * <p>Who unmaps a page clears its entry, drops it from its own TLB and asks every processor that could
 * know it to do the same; only when all have is the frame free. A processor tells the others what to drop by a
 * record in memory, and by an interrupt; here each looks for requests when it may take one
 * ({@link #acknowledge}). Who waits must go on looking, or two would wait for each other for ever.
 *
 * <pre>
 *   a record a processor:   0  space, -1 for none     16  frame
 *                           8  page                   24  a bit for each processor that has yet to drop it
 * </pre>
 *
 * Calls are the steps of the specification: each is made as a whole, under a lock of the caller's if
 * there are several threads, and the lock is free between them. A call that the specification does not
 * allow at the moment is refused by an exception, or by {@code false} where a step is only tried; nothing has
 * changed then. Source: Black et al., Translation lookaside buffer consistency, ASPLOS 1989.
 */
public final class Shootdown {
    /** At most, since a record has a bit for each. */
    public static final int MAX_CPUS = 64;
    /** Of a processor, in bytes. */
    public static final int RECORD = 32;
    private static final int SPACE = 0;
    static final int PAGE = 8;
    private static final int FRAME = 16;
    static final int WAITING = 24;

    private final PhysicalMemory memory;
    private final long base;
    private final PageTable table;
    private final FrameBitmap frames;
    private final Cpu[] cpus;

    private Shootdown(PhysicalMemory memory, long base, PageTable table, FrameBitmap frames, Cpu[] cpus) {
        if (cpus.length < 1 || cpus.length > MAX_CPUS) {
            throw new IllegalArgumentException("cpus=" + cpus.length + " are not within 1.." + MAX_CPUS);
        }
        this.memory = memory;
        this.base = base;
        this.table = table;
        this.frames = frames;
        this.cpus = cpus.clone();
    }

    /**
     * Makes records that say that nothing is under way.
     *
     * @param base   where they go, in bytes: 32 a processor
     * @param table  the address spaces, edited directly
     * @param frames where frames for pages come from, and go back to; its numbers are those of physical memory
     * @param cpus   the processors, each running in one of the spaces
     */
    public static Shootdown format(PhysicalMemory memory, long base, PageTable table, FrameBitmap frames, Cpu... cpus) {
        Shootdown shootdown = new Shootdown(memory, base, table, frames, cpus);
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            shootdown.idle(cpu);
        }
        return shootdown;
    }

    /** The same, going on with the records that lie there. */
    public static Shootdown attach(PhysicalMemory memory, long base, PageTable table, FrameBitmap frames, Cpu... cpus) {
        return new Shootdown(memory, base, table, frames, cpus);
    }

    /**
     * Maps a page to the lowest frame that is nobody's.
     *
     * @return the frame; {@link AddressSpace#NONE} if none is left, for the page or for a table
     * @throws PagingException if the page is mapped, or on its way out, or is none that may be mapped
     * @throws IllegalStateException if the processor waits
     */
    public long populate(int cpu, int space, long page) {
        requireNotWaiting(cpu);
        table.requireChangeable(space, page, 1);
        if (table.lookup(space, page) >= 0 || isLeaving(space, page)) {
            throw PagingException.mapped(page);
        }
        int frame = frames.allocate(0);
        if (frame == FrameBitmap.NONE) {
            return AddressSpace.NONE;
        }
        int answer = table.map(space, new MapRequest(page, 0, frame, new Permission(true, !table.isShared(page))));
        if (answer != AddressSpace.DONE) {
            frames.free(frame, 0);
            return AddressSpace.NONE;
        }
        return frame;
    }

    /**
     * Begins to unmap a page.
     *
     * @return {@link AddressSpace#DONE}; {@link AddressSpace#NONE} if a large page has to be split, and no frame is left
     * @throws PagingException if the page is not mapped
     * @throws IllegalStateException if the processor waits already, or takes no interrupts
     */
    public int unmapBegin(int cpu, int space, long page) {
        requireNotWaiting(cpu);
        if (isMasked(cpu)) {
            throw new IllegalStateException("cpu=" + cpu + " takes no interrupts, and could wait for ever");
        }
        long frame = table.lookup(space, page);
        int answer = table.unmap(space, page, 0);
        if (answer != AddressSpace.DONE) {
            return answer;
        }
        cpus[cpu].invalidatePage(table.layout().linear(page));
        long waiting = 0;
        for (int other = 0; other < cpus.length; other++) {
            if (other != cpu && (table.isShared(page) || runsIn(other, space))) {
                waiting |= 1L << other;
            }
        }
        long record = record(cpu);
        memory.writeLong(record + PAGE, page);
        memory.writeLong(record + FRAME, frame);
        memory.writeLong(record + WAITING, waiting);
        memory.writeInt(record + SPACE, space);
        return AddressSpace.DONE;
    }

    /** Whether nobody has to drop any more what this processor unmaps. */
    public boolean isAcknowledged(int cpu) {
        return waits(cpu) && memory.readLong(record(cpu) + WAITING) == 0;
    }

    /**
     * Ends unmapping: the frame goes back.
     *
     * @return it
     * @throws IllegalStateException if nothing is being unmapped, or some processor has not dropped it yet
     */
    public long unmapEnd(int cpu) {
        requireCpu(cpu);
        if (!isAcknowledged(cpu)) {
            throw new IllegalStateException("cpu=" + cpu + (waits(cpu) ? " has to wait for others" : " unmaps nothing"));
        }
        long frame = memory.readLong(record(cpu) + FRAME);
        idle(cpu);
        frames.free((int) frame, 0);
        return frame;
    }

    /**
     * Takes the interrupt that another processor sent: drops what that one unmaps.
     *
     * @return false if there is none, or interrupts are not taken; nothing has changed then
     */
    public boolean acknowledge(int cpu, int by) {
        requireCpu(cpu);
        requireCpu(by);
        long waiting = memory.readLong(record(by) + WAITING);
        if (isMasked(cpu) || (waiting & 1L << cpu) == 0) {
            return false;
        }
        cpus[cpu].invalidatePage(table.layout().linear(memory.readLong(record(by) + PAGE)));
        memory.writeLong(record(by) + WAITING, waiting & ~(1L << cpu));
        return true;
    }

    /**
     * Runs a processor in an address space.
     *
     * @return {@link AddressSpace#DONE}
     * @throws PagingException if there is no such space
     * @throws IllegalStateException if the processor waits
     */
    public int loadRoot(int cpu, int space) {
        requireNotWaiting(cpu);
        cpus[cpu].loadCr3(table.cr3(space));
        return AddressSpace.DONE;
    }

    /** Lets a processor take no interrupts; false if it takes none already, or waits. */
    public boolean mask(int cpu) {
        return interrupts(cpu, false);
    }

    /** Lets it take them again; false if it does. */
    public boolean unmask(int cpu) {
        return interrupts(cpu, true);
    }

    private boolean interrupts(int cpu, boolean taken) {
        requireCpu(cpu);
        if (waits(cpu) || isMasked(cpu) != taken) {
            return false;
        }
        ControlState control = cpus[cpu].control();
        cpus[cpu].load(control.withEflags(control.eflags() ^ ControlState.EFLAGS_IF));
        return true;
    }

    /** Whether a processor takes no interrupts. */
    public boolean isMasked(int cpu) {
        return (cpus[cpu].control().eflags() & ControlState.EFLAGS_IF) == 0;
    }

    /** Whether a processor is unmapping. */
    public boolean waits(int cpu) {
        return memory.readInt(record(cpu) + SPACE) != AddressSpace.NONE;
    }

    /** Whether a processor runs in an address space. */
    public boolean runsIn(int cpu, int space) {
        return cpus[cpu].control().cr3() == table.cr3(space);
    }

    private boolean isLeaving(int space, long page) {
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            if (waits(cpu) && memory.readLong(record(cpu) + PAGE) == page
                    && (table.isShared(page) || memory.readInt(record(cpu) + SPACE) == space)) {
                return true;
            }
        }
        return false;
    }

    private void idle(int cpu) {
        long record = record(cpu);
        memory.writeLong(record + SPACE, AddressSpace.NONE & 0xffff_ffffL);
        memory.writeLong(record + PAGE, AddressSpace.NONE);
        memory.writeLong(record + FRAME, AddressSpace.NONE);
        memory.writeLong(record + WAITING, 0);
    }

    private long record(int cpu) {
        return base + (long) cpu * RECORD;
    }

    private void requireCpu(int cpu) {
        if (cpu < 0 || cpu >= cpus.length) {
            throw new IllegalArgumentException("cpu=" + cpu + " is not within 0.." + (cpus.length - 1));
        }
    }

    private void requireNotWaiting(int cpu) {
        requireCpu(cpu);
        if (waits(cpu)) {
            throw new IllegalStateException("cpu=" + cpu + " unmaps a page, and can do nothing else until that ends");
        }
    }
}
