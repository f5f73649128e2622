package org.tlalloc.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.Cpu;
import org.tlalloc.machine.PagingLayout;

/** Page tables, call by call. */
class PageTableTest {
    private static final long KERNEL_PAGE = 768L << 10;

    private final Kernel kernel = new Kernel(Kernel.small(PagingLayout.IA32, true), 16, 2);
    private final PageTable table = kernel.table;

    private static List<String> mappings(PageTable table, int space) {
        List<String> all = new ArrayList<>();
        table.forEach(space, (page, level, frame, writable, user, accessed, dirty) ->
                all.add(page + "/" + level + " -> " + frame + (writable ? " w" : "") + (user ? " u" : "") + (accessed ? " a" : "") + (dirty ? " d" : "")));
        return all;
    }

    @Test
    void shouldMapAPageAndGiveItsTableBack() {
        int spare = table.spareFrames();
        assertEquals(AddressSpace.DONE, table.map(0, new MapRequest(5, 0, 77, Permission.USER_WRITE)));
        assertEquals(spare - 1, table.spareFrames());
        assertEquals(77, table.translate(0, 5, Permission.USER_WRITE));
        assertEquals(AddressSpace.NOT_PRESENT, table.translate(1, 5, Permission.KERNEL_READ));
        assertEquals(List.of("5/0 -> 77 w u a d"), mappings(table, 0));
        assertEquals(AddressSpace.DONE, table.unmap(0, 5, 0));
        assertEquals(AddressSpace.NOT_PRESENT, table.translate(0, 5, Permission.KERNEL_READ));
        assertEquals(spare, table.spareFrames());
    }

    @Test
    void shouldShareTheKernelHalf() {
        assertEquals(AddressSpace.DONE, table.map(0, new MapRequest(KERNEL_PAGE + 9, 0, 5, Permission.KERNEL_WRITE)));
        assertEquals(5, table.translate(1, KERNEL_PAGE + 9, Permission.KERNEL_WRITE));
        assertEquals(AddressSpace.NOT_ALLOWED, table.translate(1, KERNEL_PAGE + 9, Permission.USER_READ));
        int later = table.create();
        assertEquals(2, later);
        assertEquals(5, table.translate(later, KERNEL_PAGE + 9, Permission.KERNEL_READ));
        assertEquals(AddressSpace.DONE, table.unmap(later, KERNEL_PAGE + 9, 0));
        assertEquals(AddressSpace.NOT_PRESENT, table.translate(0, KERNEL_PAGE + 9, Permission.KERNEL_READ));
    }

    @Test
    void shouldGiveEveryFrameBackWhenASpaceIsDestroyed() {
        int spare = table.spareFrames();
        int space = table.create();
        table.mapRun(space, 1000, 3000, 0, Permission.USER_READ);
        table.map(space, new MapRequest(700 << 10, 0, 9, Permission.USER_READ));
        assertTrue(table.spareFrames() < spare - 3);
        table.destroy(space);
        assertEquals(spare, table.spareFrames());
        assertEquals("space=2 is no address space", kernel.refuse(() -> table.translate(space, 5, Permission.KERNEL_READ)));
        table.destroy(0);
        assertEquals("space=1 is no address space", kernel.refuse(() -> table.destroy(1)));
    }

    @Test
    void shouldChooseLargePagesWhereAlignmentAllows() {
        // 4 MiB pages begin at 1024 and end at 3072; the frames are aligned as the pages are.
        assertEquals(AddressSpace.DONE, table.mapRun(0, 1022, 2052, 5118, Permission.USER_WRITE));
        assertEquals(List.of("1022/0 -> 5118 w u", "1023/0 -> 5119 w u", "1024/1 -> 5120 w u", "2048/1 -> 6144 w u",
                "3072/0 -> 7168 w u", "3073/0 -> 7169 w u"), mappings(table, 0));
        kernel.table.unmapRun(0, 1022, 2052);
        assertEquals(AddressSpace.DONE, table.mapRun(0, 1024, 1024, 5, Permission.USER_WRITE));
        assertEquals(1024, mappings(table, 0).size());
    }

