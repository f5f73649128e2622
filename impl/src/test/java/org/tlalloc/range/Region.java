package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.WriteLog;

/** A region in a memory where every write is watched, beside the naive one. */
final class Region {
    static final long BASE = 0x1_3000;
    private static final long DIRTY = 1 << 17;

    final RangeKind kind;
    final PhysicalMemory memory = new PhysicalMemory(1L << 34);
    final NaiveRanges naive;
    private final WriteLog log = new WriteLog();
    private final List<Extent> footprint;
    private RangeAllocation ranges;

    Region(RangeKind kind, int pageCount) {
        this(kind, pageCount, (byte) 0);
    }

    /** @param dirt what is in every byte where metadata of a small region may go */
    Region(RangeKind kind, int pageCount, byte dirt) {
        this.kind = kind;
        this.naive = new NaiveRanges(pageCount);
        if (dirt != 0) {
            memory.fill(BASE, DIRTY, dirt);
        }
        this.ranges = kind.format(memory, BASE, pageCount);
        this.footprint = ((Resident) ranges).footprint();
        assertTrue(dirt == 0 || footprint.stream().allMatch(extent -> extent.address() + extent.length() <= BASE + DIRTY));
        memory.log(log);
    }

    RangeAllocation ranges() {
        return ranges;
    }

    /** From now on an object freshly attached to the same bytes. */
    void reattach() {
        log.clear();
        ranges = kind.attach(memory, BASE);
        assertEquals(0, log.count(), "attaching wrote");
        assertEquals(footprint, ((Resident) ranges).footprint());
    }

    /** Overwrites what is said to mean nothing. */
    void junk(Random random) {
        for (Extent extent : ((Resident) ranges).scratch()) {
            assertTrue(footprint.stream().anyMatch(whole -> whole.contains(extent.address(), extent.length())),
                    () -> extent + " is not in " + footprint);
            byte[] bytes = new byte[(int) extent.length()];
            random.nextBytes(bytes);
            memory.write(extent.address(), bytes, 0, bytes.length);
        }
    }

    /** The metadata. */
    byte[] bytes() {
        int size = 0;
        for (Extent extent : footprint) {
            size += (int) extent.length();
        }
        byte[] bytes = new byte[size];
        int at = 0;
        for (Extent extent : footprint) {
            memory.read(extent.address(), bytes, at, (int) extent.length());
            at += (int) extent.length();
        }
        return bytes;
    }

    int allocate(int pages) {
        RangeRequest request = RangeRequest.of(pages);
        log.clear();
        return judged(request, ranges.allocate(pages));
    }

    int allocateWithin(RangeRequest request) {
        log.clear();
        return judged(request, ranges.allocateWithin(request));
    }

    private int judged(RangeRequest request, int start) {
        int expected = kind.answer(naive, request);
        if (expected != RangeKind.ANY) {
            assertEquals(expected, start, () -> request + " with " + naive.taken());
        }
        if (start == RangeAllocation.NONE) {
            assertFalse(kind.promises(naive, request), () -> "nothing found for " + request + " with " + naive.taken());
        } else {
            assertTrue(naive.isAnswer(start, request), () -> request + " answered by start=" + start + " with " + naive.taken());
            assertNotEquals(0, log.count());
            naive.take(start, request.pages());
        }
        assertWritesInside();
        return start;
    }

    void free(int start, int pages) {
        assertTrue(naive.holds(start, pages));
        log.clear();
        ranges.free(start, pages);
        naive.free(start, pages);
        assertNotEquals(0, log.count());
        assertWritesInside();
    }

    /** Frees the range if it is in use, and sees it refused otherwise; returns whether it was. */
    boolean tryFree(int start, int pages) {
        if (naive.holds(start, pages)) {
            free(start, pages);
            return true;
        }
        refuseFree(start, pages);
        return false;
    }

    void refuseFree(int start, int pages) {
        refuse(() -> ranges.free(start, pages), "start=" + start, "pages=" + pages);
    }

    /** The call must be refused, say what was wrong, and write nothing. */
    String refuse(Runnable call, String... says) {
        log.clear();
        RangeException refusal = assertThrows(RangeException.class, call::run);
        assertEquals(0, log.count(), "a refusal wrote");
        for (String part : says) {
            assertTrue(refusal.getMessage().contains(part), () -> "no \"" + part + "\" in: " + refusal.getMessage());
        }
        return refusal.getMessage();
    }

    private void assertWritesInside() {
        for (int i = 0; i < log.count(); i++) {
            long address = log.address(i);
            int length = log.length(i);
            assertTrue(footprint.stream().anyMatch(extent -> extent.contains(address, length)),
                    () -> "wrote length=" + length + " at address=" + address + ", outside " + footprint);
        }
    }

    /** All that can be asked must be as the naive one says. */
    void check() {
        assertArrayEquals(naive.used, ranges.used());
        assertEquals(naive.pageCount, ranges.pageCount());
        long size = 0;
        for (Extent extent : footprint) {
            size += extent.length();
        }
        assertTrue(ranges.metadataBytes() > 0 && ranges.metadataBytes() <= size,
                "metadataBytes=" + ranges.metadataBytes() + " of " + size);
    }
}
