package org.tlalloc.paging;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PagingLayout;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Tlb;

/**
 * Threads that are processors make the steps of a shootdown, each under one lock, and Lincheck holds all their answers
 * against the specification {@code Tlb}, written once more in plain arrays: some order of the calls, one after the
 * other, must explain them. Guards that are too weak must be found out.
 *
 * <p>Stress lets the threads run as they may; model checking makes Lincheck the scheduler, which switches between any
 * two accesses to shared memory.
 */
class ShootdownLincheckTest {
    private static final int CPUS = 2;
    private static final int SPACES = 2;
    private static final int FRAMES = 2;
    /** Page 0 of the test is the user's, page 1 the kernel's. */
    private static final long[] PAGES = {2, 768L << 10};
    /** It stays mapped, so that no step makes a table or gives one back: those thousand entries would be most of what is scheduled. */
    private static final long KEEPER = 1;
    private static final int REFUSED = -100;

    /** Lincheck numbers the threads 1 and 2; what comes before them is 0, and after them 3. */
    static int cpu(int thread) {
        return thread - 1 & 1;
    }

    /** How the schedules come about. */
    enum Schedules {
        STRESS,
        MODEL_CHECKING;

        /** What the simulated hardware does is one step: Lincheck switches between its calls, and knows no views of byte arrays. */
        Options<?, ?> options(int scenarios) {
            Options<?, ?> options = this == STRESS ? new StressOptions().invocationsPerIteration(50)
                    : new ModelCheckingOptions().invocationsPerIteration(60)
                            .addGuarantee(forClasses(name -> name.startsWith("org.tlalloc.machine.")).allMethods().treatAsAtomic());
            return options.iterations(scenarios).threads(CPUS).actorsBefore(3).actorsPerThread(4).actorsAfter(1)
                    .minimizeFailedScenario(false).sequentialSpecification(Specification.class);
        }
    }

    /** A machine, and the steps that its processors make: a kernel that lets one in at a time. */
    public static class OneLock {
        private static final int FIRST_FRAME = 0x80;
        private static final long HEAD = 0x1000;
        private static final long TABLE_BITMAP = 0x2000;
        private static final long BITMAP = 0x4000;
        static final long RECORDS = 0x6000;

        /* Made once: each of the thousands of runs begins with a new machine. */
        private static final byte[] IMAGE = image();

        final PhysicalMemory memory = new PhysicalMemory(IMAGE.length);
        final Cpu[] cpus = new Cpu[CPUS];
        final Shootdown shootdown;
        private final ReentrantLock lock = new ReentrantLock();

        public OneLock() {
            memory.write(0, IMAGE, 0, IMAGE.length);
            PageTable table = PageTable.attach(memory, HEAD);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                cpus[cpu] = new Cpu(memory, ControlState.of(PagingLayout.IA32, table.cr3(0)).withEflags(ControlState.EFLAGS_IF), 16);
            }
            shootdown = Shootdown.attach(memory, RECORDS, table, FrameBitmap.attach(memory, BITMAP), cpus);
        }

        private static byte[] image() {
            PhysicalMemory memory = new PhysicalMemory(1 << 17);
            BitSet reserved = new BitSet();
            reserved.set(0, 0x10);
            FrameBitmap tables = FrameBitmap.format(memory, TABLE_BITMAP, 0x20, 0, reserved);
            PageTable table = PageTable.format(memory, HEAD, tables,
                    new PageTableShape(PagingLayout.IA32, 0, 768, 769, 1023, Kernel.LIMIT, false), SPACES);
            for (int space = 0; space < SPACES; space++) {
                table.map(space, new MapRequest(KEEPER, 0, KEEPER, new Permission(false, true)));
            }
            reserved.set(0, FIRST_FRAME);
            FrameBitmap.format(memory, BITMAP, FIRST_FRAME + FRAMES, 0, reserved);
            Shootdown.format(memory, RECORDS, table, FrameBitmap.attach(memory, BITMAP), new Cpu[] {null, null});
            byte[] image = new byte[1 << 17];
            memory.read(0, image, 0, image.length);
            return image;
        }

        /** The lock that a step of a processor is made under. */
        ReentrantLock lock(int cpu) {
            return lock;
        }

        int step(int cpu, IntSupplier step) {
            lock(cpu).lock();
            try {
                return step.getAsInt();
            } catch (PagingException | IllegalStateException e) {
                return REFUSED;
            } finally {
                lock(cpu).unlock();
            }
        }

        private static int numbered(long frame) {
            return frame == AddressSpace.NONE ? AddressSpace.NONE : (int) frame - FIRST_FRAME;
        }

