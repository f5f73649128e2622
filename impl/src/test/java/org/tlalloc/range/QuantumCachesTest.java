package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.WriteLog;

class QuantumCachesTest extends RangeContractTest {
    private static final int NONE = RangeAllocation.NONE;
    private static final int MOST = 3;
    private static final int DEPTH = 2;

    static final RangeKind KIND = new RangeKind() {
        @Override
        public RangeAllocation format(PhysicalMemory memory, long base, int pageCount) {
            return QuantumCaches.format(memory, base, pageCount, pageCount, 1, Math.min(Math.max(pageCount, 0), 1 << 16) + 3, "best", 0,
                    MOST, DEPTH);
        }

        @Override
        public RangeAllocation attach(PhysicalMemory memory, long base) {
            return QuantumCaches.attach(memory, base);
        }

        @Override
        public int largestRegion() {
            return 1 << 24;
        }

        /** What waits counts as free. */
        @Override
        public boolean promises(NaiveRanges ranges, RangeRequest request) {
            return RangeKind.anyRunFits(ranges, request);
        }

        @Override
        public boolean looksAround() {
            return false;
        }

        @Override
        public boolean honoursWishes() {
            return true;
        }
    };

    QuantumCachesTest() {
        super(KIND);
    }

    private static QuantumCaches caches(Region region) {
        return (QuantumCaches) region.ranges();
    }

    @Test
    void shouldKeepShortRangesForTheNext() {
        Region region = region(20);
        for (int pages : new int[] {1, 1, 1, 2, 4}) {
            region.allocate(pages);
        }
        region.free(0, 1);
        region.free(2, 1);
        region.free(1, 1);
        region.free(3, 2);
        region.free(5, 4);
        assertEquals(List.of(List.of(2, 0), List.of(3), List.of()), caches(region).caches());
        assertEquals(1, caches(region).held()[0]);
        assertEquals(0, caches(region).held()[1], "there is place for two");
        assertEquals(0, caches(region).held()[5], "four pages are not short");
        region.check();
        assertEquals(3, region.allocate(2));
        assertEquals(2, region.allocate(1));
        assertEquals(0, region.allocate(1));
        region.check();
    }

    @Test
    void shouldEmptyTheCachesBeforeItGivesUp() {
        Region region = region(4);
        for (int i = 0; i < 4; i++) {
            region.allocate(1);
        }
        region.free(1, 1);
        region.free(2, 1);
        assertEquals(1, region.allocate(2));
        assertEquals(List.of(List.of(), List.of(), List.of()), caches(region).caches());
        region.free(1, 2);
        assertEquals(NONE, region.allocate(3));
        assertEquals(0, caches(region).held()[1], "the caches are empty, though it was in vain");
        assertEquals(2, region.allocateWithin(RangeRequest.aligned(1, 2)));
    }

    @Test
    void shouldRefuseToFreeWhatWaits() {
        Region region = region(20);
        region.allocate(3);
        region.allocate(2);
        region.free(0, 3);
        region.free(3, 2);
        region.refuseFree(0, 3);
        region.refuseFree(3, 2);
        String message = region.refuse(() -> region.ranges().free(0, 2));
        assertTrue(message.contains("is not in use"), message);
        message = region.refuse(() -> region.ranges().free(1, 2));
        assertTrue(message.contains("is not in use"), message);
    }

    @Test
    void shouldRefuseCachesThatThereCannotBe() {
        PhysicalMemory memory = new PhysicalMemory(1 << 20);
        WriteLog log = new WriteLog();
        memory.log(log);
        refuse("steps=3", () -> QuantumCaches.format(memory, 0, 10, 10, 3, 9, "best", 0, 2, 2));
        refuse("policy=worst", () -> QuantumCaches.format(memory, 0, 10, 10, 1, 9, "worst", 0, 2, 2));
        for (int wrong : new int[] {0, -1, 1025}) {
            refuse("most=" + wrong, () -> QuantumCaches.format(memory, 0, 10, wrong, 1));
            refuse("depth=" + wrong, () -> QuantumCaches.format(memory, 0, 10, 1, wrong));
        }
        assertEquals(0, log.count(), "a refusal wrote");
        QuantumCaches.format(memory, 0, 10, 2, 2);
        memory.writeInt(QuantumCachesLayout.DEPTH, 0);
        refuse("depth=0", () -> QuantumCaches.attach(memory, 0));
        memory.writeInt(QuantumCachesLayout.DEPTH, 8);
        refuse("no range arena", () -> QuantumCaches.attach(memory, 0));
    }

    private static void refuse(String says, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(says), message);
    }
}
