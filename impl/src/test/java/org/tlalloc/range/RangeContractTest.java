package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tlalloc.HeapMeter;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.WriteLog;

/**
 * What every strategy owes to {@link RangeAllocation}. What an answer may be is judged by {@link Region}, at every call.
 * Lists go round in circles where a link is wrong: that is a failure, and soon enough.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RangeContractTest {
    private static final int NONE = RangeAllocation.NONE;
    private static final int[] EXTREMES = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -(1 << 24), -256, -64, -2, -1,
        1 << 24, 1 << 30, Integer.MAX_VALUE - 1, Integer.MAX_VALUE};
    /** Beside powers of two: the edges of words of 64 pages, and of nodes of 64 words. */
    private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 63, 64, 65, 100, 127, 128, 129, 1000, 4095, 4096, 4097};

    private static final String INSIDE = "begins inside of a range in use";
    private static final String FREE = "is not in use: it was freed already, or never allocated";
    private static final String NOT_HERE = "is not in use: no range begins there";

    final RangeKind kind;

    RangeContractTest(RangeKind kind) {
        this.kind = kind;
    }

    final Region region(int pageCount) {
        return new Region(kind, pageCount);
    }

    /** Takes all there is, a page at a time. */
    private static void exhaust(Region region) {
        for (int i = 0; i < region.naive.pageCount; i++) {
            assertNotEquals(NONE, region.allocate(1));
        }
        assertEquals(NONE, region.allocate(1));
        region.check();
    }

    @Test
    void shouldBeFreeAtFirst() {
        for (int pageCount : SIZES) {
            Region region = region(pageCount);
            region.check();
            assertArrayEquals(new int[pageCount], region.ranges().used());
        }
    }

    @Test
    void shouldHandOutEveryPageOnce() {
        for (int pageCount : SIZES) {
            exhaust(region(pageCount));
        }
    }

    @Test
    void shouldUsePagesAgain() {
        Region region = region(65);
        exhaust(region);
        for (int page : new int[] {64, 0, 63, 31}) {
            region.free(page, 1);
            assertEquals(page, region.allocate(1));
        }
    }

    /* The question with which it began. */
    @Test
    void shouldKnowThatTheSecondSlabsPagesAreFreeAgain() {
        Region region = region(64);
        region.allocate(4);
        int second = region.allocate(4);
        region.allocate(5);
        region.free(second, 4);
        region.check();
        region.allocate(5);
        region.allocate(4);
        region.allocate(3);
        region.check();
    }

    @Test
    void shouldFindTheWholeRegionAgainHoweverItCameBack() {
        for (int pageCount : new int[] {8, 64, 100, 256}) {
            for (int seed = 0; seed < 20; seed++) {
                Region region = region(pageCount);
                Random random = new Random(seed);
                List<int[]> held = new ArrayList<>();
                for (int i = 0; i < pageCount; i++) {
                    int pages = 1 + random.nextInt(5);
                    int start = region.allocate(Math.min(pages, pageCount));
                    if (start != NONE) {
                        held.add(new int[] {start, pages});
                    }
                }
                Collections.shuffle(held, random);
                held.forEach(range -> region.free(range[0], range[1]));
                region.check();
                // Which of them are promised is known to the kind: all, or the powers of two.
                for (int pages = pageCount; pages > 0; pages /= 2) {
                    int start = region.allocate(pages);
                    if (start != NONE) {
                        region.free(start, pages);
                    }
                }
            }
        }
    }

    @Test
    void shouldRefuseLengthsThatNoRangeHas() {
        for (int pageCount : new int[] {1, 10, 64, 100}) {
            Region region = region(pageCount);
            region.allocate(1);
            for (int pages : EXTREMES) {
                region.refuse(() -> region.ranges().allocate(pages), "pages=" + pages, "1.." + pageCount);
            }
            region.refuse(() -> region.ranges().allocate(0), "pages=0");
            region.refuse(() -> region.ranges().allocate(pageCount + 1), "pages=" + (pageCount + 1));
            region.check();
        }
    }

    @Test
    void shouldRefuseRequestsLongerThanTheRegion() {
        Region region = region(100);
        for (int pages : new int[] {101, 128, 1 << 24, Integer.MAX_VALUE}) {
            region.refuse(() -> region.ranges().allocateWithin(RangeRequest.of(pages)), "pages=" + pages);
        }
        region.refuse(() -> region.ranges().allocateWithin(RangeRequest.aligned(101, 64)), "pages=101");
        region.check();
    }

    @Test
    void shouldRefuseWishesThatItCannotHonour() {
        List<RangeRequest> wishes = List.of(new RangeRequest(2, 4, 1, 0, 0, 100), new RangeRequest(2, 1, 0, 8, 0, 100),
                new RangeRequest(2, 1, 0, 0, 5, 100), new RangeRequest(2, 1, 0, 0, 0, 99));
        Region region = region(100);
        for (RangeRequest wish : wishes) {
            if (kind.honoursWishes()) {
                assertNotEquals(NONE, region.allocateWithin(wish));
            } else {
                region.refuse(() -> region.ranges().allocateWithin(wish), "phase, nocross, minimum");
            }
        }
        region.check();
    }

    @Test
    void shouldHonourAlignment() {
        for (int pageCount : new int[] {64, 100, 1000}) {
            Region region = region(pageCount);
            region.allocate(1);
            for (int alignment = 1; alignment <= 1 << 30 && alignment > 0; alignment <<= 1) {
                region.allocateWithin(RangeRequest.aligned(3, alignment));
                region.check();
            }
            region.allocateWithin(new RangeRequest(pageCount, 1, 0, 0, 0, pageCount));
            region.allocateWithin(RangeRequest.aligned(pageCount, 1 << 30));
        }
    }

    @Test
    void shouldRefuseToFreeWhatWasNeverAllocated() {
        Region region = region(100);
        for (int start = 0; start < 100; start += 9) {
            for (int pages : new int[] {1, 2, 64, 100 - start}) {
                region.refuseFree(start, pages);
            }
        }
    }

    @Test
    void shouldRefuseToFreeTwice() {
        Region region = region(100);
        int[] pages = {1, 4, 5, 64};
        int[] starts = new int[pages.length];
        for (int i = 0; i < pages.length; i++) {
            starts[i] = region.allocate(pages[i]);
        }
        for (int i = 0; i < pages.length; i++) {
            region.free(starts[i], pages[i]);
            region.refuseFree(starts[i], pages[i]);
        }
        region.check();
    }

    @Test
    void shouldRefuseToFreePartOfARangeOrMore() {
        Region region = region(300);
        for (int pages : new int[] {1, 2, 3, 4, 7, 64, 100}) {
            int start = region.allocate(pages);
            for (int wrong = -1; wrong <= 300; wrong++) {
                if (wrong != pages) {
                    region.refuseFree(start, wrong);
                }
            }
            for (int shift = -pages; shift <= pages; shift++) {
                if (!region.naive.holds(start + shift, pages)) {
                    region.refuseFree(start + shift, pages);
                    region.refuseFree(start + shift, pages - shift);
                }
            }
            region.check();
        }
    }

    @Test
    void shouldRefuseToFreeNeighboursInOne() {
        Region region = region(64);
        exhaust(region);
        region.refuseFree(0, 2);
        region.refuseFree(62, 2);
        region.refuseFree(0, 64);
        Region larger = region(64);
        for (int i = 0; i < 8; i++) {
            larger.allocate(8);
        }
        for (int start = 0; start <= 48; start += 8) {
            larger.refuseFree(start, 16);
        }
        larger.check();
    }

    @Test
    void shouldRefuseToFreeOutsideOfTheRegion() {
        for (int pageCount : new int[] {1, 64, 70}) {
            Region region = region(pageCount);
            exhaust(region);
            for (int start : EXTREMES) {
                for (int pages : new int[] {1, 2, Integer.MAX_VALUE}) {
                    region.refuseFree(start, pages);
                }
                for (int pages : EXTREMES) {
                    region.refuseFree(start, pages);
                    region.refuseFree(0, pages);
                }
                region.refuseFree(start, 0);
            }
            region.refuseFree(pageCount, 1);
            region.refuseFree(pageCount - 1, 2);
            region.refuseFree(0, 0);
            region.check();
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        Region region = region(100);
        int start = region.allocate(5);
        assertEquals("pages=101 is not within 1..100", region.refuse(() -> region.ranges().allocate(101)));
        assertEquals("pages=0 is not within 1..100", region.refuse(() -> region.ranges().allocate(0)));
        assertEquals("the range at start=" + start + ", pages=4 was allocated with pages=5",
                region.refuse(() -> region.ranges().free(start, 4)));
        assertEquals("the range at start=" + (start + 1) + ", pages=4 " + (kind.looksAround() ? INSIDE : NOT_HERE),
                region.refuse(() -> region.ranges().free(start + 1, 4)));
        assertEquals("the range at start=99, pages=2 is not within 0..99", region.refuse(() -> region.ranges().free(99, 2)));
        region.free(start, 5);
        assertEquals("the range at start=" + start + ", pages=5 " + (kind.looksAround() ? FREE : NOT_HERE),
                region.refuse(() -> region.ranges().free(start, 5)));
    }

    @Test
    void shouldSayThatAPageIsFreeAtEitherEndOfWhatIs() {
        // Of powers of two, so that the buddy system wastes nothing.
        Region region = region(96);
        int[] pages = {4, 8, 1, 16, 32};
        int[] starts = new int[pages.length];
        for (int i = 0; i < pages.length; i++) {
            starts[i] = region.allocate(pages[i]);
        }
        region.free(starts[1], pages[1]);
        region.free(starts[3], pages[3]);
        BitSet taken = region.naive.taken();
        for (int page = 0; page < 96; page++) {
            if (region.naive.used[page] == 0) {
                String says = !kind.looksAround() ? NOT_HERE : taken.get(page) ? INSIDE : FREE;
                assertEquals("the range at start=" + page + ", pages=1 " + says, refusalOfFree(region, page, 1));
            }
        }
    }

    @Test
    void shouldSayThatARangeEndsOutsideHoweverLongItIs() {
        Region region = region(100);
        for (int start : new int[] {1, 99, 100, Integer.MAX_VALUE}) {
            assertEquals("the range at start=" + start + ", pages=" + Integer.MAX_VALUE + " is not within 0..99",
                    refusalOfFree(region, start, Integer.MAX_VALUE));
        }
    }

    private static String refusalOfFree(Region region, int start, int pages) {
        return region.refuse(() -> region.ranges().free(start, pages));
    }

    @Test
    void shouldBehaveTheSameOnceAttachedToTheSameBytes() {
        Region one = region(200);
        Region other = region(200);
        Random random = new Random(1);
        for (int step = 0; step < 1_000; step++) {
            other.reattach();
            if (one.naive.count() > 0 && random.nextInt(5) < 2) {
                int start = one.naive.any(random);
                int pages = one.naive.used[start];
                one.free(start, pages);
                other.free(start, pages);
            } else {
                RangeRequest request = RangeRequest.aligned(1 + random.nextInt(1 << random.nextInt(6)), 1 << random.nextInt(4));
                assertEquals(one.allocateWithin(request), other.allocateWithin(request));
            }
            assertArrayEquals(one.bytes(), other.bytes());
        }
        one.check();
        other.check();
    }

    @Test
    void shouldFormatOverAnything() {
        PhysicalMemory memory = new PhysicalMemory(1 << 22);
        memory.fill(0, memory.size(), (byte) 0x5a);
        RangeAllocation ranges = kind.format(memory, Region.BASE, 100);
        assertArrayEquals(new int[100], ranges.used());
        assertNotEquals(NONE, ranges.allocate(64));
        assertArrayEquals(ranges.used(), kind.attach(memory, Region.BASE).used());
    }

    /* Whatever has a meaning is written by format, and nothing else. */
    @Test
    void shouldFormatOverDirtAsOverZeros() {
        for (int pageCount : new int[] {1, 10, 64, 100, 129, 1000}) {
            byte[] clean = meaning(new Region(kind, pageCount, (byte) 0));
            assertArrayEquals(clean, meaning(new Region(kind, pageCount, (byte) 0x5a)), "pageCount=" + pageCount);
            assertArrayEquals(clean, meaning(new Region(kind, pageCount, (byte) -1)), "pageCount=" + pageCount);
        }
    }

    /** The metadata, with zeros for what means nothing. */
    private static byte[] meaning(Region region) {
        for (Extent extent : ((Resident) region.ranges()).scratch()) {
            region.memory.fill(extent.address(), extent.length(), (byte) 0);
        }
        return region.bytes();
    }

    @Test
    void shouldRefuseRegionsThatThereCannotBe() {
        PhysicalMemory memory = new PhysicalMemory(1L << 34);
        WriteLog log = new WriteLog();
        memory.log(log);
        for (int pageCount : new int[] {0, -1, Integer.MIN_VALUE, kind.largestRegion() + 1, Integer.MAX_VALUE}) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                    () -> kind.format(memory, Region.BASE, pageCount));
            assertTrue(refusal.getMessage().contains("pageCount=" + pageCount), refusal.getMessage());
            assertEquals(0, log.count());
        }
    }

    @Test
    void shouldRefuseToAttachWhereNothingIs() {
        PhysicalMemory memory = new PhysicalMemory(1 << 22);
        for (long base : new long[] {0, Region.BASE, (1 << 22) - 1, 1 << 22, -1, -4096, Long.MIN_VALUE, Long.MAX_VALUE}) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> kind.attach(memory, base));
            assertTrue(refusal.getMessage().contains("address=" + base), refusal.getMessage());
        }
    }

    @Test
    void shouldManageTheLargestRegion() {
        int pageCount = kind.largestRegion();
        RangeAllocation ranges = kind.format(new PhysicalMemory(1L << 36), Region.BASE, pageCount);
        int half = Integer.highestOneBit(pageCount) / 2;
        int low = ranges.allocate(half);
        int high = ranges.allocate(half);
        assertTrue(low != high && low != NONE && high != NONE && Math.max(low, high) + half <= pageCount);
        assertThrows(RangeException.class, () -> ranges.free(low, half - 1));
        ranges.free(low, half);
        int single = ranges.allocate(1);
        assertNotEquals(NONE, single);
        ranges.free(single, 1);
        ranges.free(high, half);
        assertThrows(RangeException.class, () -> ranges.free(high, half));
        int all = ranges.allocate(Integer.highestOneBit(pageCount));
        assertNotEquals(NONE, all);
    }

    @Test
    void shouldMakeNoObjects() {
        int pageCount = 1 << 14;
        RangeAllocation ranges = kind.format(new PhysicalMemory(1L << 34), Region.BASE, pageCount);
        RangeRequest[] requests = {RangeRequest.aligned(3, 4), RangeRequest.aligned(1, 64), RangeRequest.aligned(40, 8)};
        int[] starts = new int[pageCount / 64];
        int[] lengths = new int[starts.length];
        Arrays.fill(starts, NONE);
        long[] seed = {1};
        Runnable calls = () -> {
            for (int i = 0; i < 20_000; i++) {
                seed[0] = seed[0] * 6_364_136_223_846_793_005L + 1;
                int slot = (int) (seed[0] >>> 33) % starts.length;
                if (starts[slot] != NONE) {
                    ranges.free(starts[slot], lengths[slot]);
                }
                if (i % 4 == 0) {
                    RangeRequest request = requests[i / 4 % requests.length];
                    lengths[slot] = request.pages();
                    starts[slot] = ranges.allocateWithin(request);
                } else {
                    lengths[slot] = 1 + ((int) (seed[0] >>> 20) & 63);
                    starts[slot] = ranges.allocate(lengths[slot]);
                }
            }
        };
        assertEquals(0, HeapMeter.allocatedAtLeastBy(10, calls));
        assertTrue(Arrays.stream(starts).anyMatch(start -> start != NONE));
    }
}