        @Operation
        public int populate(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "0:1") int space,
                            @Param(gen = IntGen.class, conf = "0:1") int page) {
            int cpu = cpu(thread);
            return step(cpu, () -> numbered(shootdown.populate(cpu, space, PAGES[page])));
        }

        @Operation
        public int translate(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "0:1") int page) {
            int cpu = cpu(thread);
            return step(cpu, () -> {
                if (shootdown.waits(cpu)) {
                    return REFUSED;
                }
                long found = cpus[cpu].translate(PagingLayout.IA32.linear(PAGES[page]), Access.WRITE);
                return PageFault.isFault(found) ? AddressSpace.NONE : numbered(found >>> 12);
            });
        }

        @Operation
        public int unmapBegin(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "0:1") int space,
                              @Param(gen = IntGen.class, conf = "0:1") int page) {
            int cpu = cpu(thread);
            return step(cpu, () -> shootdown.unmapBegin(cpu, space, PAGES[page]));
        }

        @Operation
        public int unmapEnd(@Param(gen = ThreadIdGen.class) int thread) {
            int cpu = cpu(thread);
            return step(cpu, () -> numbered(shootdown.unmapEnd(cpu)));
        }

        @Operation
        public int loadRoot(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = IntGen.class, conf = "0:1") int space) {
            int cpu = cpu(thread);
            return step(cpu, () -> shootdown.loadRoot(cpu, space));
        }

        @Operation
        public int acknowledge(@Param(gen = ThreadIdGen.class) int thread) {
            int cpu = cpu(thread);
            return step(cpu, () -> shootdown.acknowledge(cpu, 1 - cpu) ? 1 : 0);
        }

        /** What a processor's TLB holds, whoever looks. */
        @Operation
        public int remembered(@Param(gen = IntGen.class, conf = "0:1") int cpu, @Param(gen = IntGen.class, conf = "0:1") int page) {
            return step(cpu, () -> {
                Tlb tlb = cpus[cpu].tlb();
                long linear = PagingLayout.IA32.linear(PAGES[page]);
                return tlb.holds(linear) ? numbered(tlb.physical(linear) >>> 12) : AddressSpace.NONE;
            });
        }
    }

    /** Planted: each processor has a lock of its own, which keeps nobody else out. */
    public static final class LockEach extends OneLock {
        private final ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock()};

        @Override
        ReentrantLock lock(int cpu) {
            return locks[cpu];
        }
    }

    /** Planted: who is asked to drop a page says that he did, lets go of the lock, and drops it then. */
    public static final class AcknowledgedEarly extends OneLock {
        @Override
        @Operation
        public int acknowledge(@Param(gen = ThreadIdGen.class) int thread) {
            int cpu = cpu(thread);
            long record = RECORDS + (1 - cpu) * Shootdown.RECORD;
            long[] page = new long[1];
            int said = step(cpu, () -> {
                page[0] = memory.readLong(record + Shootdown.PAGE);
                long waiting = memory.readLong(record + Shootdown.WAITING);
                memory.writeLong(record + Shootdown.WAITING, waiting & ~(1L << cpu));
                return (int) (waiting >>> cpu) & 1;
            });
            if (said == 1) {
                step(cpu, () -> {
                    cpus[cpu].invalidatePage(PagingLayout.IA32.linear(page[0]));
                    return 0;
                });
            }
            return said;
        }
    }

    /** The specification's variables and actions, for these few processors, spaces, pages and frames. */
    public static final class Specification {
        private final int[][] entry = {{-1, -1}, {-1, -1}};
        private final int[] root = {0, 0};
        private final int[][] tlb = {{-1, -1}, {-1, -1}};
        private final int[] flightSpace = {-1, -1};
        private final int[] flightPage = {-1, -1};
        private final int[] flightFrame = {-1, -1};
        private final boolean[] waiting = {false, false};

        private boolean waits(int cpu) {
            return flightFrame[cpu] >= 0;
        }

        private static boolean isKernel(int page) {
            return page == 1;
        }

        private void enter(int space, int page, int frame) {
            for (int each = 0; each < SPACES; each++) {
                if (each == space || isKernel(page)) {
                    entry[each][page] = frame;
                }
            }
        }

        public int populate(int thread, int space, int page) {
            int cpu = cpu(thread);
            boolean leaving = false;
            for (int by = 0; by < CPUS; by++) {
                leaving |= waits(by) && flightPage[by] == page && (flightSpace[by] == space || isKernel(page));
            }
            if (waits(cpu) || entry[space][page] >= 0 || leaving) {
                return REFUSED;
            }
            for (int frame = 0; frame < FRAMES; frame++) {
                int wanted = frame;
                boolean used = Arrays.stream(entry).flatMapToInt(Arrays::stream).anyMatch(each -> each == wanted)
                        || Arrays.stream(flightFrame).anyMatch(each -> each == wanted);
                if (!used) {
                    enter(space, page, frame);
                    return frame;
                }
            }
            return AddressSpace.NONE;
        }

        public int translate(int thread, int page) {
            int cpu = cpu(thread);
            if (waits(cpu)) {
                return REFUSED;
            }
            if (tlb[cpu][page] < 0) {
                tlb[cpu][page] = entry[root[cpu]][page];
            }
            return tlb[cpu][page];
        }

        public int unmapBegin(int thread, int space, int page) {
            int cpu = cpu(thread);
            if (waits(cpu) || entry[space][page] < 0) {
                return REFUSED;
            }
            flightSpace[cpu] = space;
            flightPage[cpu] = page;
            flightFrame[cpu] = entry[space][page];
            waiting[cpu] = isKernel(page) || root[1 - cpu] == space;
            enter(space, page, -1);
            tlb[cpu][page] = -1;
            return AddressSpace.DONE;
        }

        public int unmapEnd(int thread) {
            int cpu = cpu(thread);
            if (!waits(cpu) || waiting[cpu]) {
                return REFUSED;
            }
            int frame = flightFrame[cpu];
            flightFrame[cpu] = -1;
            return frame;
        }

        public int loadRoot(int thread, int space) {
            int cpu = cpu(thread);
            if (waits(cpu)) {
                return REFUSED;
            }
            root[cpu] = space;
            tlb[cpu][0] = -1;
            return AddressSpace.DONE;
        }

        public int acknowledge(int thread) {
            int cpu = cpu(thread);
            int by = 1 - cpu;
            if (!waiting[by]) {
                return 0;
            }
            tlb[cpu][flightPage[by]] = -1;
            waiting[by] = false;
            return 1;
        }

        public int remembered(int cpu, int page) {
            return tlb[cpu][page];
        }
    }

    /** Two map the same page. */
    private static ExecutionScenario race(Class<?> machine) {
        return new ExecutionScenario(List.of(), List.of(List.of(call(machine, "populate", 1, 0, 0)), List.of(call(machine, "populate", 2, 0, 0))),
                List.of(), null);
    }

    /** One has begun to unmap a page that the other remembers; when it may end, the other must have forgotten. */
    private static ExecutionScenario shootdown(Class<?> machine) {
        return new ExecutionScenario(
                List.of(call(machine, "populate", 1, 0, 0), call(machine, "translate", 2, 0), call(machine, "unmapBegin", 1, 0, 0)),
                List.of(List.of(call(machine, "unmapEnd", 1), call(machine, "remembered", 1, 0)), List.of(call(machine, "acknowledge", 2))),
                List.of(call(machine, "unmapEnd", 1)), null);
    }

    /** Each unmaps a page that both remember. */
    private static ExecutionScenario crossing(Class<?> machine) {
        return new ExecutionScenario(List.of(call(machine, "populate", 1, 0, 0), call(machine, "populate", 1, 0, 1)),
                List.of(List.of(call(machine, "translate", 1, 1), call(machine, "unmapBegin", 1, 0, 0), call(machine, "acknowledge", 1), call(machine, "unmapEnd", 1)),
                        List.of(call(machine, "translate", 2, 0), call(machine, "unmapBegin", 2, 0, 1), call(machine, "acknowledge", 2), call(machine, "unmapEnd", 2))),
                List.of(call(machine, "acknowledge", 1)), null);
    }

    private static Actor call(Class<?> machine, String name, Integer... arguments) {
        Method method = Arrays.stream(machine.getMethods()).filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
        return new Actor(method, List.of(arguments), false, false, false, false, false);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerAsIfOneProcessorCalledAfterTheOther(Schedules schedules) {
        Class<?> machine = OneLock.class;
        schedules.options(2).addCustomScenario(race(machine)).addCustomScenario(shootdown(machine)).addCustomScenario(crossing(machine))
                .check(machine);
    }

    @Test
    void shouldNoticeThatALockEachIsNone() {
        assertNoticed(LockEach.class, race(LockEach.class));
    }

    @Test
    void shouldNoticeAnAcknowledgementThatComesTooEarly() {
        assertNoticed(AcknowledgedEarly.class, shootdown(AcknowledgedEarly.class));
    }

    /* By model checking: whether stress meets such a schedule is a matter of luck. */
    private static void assertNoticed(Class<?> planted, ExecutionScenario scenario) {
        Options<?, ?> options = Schedules.MODEL_CHECKING.options(0).addCustomScenario(scenario);
        String message = assertThrows(LincheckAssertionError.class, () -> options.check(planted)).getMessage();
        assertTrue(message.contains("Invalid execution results"), message);
    }
}
