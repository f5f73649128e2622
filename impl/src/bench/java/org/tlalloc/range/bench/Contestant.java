package org.tlalloc.range.bench;

import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.range.QuantumCaches;
import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeArena;
import org.tlalloc.range.RangeAugmented;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeBuddy;
import org.tlalloc.range.RangeTrees;

/** Who takes part, and how many times as fast as the baseline it is to be. */
public enum Contestant {
    HARNESS(0, (memory, pageCount) -> new NoAllocation(pageCount)),
    BASELINE(1, (memory, pageCount) -> new JavaTrees(pageCount)),
    BITMAP(0, (memory, pageCount) -> RangeBitmap.format(memory, Contestant.BASE, pageCount)),
    BUDDY(8, (memory, pageCount) -> RangeBuddy.format(memory, Contestant.BASE, pageCount)),
    TREES(1.5, (memory, pageCount) -> RangeTrees.format(memory, Contestant.BASE, pageCount, pageCount)),
    AUGMENTED(1.5, (memory, pageCount) -> RangeAugmented.format(memory, Contestant.BASE, pageCount, pageCount)),
    ARENA(6, (memory, pageCount) -> arena(memory, pageCount, "instant")),
    ARENA_BEST(0, (memory, pageCount) -> arena(memory, pageCount, "best")),
    ARENA_NEXT(0, (memory, pageCount) -> arena(memory, pageCount, "next")),
    CACHES(0, (memory, pageCount) -> QuantumCaches.format(memory, Contestant.BASE, pageCount, 8, 16));

    private static final long BASE = 0x10_0000;
    private static final long MEMORY = 1L << 30;

    private final double goal;
    private final Format format;

    Contestant(double goal, Format format) {
        this.goal = goal;
        this.format = format;
    }

    private interface Format {
        RangeAllocation format(PhysicalMemory memory, int pageCount);
    }

    /* One span, the whole region; as many classes as may be, and as many tags as there can be ranges and gaps. */
    private static RangeAllocation arena(PhysicalMemory memory, int pageCount, String policy) {
        return RangeArena.format(memory, BASE, pageCount, pageCount, RangeArena.MAX_STEPS, pageCount + 3, policy, 16);
    }

    RangeAllocation make(int pageCount) {
        return format.format(new PhysicalMemory(MEMORY), pageCount);
    }

    /** 0 if nothing is promised. */
    double goal() {
        return goal;
    }
}