    @Test
    void shouldMapScatteredFrames() {
        long[] frames = new long[1030];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = i < 3 ? 100 - i : 2045 + i;
        }
        assertEquals(AddressSpace.DONE, table.mapRun(0, 1021, frames, Permission.USER_READ));
        assertEquals(List.of("1021/0 -> 100 u", "1022/0 -> 99 u", "1023/0 -> 98 u", "1024/1 -> 2048 u", "2048/0 -> 3072 u"),
                mappings(table, 0).subList(0, 5));
    }

    @Test
    void shouldSplitALargePageIntoPiecesThatAreLikeIt() {
        table.map(0, new MapRequest(2048, 1, 4096, Permission.USER_WRITE));
        table.translate(0, 2050, Permission.USER_WRITE);
        assertEquals(AddressSpace.DONE, table.unmap(0, 2049, 0));
        List<String> pieces = mappings(table, 0);
        assertEquals(1023, pieces.size());
        assertEquals("2048/0 -> 4096 w u a d", pieces.get(0));
        assertEquals("2050/0 -> 4098 w u a d", pieces.get(1));
        assertEquals("3071/0 -> 5119 w u a d", pieces.get(1022));
    }

    @Test
    void shouldSplitTwiceWhereThereAreTwoLargeLevels() {
        Kernel wide = new Kernel(Kernel.small(PagingLayout.FOUR_LEVEL, true), 16, 1);
        int spare = wide.table.spareFrames();
        assertEquals(AddressSpace.DONE, wide.table.map(0, new MapRequest(1 << 18, 2, 1 << 18, Permission.USER_READ)));
        assertEquals(spare - 1, wide.table.spareFrames());
        assertEquals(AddressSpace.DONE, wide.table.protect(0, (1 << 18) + 513, 0, Permission.USER_WRITE));
        assertEquals(spare - 3, wide.table.spareFrames());
        List<String> pieces = mappings(wide.table, 0);
        assertEquals(511 + 512, pieces.size());
        assertEquals((1 << 18) + 512 + "/0 -> " + ((1 << 18) + 512) + " u", pieces.get(1));
        assertEquals((1 << 18) + 513 + "/0 -> " + ((1 << 18) + 513) + " w u", pieces.get(2));
    }

    @Test
    void shouldNotSplitWhatPermitsItAlready() {
        table.map(0, new MapRequest(2048, 1, 4096, Permission.USER_WRITE));
        assertEquals(AddressSpace.DONE, table.protectRun(0, 2050, 3, Permission.USER_WRITE));
        assertEquals(1, mappings(table, 0).size());
    }

    @Test
    void shouldChangeNothingWhereFramesRunOut() {
        Kernel poor = new Kernel(Kernel.small(PagingLayout.FOUR_LEVEL, true), 3 + 2, 1);
        assertEquals(2, poor.table.spareFrames());
        poor.none(() -> poor.table.map(0, new MapRequest(5, 0, 5, Permission.USER_READ)));
        assertEquals(AddressSpace.DONE, poor.table.map(0, new MapRequest(512, 1, 512, Permission.USER_READ)));
        poor.none(() -> poor.table.unmap(0, 513, 0));
        poor.none(() -> poor.table.protectRun(0, 600, 5, Permission.USER_WRITE));
        // Three frames, a page apart: the third needs a table of its own.
        poor.none(() -> poor.table.mapRun(0, 510, new long[] {1, 2}, Permission.USER_READ));
        assertEquals(AddressSpace.DONE, poor.table.unmap(0, 512, 1));
        assertEquals(2, poor.table.spareFrames());
        assertEquals(AddressSpace.NONE, new Kernel(Kernel.small(PagingLayout.IA32, true), 7, 1).table.create());
    }

    @Test
    void shouldRefuseWhatIsNoGroup() {
        assertEquals("page=0 is never mapped", kernel.refuse(() -> table.map(0, new MapRequest(0, 0, 5, Permission.USER_READ))));
        assertEquals("page=0 is never mapped", kernel.refuse(() -> table.map(0, new MapRequest(0, 1, 0, Permission.USER_READ))));
        assertEquals("page=0 is never mapped", kernel.refuse(() -> table.unmap(0, 0, 0)));
        assertEquals("level=2 is not within 0..1", kernel.refuse(() -> table.map(0, new MapRequest(1 << 20, 2, 0, Permission.USER_READ))));
        assertEquals("level=-1 is not within 0..1", kernel.refuse(() -> table.unmap(0, 5, -1)));
        assertEquals("number=1025 is not at a multiple of the pages of level=1", kernel.refuse(() -> table.unmap(0, 1025, 1)));
        assertEquals("number=5 is not at a multiple of the pages of level=1",
                kernel.refuse(() -> table.map(0, new MapRequest(1024, 1, 5, Permission.USER_READ))));
        assertEquals("page=1048576 is not within 0..1048575", kernel.refuse(() -> table.unmap(0, 1 << 20, 0)));
        assertEquals("page=-1 is not within 0..1048575", kernel.refuse(() -> table.translate(0, -1, Permission.KERNEL_READ)));
        assertEquals("page=1048576 is not within 0..1048575",
                kernel.refuse(() -> table.mapRun(0, (1 << 20) - 1, Long.MAX_VALUE, 0, Permission.USER_READ)));
        assertEquals("count=0 is not positive", kernel.refuse(() -> table.mapRun(0, 5, 0, 0, Permission.USER_READ)));
        assertEquals("space=7 is no address space", kernel.refuse(() -> table.unmap(7, 5, 0)));
    }

    @Test
    void shouldRefuseFramesOutsideMemory() {
        assertEquals("frame=1048576 is not within 0..1048575",
                kernel.refuse(() -> table.map(0, new MapRequest(5, 0, Kernel.LIMIT, Permission.USER_READ))));
        assertEquals("frame=-1 is not within 0..1048575", kernel.refuse(() -> table.map(0, new MapRequest(5, 0, -1, Permission.USER_READ))));
        assertEquals("frame=1048577 is not within 0..1048575",
                kernel.refuse(() -> table.mapRun(0, 5, 3, Kernel.LIMIT - 1, Permission.USER_READ)));
        assertEquals("frame=-3 is not within 0..1048575",
                kernel.refuse(() -> table.mapRun(0, 5, new long[] {1, -3}, Permission.USER_READ)));
    }

    @Test
    void shouldRefuseTheWindowAndMixedHalves() {
        long window = 1023L << 10;
        assertEquals("page=" + window + " belongs to the window of the tables",
                kernel.refuse(() -> table.map(0, new MapRequest(window, 0, 5, Permission.KERNEL_WRITE))));
        assertEquals("page=" + (window + 4) + " belongs to the window of the tables", kernel.refuse(() -> table.unmap(0, window + 4, 0)));
        assertEquals("the pages first=" + (KERNEL_PAGE - 1) + ", last=" + KERNEL_PAGE + " are not all the kernel's, or all the user's",
                kernel.refuse(() -> table.mapRun(0, KERNEL_PAGE - 1, 2, 0, Permission.KERNEL_READ)));
        assertEquals("page=" + KERNEL_PAGE + " is the kernel's and cannot be the user's",
                kernel.refuse(() -> table.map(0, new MapRequest(KERNEL_PAGE, 0, 5, Permission.USER_READ))));
        table.map(0, new MapRequest(KERNEL_PAGE, 0, 5, Permission.KERNEL_READ));
        assertEquals("page=" + KERNEL_PAGE + " is the kernel's and cannot be the user's",
                kernel.refuse(() -> table.protect(0, KERNEL_PAGE, 0, Permission.USER_READ)));
    }

    @Test
    void shouldRefuseWhatOverlapsOrIsNotThere() {
        table.mapRun(0, 10, 5, 10, Permission.USER_READ);
        assertEquals("page=10 is mapped already", kernel.refuse(() -> table.mapRun(0, 7, 4, 7, Permission.USER_READ)));
        assertEquals("page=14 is mapped already", kernel.refuse(() -> table.mapRun(0, 14, 4, 7, Permission.USER_READ)));
        assertEquals("page=15 is not mapped", kernel.refuse(() -> table.unmapRun(0, 14, 2)));
        assertEquals("page=9 is not mapped", kernel.refuse(() -> table.protectRun(0, 9, 2, Permission.USER_WRITE)));
        assertEquals("page=1034 is not mapped", kernel.refuse(() -> table.protect(0, 1034, 0, Permission.USER_WRITE)));
        table.map(0, new MapRequest(2048, 1, 4096, Permission.USER_READ));
        assertEquals("page=2048 is mapped already", kernel.refuse(() -> table.mapRun(0, 2040, 9, 7, Permission.USER_READ)));
    }

    @Test
    void shouldEditThroughTheWindowOfTheRunningSpaceOnly() {
        Cpu cpu = new Cpu(kernel.memory, ControlState.of(PagingLayout.IA32, table.cr3(0)), 8);
        PageTable through = table.through(cpu);
        assertEquals(AddressSpace.DONE, through.map(0, new MapRequest(5, 0, 77, Permission.USER_WRITE)));
        assertEquals(77, table.translate(0, 5, Permission.USER_WRITE));
        assertEquals("space=1 is not the one that the processor runs in, its window shows another",
                kernel.refuse(() -> through.map(1, new MapRequest(5, 0, 77, Permission.USER_WRITE))));
        // The tables themselves: the last page shows the root, the one that maps page 5 its table.
        assertNull(cpu.read(0xffff_f000L, 4));
        assertNotEquals(0, cpu.value());
        assertNull(cpu.read(0xffc0_0014L, 4));
        assertEquals(77 << 12 | 0x67, cpu.value());
        assertThrows(IllegalArgumentException.class, () -> table.through(new Cpu(kernel.memory, ControlState.of(PagingLayout.IA32, 0x5000), 8)));
    }

    @Test
    void shouldBeDumpedAsAKernelDoes() {
        table.mapRun(0, 1, 3, 0x51, Permission.USER_WRITE);
        table.translate(0, 2, Permission.USER_WRITE);
        table.map(0, new MapRequest(2048, 1, 4096, Permission.USER_READ));
        table.map(0, new MapRequest(KERNEL_PAGE, 0, 5, Permission.KERNEL_READ));
        assertEquals(List.of("0x00000000-0x00001000       4K",
                "0x00001000-0x00002000       4K  4K  USR RW      frames 0x51-0x51",
                "0x00002000-0x00003000       4K  4K  USR RW A D  frames 0x52-0x52",
                "0x00003000-0x00004000       4K  4K  USR RW      frames 0x53-0x53",
                "0x00004000-0x00800000    8176K",
                "0x00800000-0x00c00000       4M  4M  USR ro      frames 0x1000-0x13ff",
                "0x00c00000-0xc0000000    3060M",
                "0xc0000000-0xc0001000       4K  4K  KRN ro      frames 0x5-0x5",
                "0xc0001000-0x100000000 1048572K"), PageTableDump.of(table, 0));
    }

    @Test
    void shouldRefuseShapesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> PageTableShape.usual(PagingLayout.PAE, 5));
        assertThrows(IllegalArgumentException.class, () -> PageTableShape.usual(PagingLayout.IA32, (1 << 20) + 1));
        assertThrows(IllegalArgumentException.class, () -> new PageTableShape(PagingLayout.IA32, 2, 0, 0, -1, 5, true));
        assertThrows(IllegalArgumentException.class, () -> new PageTableShape(PagingLayout.IA32, 1, 700, 800, 750, 5, true));
        assertThrows(IllegalArgumentException.class, () -> new Kernel(Kernel.small(PagingLayout.IA32, true), 2, 1));
        assertThrows(IllegalArgumentException.class, () -> PageTable.attach(kernel.memory, 0x5000));
    }
}
