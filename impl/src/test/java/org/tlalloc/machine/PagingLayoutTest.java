package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers of the manual, one by one: chapter 4 of volume 3A. */
class PagingLayoutTest {
    private static final List<PagingLayout> ALL =
            List.of(PagingLayout.IA32, PagingLayout.PAE, PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL);

    @Test
    void shouldHaveTheGeometryOfTheManual() {
        assertEquals(List.of(2, 3, 4, 5), ALL.stream().map(PagingLayout::levels).toList());
        assertEquals(List.of(32, 32, 48, 57), ALL.stream().map(PagingLayout::linearBits).toList());
        assertEquals(List.of(4, 8, 8, 8), ALL.stream().map(PagingLayout::entryBytes).toList());
        assertEquals(List.of(1024, 512, 512, 512), ALL.stream().map(layout -> layout.entries(1)).toList());
        assertEquals(List.of(1024, 4, 512, 512), ALL.stream().map(layout -> layout.entries(layout.levels())).toList());
        assertEquals(List.of(4L << 20, 2L << 20, 2L << 20, 2L << 20), ALL.stream().map(layout -> layout.span(2)).toList());
        assertEquals(1L << 30, PagingLayout.FOUR_LEVEL.span(3));
        assertEquals(1L << 48, PagingLayout.FIVE_LEVEL.span(5));
        assertEquals(List.of(2, 2, 3, 3), ALL.stream().map(PagingLayout::largestPageLevel).toList());
    }

    @Test
    void shouldIndexEachLevelByItsBits() {
        assertEquals(0x3ff, PagingLayout.IA32.index(0xffc0_0000L, 2));
        assertEquals(0x155, PagingLayout.IA32.index(0x0015_5fffL, 1));
        assertEquals(3, PagingLayout.PAE.index(0xc000_0000L, 3));
        assertEquals(511, PagingLayout.FOUR_LEVEL.index(0xffff_ff80_0000_0000L, 4));
        assertEquals(256, PagingLayout.FOUR_LEVEL.index(0xffff_8000_0000_0000L, 4));
        assertEquals(0x1ff, PagingLayout.FIVE_LEVEL.index(0xffff_0000_0000_0000L, 5));
        assertEquals(0x5000 + 8 * 0x1ff, PagingLayout.FOUR_LEVEL.entryAddress(0x5000, 0x1f_f000, 1));
        assertEquals(0x5000 + 4 * 0x1ff, PagingLayout.IA32.entryAddress(0x5000, 0x1f_f000, 1));
    }

    @Test
    void shouldTellCanonicalAddresses() {
        for (PagingLayout layout : List.of(PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL)) {
            long half = 1L << layout.linearBits() - 1;
            assertTrue(layout.isCanonical(0));
            assertTrue(layout.isCanonical(half - 1));
            assertFalse(layout.isCanonical(half));
            assertFalse(layout.isCanonical(-half - 1));
            assertTrue(layout.isCanonical(-half));
            assertTrue(layout.isCanonical(-1));
        }
        assertTrue(PagingLayout.IA32.isCanonical(0xffff_ffffL));
        assertFalse(PagingLayout.PAE.isCanonical(1L << 32));
        assertFalse(PagingLayout.PAE.isCanonical(-1));
    }

    @Test
    void shouldFindTheRoot() {
        assertEquals(0xabcd_e000L, PagingLayout.IA32.root(0xabcd_efffL));
        assertEquals(0xabcd_efe0L, PagingLayout.PAE.root(0xabcd_efffL));
        assertEquals(0xf_abcd_e000L, PagingLayout.FOUR_LEVEL.root(0xf_abcd_e018L));
    }

    /** PSE-36: bits 20..13 of the entry are 39..32 of the address. */
    @Test
    void shouldPlaceThirtySixBitsAndMoreInAnEntryOfFour() {
        long page = 0xa5_ffc0_0000L;
        long bits = PagingLayout.IA32.pageBits(page, 2);
        assertEquals(0xffc0_0000L | 0xa5L << 13, bits);
        assertEquals(page, PagingLayout.IA32.page(bits | 0xfff, 2));
    }

    @Test
    void shouldGiveBackThePageThatWasPutIn() {
        for (PagingLayout layout : ALL) {
            for (int level = 1; level <= layout.largestPageLevel(); level++) {
                long most = layout != PagingLayout.IA32 ? 1L << 52 : level == 1 ? 1L << 32 : 1L << 40;
                for (long page : new long[] {0, layout.span(level), most - layout.span(level)}) {
                    long bits = layout.pageBits(page, level);
                    assertEquals(page, layout.page(bits | 0xfff, level), layout + " level=" + level);
                }
            }
        }
    }

    @Test
    void shouldRefuseAPageThatNoEntryHas() {
        refuse(PagingLayout.IA32, 1L << 32, 1);
        refuse(PagingLayout.IA32, 1L << 40, 2);
        refuse(PagingLayout.IA32, 0x1000, 2);
        refuse(PagingLayout.PAE, 1L << 30, 3);
        refuse(PagingLayout.FOUR_LEVEL, 0x1008, 1);
        refuse(PagingLayout.FOUR_LEVEL, 1L << 52, 1);
        refuse(PagingLayout.FOUR_LEVEL, 0, 4);
        refuse(PagingLayout.FOUR_LEVEL, 0, 0);
        refuse(PagingLayout.FIVE_LEVEL, -0x1000, 1);
    }

    private static void refuse(PagingLayout layout, long address, int level) {
        String message = assertThrows(IllegalArgumentException.class, () -> layout.pageBits(address, level)).getMessage();
        assertTrue(message.contains("address=" + address) && message.contains("level=" + level), message);
    }

    @Test
    void shouldReserveWhatTheManualReserves() {
        PagingLayout ia32 = PagingLayout.IA32;
        assertEquals(0, ia32.reserved(1, false, 40, false));
        assertEquals(0, ia32.reserved(2, false, 40, false));
        assertEquals(1 << 21, ia32.reserved(2, true, 40, false));
        assertEquals(1 << 21, ia32.reserved(2, true, 52, false));
        assertEquals(0x1f << 17, ia32.reserved(2, true, 36, false));
        assertEquals(0x1ff << 13, ia32.reserved(2, true, 32, false));

        long above40 = 0x000f_ff00_0000_0000L;
        long high = 0x7ff0_0000_0000_0000L;
        assertEquals(above40 | high, PagingLayout.PAE.reserved(1, false, 40, true));
        assertEquals(above40 | high | 1L << 63, PagingLayout.PAE.reserved(1, false, 40, false));
        assertEquals(above40 | high | 0x1f_e000, PagingLayout.PAE.reserved(2, true, 40, true));
        assertEquals(above40 | high | 1L << 63 | 0x1e6, PagingLayout.PAE.reserved(3, false, 40, true));

        assertEquals(above40, PagingLayout.FOUR_LEVEL.reserved(1, false, 40, true));
        assertEquals(above40 | 1L << 63, PagingLayout.FOUR_LEVEL.reserved(2, false, 40, false));
        assertEquals(above40 | 0x1f_e000, PagingLayout.FOUR_LEVEL.reserved(2, true, 40, true));
        assertEquals(above40 | 0x3fff_e000, PagingLayout.FOUR_LEVEL.reserved(3, true, 40, true));
        assertEquals(above40 | 0x80, PagingLayout.FOUR_LEVEL.reserved(4, false, 40, true));
        assertEquals(0x80, PagingLayout.FIVE_LEVEL.reserved(5, false, 52, true));
        assertEquals(0, PagingLayout.FIVE_LEVEL.reserved(3, false, 52, true));
    }
}
