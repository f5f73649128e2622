package org.tlalloc.paging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PagingLayout;

/** Page tables against a plain map, on real layouts, call by call; and edits through the window against direct ones. */
class PageTableProperties {
    /** A call, allowed or not. Numbers are taken modulo what there is. */
    record Call(Kind kind, int space, long page, int count, long frame, Permission right) {
        enum Kind { MAP, MAP_LARGE, MAP_RUN, MAP_SCATTERED, UNMAP_RUN, UNMAP_ALL, PROTECT_RUN, TRANSLATE, CREATE, DESTROY }
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<Long> pages = Arbitraries.oneOf(Arbitraries.longs().between(0, 6), Arbitraries.longs().between(500, 3100),
                Arbitraries.longs().between(0, 8).map(group -> group << 9), Arbitraries.longs().between(0, 8).map(group -> group << 10));
        Arbitrary<Integer> counts = Arbitraries.oneOf(Arbitraries.integers().between(1, 8), Arbitraries.of(512, 1024, 1025, 2048, 1500));
        return Combinators.combine(Arbitraries.of(Call.Kind.class), Arbitraries.integers().between(0, 3), pages, counts,
                Arbitraries.longs().between(0, 4096), Arbitraries.of(Permission.USER_READ, Permission.USER_WRITE, Permission.KERNEL_WRITE,
                        Permission.KERNEL_READ)).as(Call::new);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void shouldBeAsAPlainMapOnIa32(@ForAll @Size(max = 60) List<@From("calls") Call> calls, @ForAll boolean tracked) {
        run(new Kernel(Kernel.small(PagingLayout.IA32, tracked), 40, 2), calls);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void shouldBeAsAPlainMapOnFourLevels(@ForAll @Size(max = 60) List<@From("calls") Call> calls, @ForAll boolean tracked) {
        run(new Kernel(Kernel.small(PagingLayout.FOUR_LEVEL, tracked), 40, 2), calls);
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void shouldBeAsAPlainMapOnFiveLevelsWithFewFrames(@ForAll @Size(max = 60) List<@From("calls") Call> calls) {
        run(new Kernel(Kernel.small(PagingLayout.FIVE_LEVEL, true), 13, 2), calls);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void shouldLeaveTheSameBytesThroughTheWindow(@ForAll @Size(max = 50) List<@From("calls") Call> calls, @ForAll boolean four) {
        PageTableShape shape = Kernel.small(four ? PagingLayout.FOUR_LEVEL : PagingLayout.IA32, true);
        Kernel direct = new Kernel(shape, 20, 2);
        Kernel window = new Kernel(shape, 20, 2);
        Cpu cpu = new Cpu(window.memory, ControlState.of(shape.layout(), window.table.cr3(0)), 8);
        for (Call call : calls) {
            if (call.kind == Call.Kind.CREATE || call.kind == Call.Kind.DESTROY || call.kind == Call.Kind.TRANSLATE) {
                continue;
            }
            int space = call.space % 2;
            if (cpu.control().cr3() != window.table.cr3(space)) {
                cpu.loadCr3(window.table.cr3(space));
            }
            Object expected = answer(direct.table, space, call);
            assertEquals(expected, answer(window.table.through(cpu), space, call), call.toString());
            assertArrayEquals(direct.bytes(), window.bytes(), call.toString());
        }
    }

    private static Object answer(PageTable table, int space, Call call) {
        try {
            return switch (call.kind) {
                case MAP -> table.map(space, new MapRequest(call.page, 0, call.frame, call.right));
                case MAP_LARGE -> table.map(space, new MapRequest(call.page, 1, call.frame & -1024, call.right));
                case MAP_RUN, MAP_SCATTERED -> table.mapRun(space, call.page, call.count, call.frame, call.right);
                case UNMAP_RUN -> table.unmapRun(space, call.page, call.count);
                case UNMAP_ALL -> table.unmap(space, call.page, 1);
                default -> table.protectRun(space, call.page, call.count, call.right);
            };
        } catch (PagingException e) {
            return e.getMessage();
        }
    }

    private static void run(Kernel kernel, List<Call> calls) {
        for (Call call : calls) {
            make(kernel, call);
            kernel.table = PageTable.attach(kernel.memory, kernel.table.head().address());
            kernel.check();
        }
        for (int space : List.copyOf(kernel.user.keySet())) {
            for (long page : List.copyOf(kernel.user.get(space).keySet())) {
                // Only what is whole can be unmapped without a frame; so from the first page on.
                if (kernel.user.get(space).containsKey(page)) {
                    long end = page;
                    while (kernel.user.get(space).containsKey(end)) {
                        end++;
                    }
                    assertEquals(AddressSpace.DONE, kernel.table.unmapRun(space, page, end - page));
                    kernel.user.get(space).subMap(page, end).clear();
                }
            }
        }
        kernel.check();
    }

    /* Some pages are moved to the kernel half. */
    private static long pageOf(Kernel kernel, Call call) {
        int levels = kernel.shape.layout().levels();
        int bits = kernel.shape.layout().indexBits();
        return call.space == 3 ? call.page + ((long) kernel.shape.kernelFrom() << (levels - 1) * bits) : call.page;
    }

    private static void make(Kernel kernel, Call call) {
        int space = call.space % 2;
        if (!kernel.user.containsKey(space)) {
            kernel.refuse(() -> kernel.table.translate(space, 1, Permission.KERNEL_READ));
            return;
        }
        long page = pageOf(kernel, call);
        int bits = kernel.shape.layout().indexBits();
        long group = 1L << bits;
        switch (call.kind) {
            case MAP -> map(kernel, space, page, 1, call.frame, null, call, 0);
            case MAP_LARGE -> map(kernel, space, page & -group, group, call.frame & -group, null, call, 1);
            case MAP_RUN -> map(kernel, space, page, call.count, call.frame, null, call, -1);
            case MAP_SCATTERED -> {
                long[] scattered = new long[call.count];
                Arrays.setAll(scattered, i -> i % 1030 < 7 ? 5000 - i : call.frame + i);
                map(kernel, space, page, call.count, 0, scattered, call, -1);
            }
            case UNMAP_RUN -> unmap(kernel, space, page, call.count);
            case UNMAP_ALL -> {
                TreeMap<Long, Kernel.Cell> cells = kernel.cells(space, page);
                Long first = cells.ceilingKey(page);
                if (first != null) {
                    long end = first;
                    while (cells.containsKey(end)) {
                        end++;
                    }
                    unmap(kernel, space, first, end - first);
                }
            }
            case PROTECT_RUN -> protect(kernel, space, page, call);
            case TRANSLATE -> translate(kernel, space, page, call.right);
            case CREATE -> {
                int created = kernel.user.size() < 2 || kernel.table.spareFrames() > 4 && kernel.user.size() < 4 ? kernel.table.create() : -1;
                if (created >= 0) {
                    kernel.user.put(created, new TreeMap<>());
                }
            }
            default -> {
                int last = kernel.user.keySet().stream().mapToInt(i -> i).max().orElseThrow();
                if (last > 1) {
                    kernel.table.destroy(last);
                    kernel.user.remove(last);
                }
            }
        }
    }

    private static void map(Kernel kernel, int space, long page, long count, long frame, long[] scattered, Call call, int level) {
        boolean users = kernel.cells(space, page) == kernel.kernel && call.right.user();
        boolean bothHalves = kernel.cells(space, page) != kernel.cells(space, page + count - 1);
        if (page == 0 || users || bothHalves || !kernel.noneMapped(space, page, count)) {
            kernel.refuse(() -> answered(kernel, space, page, count, frame, scattered, call.right, level));
            return;
        }
        byte[] before = kernel.bytes();
        int spare = kernel.table.spareFrames();
        int answer = answered(kernel, space, page, count, frame, scattered, call.right, level);
        if (answer == AddressSpace.NONE) {
            assertTrue(spare < 2 * kernel.shape.layout().levels() + count / 512, "spare=" + spare);
            assertArrayEquals(before, kernel.bytes());
        } else {
            kernel.note(space, page, count, frame, scattered, call.right);
        }
    }

    private static int answered(Kernel kernel, int space, long page, long count, long frame, long[] scattered, Permission right, int level) {
        if (scattered != null) {
            return kernel.table.mapRun(space, page, scattered, right);
        }
        return level < 0 ? kernel.table.mapRun(space, page, count, frame, right)
                : kernel.table.map(space, new MapRequest(page, level, frame, right));
    }

    private static void unmap(Kernel kernel, int space, long page, long count) {
        if (page == 0 || !kernel.allMapped(space, page, count)) {
            kernel.refuse(() -> kernel.table.unmapRun(space, page, count));
            return;
        }
        byte[] before = kernel.bytes();
        int spare = kernel.table.spareFrames();
        if (kernel.table.unmapRun(space, page, count) == AddressSpace.NONE) {
            assertTrue(spare < 2 * kernel.shape.largestLevel(), "spare=" + spare);
            assertArrayEquals(before, kernel.bytes());
        } else {
            kernel.cells(space, page).subMap(page, page + count).clear();
        }
    }

    private static void protect(Kernel kernel, int space, long page, Call call) {
        boolean users = kernel.cells(space, page) == kernel.kernel && call.right.user();
        if (page == 0 || users || !kernel.allMapped(space, page, call.count)) {
            kernel.refuse(() -> kernel.table.protectRun(space, page, call.count, call.right));
            return;
        }
        int spare = kernel.table.spareFrames();
        if (kernel.table.protectRun(space, page, call.count, call.right) == AddressSpace.NONE) {
            assertTrue(spare < 2 * kernel.shape.largestLevel(), "spare=" + spare);
        } else {
            kernel.cells(space, page).subMap(page, page + call.count).replaceAll(
                    (each, cell) -> new Kernel.Cell(cell.frame(), call.right, cell.accessed(), cell.dirty()));
        }
    }

    /* An access is noted for all pages that the same entry maps. */
    private static void translate(Kernel kernel, int space, long page, Permission access) {
        Kernel.Cell walked = kernel.walked(space, page);
        long found = kernel.table.translate(space, page, access);
        Kernel.Cell cell = kernel.cells(space, page).get(page);
        if (cell == null) {
            assertEquals(AddressSpace.NOT_PRESENT, found);
            assertEquals(null, walked);
            return;
        }
        assertEquals(new Kernel.Cell(cell.frame(), cell.right(), false, false), walked);
        if (access.write() && !cell.right().write() || access.user() && !cell.right().user()) {
            assertEquals(AddressSpace.NOT_ALLOWED, found);
            return;
        }
        assertEquals(cell.frame(), found);
        long[] span = new long[2];
        kernel.table.forEach(space, (first, level, frame, writable, user, accessed, dirty) -> {
            long pages = 1L << level * kernel.shape.layout().indexBits();
            if (page >= first && page < first + pages) {
                span[0] = first;
                span[1] = first + pages;
            }
        });
        kernel.cells(space, page).subMap(span[0], span[1]).replaceAll(
                (each, old) -> new Kernel.Cell(old.frame(), old.right(), true, old.dirty() || access.write()));
    }
}
