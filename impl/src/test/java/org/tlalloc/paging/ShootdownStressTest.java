package org.tlalloc.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Processors driven by real threads: each step is made under a lock, what happens between steps is up to
 * the scheduler. Every access is judged: the frame that it finds belongs to that page, from the call that maps it
 * to the end of the one that unmaps it. Whoever unmaps waits with the lock free, and must be done some time.
 */
class ShootdownStressTest {
    private static final int PAGES = 6;
    private static final int FRAMES = 4;
    private static final long HEAD = 0x10_0000;

    private final PhysicalMemory memory = new PhysicalMemory(1L << 28);
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<Long, String> owners = new HashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private PageTable table;
    private Cpu[] cpus;
    private Shootdown shootdown;
    /* How often what the test is about has happened. */
    private long unmapped;
    private long stale;
    private long waited;
    private int finished;

    private void start(int count) {
        BitSet reserved = new BitSet();
        reserved.set(0, 0x200);
        FrameBitmap tables = FrameBitmap.format(memory, HEAD + 0x1000, 0x200 + 32, 0, reserved);
        table = PageTable.format(memory, HEAD, tables, Kernel.small(PagingLayout.IA32, false), 2);
        reserved.set(0, 0x400);
        FrameBitmap frames = FrameBitmap.format(memory, HEAD + 0x3000, 0x400 + FRAMES, 0, reserved);
        cpus = new Cpu[count];
        for (int i = 0; i < count; i++) {
            cpus[i] = new Cpu(memory, ControlState.of(PagingLayout.IA32, table.cr3(i % 2)).withEflags(ControlState.EFLAGS_IF), 16);
        }
        shootdown = Shootdown.format(memory, HEAD + 0x5000, table, frames, cpus);
    }

    /* Pages 1 to 3 are the user's, the others the kernel's. */
    private static long page(int number) {
        return number < 3 ? number + 1 : (768L << 10) + number;
    }

    private String owner(int space, long page) {
        return (table.isShared(page) ? "all" : "space=" + space) + " page=" + page;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldGiveNoFrameAwayThatAProcessorReaches(int count) throws InterruptedException {
        start(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int cpu = i;
            Thread thread = new Thread(() -> run(cpu, 20_000 / count), "cpu " + i);
            thread.setUncaughtExceptionHandler((dead, e) -> failure.compareAndSet(null, e));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertTrue(unmapped > 200, "unmapped=" + unmapped);
        if (count > 1) {
            assertTrue(stale > 0, "no access ever found what was leaving");
            assertTrue(waited > 0, "nobody ever had to wait");
        }
        for (int cpu = 0; cpu < count; cpu++) {
            assertEquals(false, shootdown.waits(cpu));
        }
    }

    private void run(int cpu, int steps) {
        Random random = new Random(cpu * 31L + 7);
        for (int i = 0; i < steps && failure.get() == null; i++) {
            lock.lock();
            try {
                step(cpu, random);
            } finally {
                lock.unlock();
            }
        }
        // Others may still wait for this one.
        leave(cpu);
    }

    private void leave(int cpu) {
        lock.lock();
        finished++;
        lock.unlock();
        boolean last = false;
        while (!last && failure.get() == null) {
            lock.lock();
            try {
                shootdown.unmask(cpu);
                interrupts(cpu);
                last = finished == cpus.length;
            } finally {
                lock.unlock();
            }
            Thread.onSpinWait();
        }
    }

    private void step(int cpu, Random random) {
        int space = random.nextInt(2);
        long page = page(random.nextInt(PAGES));
        switch (random.nextInt(8)) {
            case 0, 1 -> populate(cpu, space, page);
            case 2 -> unmap(cpu, space, page);
            case 3 -> shootdown.loadRoot(cpu, space);
            case 4 -> {
                if (random.nextBoolean()) {
                    shootdown.mask(cpu);
                } else {
                    shootdown.unmask(cpu);
                }
            }
            default -> access(cpu, page);
        }
        interrupts(cpu);
    }

    private void populate(int cpu, int space, long page) {
        long frame;
        try {
            frame = shootdown.populate(cpu, space, page);
        } catch (PagingException e) {
            return;
        }
        if (frame != AddressSpace.NONE) {
            String before = owners.put(frame, owner(space, page));
            assertEquals(null, before, "frame=" + frame + " is handed out twice");
        }
    }

    private void access(int cpu, long page) {
        long found = cpus[cpu].translate(page << 12, Access.READ);
        int space = shootdown.runsIn(cpu, 0) ? 0 : 1;
        if (PageFault.isFault(found)) {
            assertEquals(AddressSpace.NOT_PRESENT, table.lookup(space, page), "a fault on a page that is mapped");
            return;
        }
        assertEquals(owner(space, page), owners.get(found >>> 12), "cpu=" + cpu + " reaches frame=" + (found >>> 12));
        if (table.lookup(space, page) < 0) {
            stale++;
        }
    }

    private void interrupts(int cpu) {
        for (int by = 0; by < cpus.length; by++) {
            shootdown.acknowledge(cpu, by);
        }
    }

    /* Gives the lock away while it waits, as the specification's steps do. */
    private void unmap(int cpu, int space, long page) {
        if (shootdown.isMasked(cpu) || table.lookup(space, page) < 0) {
            return;
        }
        shootdown.unmapBegin(cpu, space, page);
        while (!shootdown.isAcknowledged(cpu)) {
            waited++;
            lock.unlock();
            Thread.onSpinWait();
            lock.lock();
            if (failure.get() != null) {
                return;
            }
            interrupts(cpu);
        }
        owners.remove(shootdown.unmapEnd(cpu));
        unmapped++;
    }

    @Test
    void shouldRefuseWhatTheSpecificationDoesNotAllow() {
        start(2);
        long kernelPage = 768L << 10;
        long frame = shootdown.populate(0, 0, 1);
        shootdown.populate(0, 0, kernelPage);
        assertEquals("page=1 is mapped already", refusal(() -> shootdown.populate(1, 0, 1)));
        shootdown.unmapBegin(0, 0, 1);
        assertEquals("page=1 is mapped already", refusal(() -> shootdown.populate(1, 0, 1)));
        assertEquals("cpu=0 unmaps a page, and can do nothing else until that ends", refusal(() -> shootdown.loadRoot(0, 1)));
        shootdown.unmapBegin(1, 1, kernelPage);
        assertEquals("cpu=1 has to wait for others", refusal(() -> shootdown.unmapEnd(1)));
        assertEquals(frame, shootdown.unmapEnd(0));
        assertEquals("cpu=0 unmaps nothing", refusal(() -> shootdown.unmapEnd(0)));
        shootdown.mask(0);
        assertEquals(false, shootdown.acknowledge(0, 1));
        assertEquals("cpu=0 takes no interrupts, and could wait for ever", refusal(() -> shootdown.unmapBegin(0, 0, 1)));
        shootdown.unmask(0);
        assertEquals(true, shootdown.acknowledge(0, 1));
        assertEquals("cpu=2 is not within 0..1", refusal(() -> shootdown.mask(2)));
    }

    private static String refusal(Executable call) {
        return assertThrows(RuntimeException.class, call).getMessage();
    }
}
