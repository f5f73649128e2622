package org.tlalloc.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.Extent;

class MemoryMapTest {
    private static final String QEMU = """
            [    0.000000] Linux version 6.1.0 (gcc 12.2.0)
            [    0.000000] BIOS-provided physical RAM map:
            [    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
            [    0.000000] BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
            [    0.000000] BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
            [    0.000000] BIOS-e820: [mem 0x0000000000100000-0x000000003ffdffff] usable
            [    0.000000] BIOS-e820: [mem 0x000000003ffe0000-0x000000003fffffff] ACPI data
            [    0.000000] BIOS-e820: [mem 0x00000000feffc000-0x00000000feffffff] reserved
            [    0.000000] BIOS-e820: [mem 0x0000000100000000-0x000000013fffffff] usable
            [    0.000000] e820: update [mem 0x00000000-0x00000fff] usable ==> reserved
            """;

    private static List<Extent> extents(long... firstAndEnd) {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < firstAndEnd.length; i += 2) {
            extents.add(new Extent(firstAndEnd[i], firstAndEnd[i + 1] - firstAndEnd[i]));
        }
        return extents;
    }

    private static MemoryRegion usable(long first, long last) {
        return new MemoryRegion(first, last, true);
    }

    private static MemoryRegion reserved(long first, long last) {
        return new MemoryRegion(first, last, false);
    }

    private static String refusal(List<MemoryRegion> regions) {
        return assertThrows(MemoryMapException.class, () -> MemoryMap.of(regions)).getMessage();
    }

    @Test
    void shouldReadWhatLinuxPrints() {
        MemoryMap map = MemoryMap.ofE820(QEMU);
        assertEquals(extents(0, 0x9_f000, 0x10_0000, 0x3ffe_0000, 0x1_0000_0000L, 0x1_4000_0000L), map.usable());
        assertEquals(0x14_0000, map.frameCount());
        assertEquals(0x9f + 0x3_fee0 + 0x4_0000, map.usableFrames());
        assertEquals(map.frameCount() - map.usableFrames(), map.reserved().cardinality());
        assertEquals(List.of(), map.remarks());
    }

    @Test
    void shouldReadWhatLinuxPrintedIn2009() {
        MemoryMap map = MemoryMap.ofE820("""
                 BIOS-e820: 0000000000000000 - 000000000009f000 (usable)
                 BIOS-e820: 000000000009f000 - 00000000000a0000 (reserved)
                 BIOS-e820: 0000000000100000 - 0000000001000000 (usable)
                """);
        assertEquals(extents(0, 0x9_f000, 0x10_0000, 0x100_0000), map.usable());
    }

    @Test
    void shouldTakeNothingForUsableThatIsCalledOtherwise() {
        MemoryMap map = MemoryMap.ofE820("""
                BIOS-e820: [mem 0x0000000000000000-0x0000000000ffffff] usable
                BIOS-e820: [mem 0x0000000000100000-0x00000000001fffff] ACPI NVS
                BIOS-e820: [mem 0x0000000000300000-0x00000000003fffff] persistent (type 7)
                BIOS-e820: [mem 0x0000000000500000-0x00000000005fffff] unusable
                """);
        assertEquals(extents(0, 0x10_0000, 0x20_0000, 0x30_0000, 0x40_0000, 0x50_0000, 0x60_0000, 0x100_0000), map.usable());
    }

    @Test
    void shouldReadIomem() {
        MemoryMap map = MemoryMap.ofIomem("""
                00000000-00000fff : Reserved
                00001000-0009fbff : System RAM
                0009fc00-0009ffff : Reserved
                000a0000-000bffff : PCI Bus 0000:00
                000f0000-000fffff : Reserved
                  000f0000-000fffff : System ROM
                00100000-3ffdffff : System RAM
                  01000000-01c031d0 : Kernel code
                  01e00000-0228ffff : Kernel rodata
                3ffe0000-3fffffff : Reserved
                40000000-febfffff : PCI Bus 0000:00
                  fd000000-fdffffff : 0000:00:02.0
                100000000-13fffffff : System RAM
                """);
        assertEquals(extents(0x1000, 0x9_f000, 0x10_0000, 0x100_0000, 0x1c0_4000, 0x1e0_0000, 0x229_0000, 0x3ffe_0000,
                0x1_0000_0000L, 0x1_4000_0000L), map.usable());
    }

    @Test
    void shouldSayWhenIomemHidesItsAddresses() {
        assertEquals("all addresses are 0, lines=3: /proc/iomem shows them to root alone",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofIomem("""
                        00000000-00000000 : Reserved
                        00000000-00000000 : System RAM
                          00000000-00000000 : Kernel code
                        """)).getMessage());
    }

    private static byte[] multiboot(long... baseLengthType) {
        ByteBuffer buffer = ByteBuffer.allocate(24 * baseLengthType.length / 3).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < baseLengthType.length; i += 3) {
            buffer.putInt(20).putLong(baseLengthType[i]).putLong(baseLengthType[i + 1]).putInt((int) baseLengthType[i + 2]);
        }
        return buffer.array();
    }

    @Test
    void shouldReadAMultibootMap() {
        MemoryMap map = MemoryMap.ofMultiboot(multiboot(0, 0x9_fc00, 1, 0x9_fc00, 0x400, 2,
                0x10_0000, 0x7ee_0000, 1, 0xfffc_0000L, 0x4_0000, 2, 0x500_0000, 0, 1));
        assertEquals(extents(0, 0x9_f000, 0x10_0000, 0x7fe_0000), map.usable());
    }

    @Test
    void shouldStepOverWhatALongerMultibootEntryHasAtItsEnd() {
        ByteBuffer buffer = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(24).putLong(0x1000).putLong(0x1000).putInt(1).putInt(77);
        buffer.putInt(20).putLong(0x8000).putLong(0x1000).putInt(1);
        assertEquals(extents(0x1000, 0x2000, 0x8000, 0x9000), MemoryMap.ofMultiboot(buffer.array()).usable());
    }

    @Test
    void shouldRefuseACutMultibootMap() {
        byte[] whole = multiboot(0, 0x9_fc00, 1, 0x10_0000, 0x7ee_0000, 1);
        byte[] cut = java.util.Arrays.copyOf(whole, 40);
        assertEquals("entry=1 of the multiboot memory map at offset=24 is cut off, size=20 length=40",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofMultiboot(cut)).getMessage());
        byte[] few = java.util.Arrays.copyOf(whole, 26);
        assertEquals("entry=1 of the multiboot memory map at offset=24 is cut off, size=-1 length=26",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofMultiboot(few)).getMessage());
        whole[0] = 8;
        assertTrue(assertThrows(MemoryMapException.class, () -> MemoryMap.ofMultiboot(whole)).getMessage().contains("size=8"));
    }

    @Test
    void shouldNotMindTheOrderOfRegions() {
        List<MemoryRegion> regions = new ArrayList<>(List.of(usable(0, 0xffff), usable(0x8000, 0x2_0fff),
                reserved(0x4800, 0x4fff), usable(0x4_0000, 0x4_ffff), reserved(0x4_8000, 0x5_8000)));
        List<Extent> expected = extents(0, 0x4000, 0x5000, 0x2_1000, 0x4_0000, 0x4_8000);
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(regions, random);
            assertEquals(expected, MemoryMap.of(regions).usable(), regions.toString());
        }
    }

    @Test
    void shouldRoundUsableInwardAndReservedOutward() {
        assertEquals(extents(0x1000, 0x5000, 0x7000, 0x9000),
                MemoryMap.of(List.of(usable(0x800, 0x9fff), reserved(0x5fff, 0x6000), reserved(0x9800, 0x9800))).usable());
    }

    @Test
    void shouldJoinUsableRegionsThatShareAFrame() {
        assertEquals(extents(0x1000, 0x4000), MemoryMap.of(List.of(usable(0x2800, 0x3fff), usable(0x1000, 0x27ff))).usable());
    }

    @Test
    void shouldNotBelieveUsableMemoryThatWrapsAround() {
        MemoryRegion wrapped = MemoryRegion.ofLength(0xffff_ffff_ffff_f000L, 0x3000, true);
        MemoryMap map = MemoryMap.of(List.of(usable(0x1000, 0x1fff), wrapped, usable(0x9000, 0x2fff)));
        assertEquals(extents(0x1000, 0x2000), map.usable());
        assertEquals(List.of("not believed, for it wraps around: [mem 0xfffffffffffff000-0x0000000000001fff] usable",
                "not believed, for it wraps around: [mem 0x0000000000009000-0x0000000000002fff] usable"), map.remarks());
    }

    @Test
    void shouldReserveAllFromWhereAReservedRegionWrapsAround() {
        assertEquals(extents(0x1000, 0x8000), MemoryMap.of(List.of(usable(0x1000, 0xf_ffff),
                MemoryRegion.ofLength(0x8000, 0xffff_ffff_ffff_9000L, false))).usable());
    }

    @Test
    void shouldTakeARegionWithoutBytesForNothing() {
        MemoryMap map = MemoryMap.ofE820("""
                BIOS-e820: [mem 0x0000000000000000-0x00000000000fffff] usable
                BIOS-e820: [mem 0x0000000000080000-0x000000000007ffff] reserved
                """);
        assertEquals(extents(0, 0x10_0000), map.usable());
    }

    @Test
    void shouldLeaveOutMemoryBeyondTheLargestMachine() {
        MemoryMap map = MemoryMap.of(List.of(usable(0xf_ffff_e000L, 0x10_0000_0fffL), usable(0x20_0000_0000L, 0x20_0000_ffffL),
                reserved(0xffff_0000_0000_0000L, 0xffff_ffff_ffff_ffffL)));
        assertEquals(extents(0xf_ffff_e000L, 0x10_0000_0000L), map.usable());
        assertEquals(1, map.remarks().size());
    }

    @Test
    void shouldRefuseMapsWithoutUsableMemory() {
        assertEquals("the memory map is empty, regions=0", refusal(List.of()));
        assertEquals("the memory map is empty, regions=0",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofE820("no such line\n")).getMessage());
        assertEquals("the memory map has no usable frame, regions=1 usable=0", refusal(List.of(reserved(0, 0xfffff))));
        assertEquals("the memory map has no usable frame, regions=1 usable=1", refusal(List.of(usable(0x800, 0x1fee))));
        assertEquals("the memory map contradicts itself, all that it calls usable it calls reserved too, regions=2 usable=1",
                refusal(List.of(usable(0x1000, 0x3fff), reserved(0, 0xffff))));
        assertTrue(refusal(List.of(usable(0x4000, 0x1000))).endsWith("usable=1, not believed, for it wraps around:"
                + " [mem 0x0000000000004000-0x0000000000001000] usable"));
    }

    @Test
    void shouldRefuseLinesOfAnotherForm() {
        assertEquals("line=2 is no line of an e820 map: [mem 0x0-0xzz] usable",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofE820("\nBIOS-e820: [mem 0x0-0xzz] usable")).getMessage());
        assertEquals("line=1 is no line of /proc/iomem: 00001000 : System RAM",
                assertThrows(MemoryMapException.class, () -> MemoryMap.ofIomem("00001000 : System RAM")).getMessage());
    }

    @Test
    void shouldLeaveOutWhatTheKernelHolds() {
        MemoryMap map = MemoryMap.ofE820(QEMU).without(new Extent(0x10_0800, 0x3_0000)).without(new Extent(0, 1));
        assertEquals(extents(0x1000, 0x9_f000, 0x13_1000, 0x3ffe_0000, 0x1_0000_0000L, 0x1_4000_0000L), map.usable());
        assertThrows(MemoryMapException.class, () -> map.without(new Extent(0, 1L << 40)));
    }
}
