package org.tlalloc.conformance.range;

import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.range.QuantumCaches;
import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeArena;
import org.tlalloc.range.RangeAugmented;
import org.tlalloc.range.RangeRequest;
import org.tlalloc.range.RangeTrees;

/**
 * A strategy with a pool of nodes, made as the contract is: by the pages of its region alone. The pool never runs
 * dry, and an arena has one span, so that the strategy promises what it does without such bounds.
 */
public abstract class PooledRanges<R extends RangeAllocation & Resident> implements RangeAllocation, Resident {
    /* More than what the random calls come to have in use at once, and less than one for each page. */
    private static final int NODES = 1 << 14;

    private final R ranges;

    private PooledRanges(R ranges) {
        this.ranges = ranges;
    }

    public static final class Trees extends PooledRanges<RangeTrees> {
        private Trees(RangeTrees ranges) {
            super(ranges);
        }

        public static Trees format(PhysicalMemory memory, long base, int pageCount) {
            return new Trees(RangeTrees.format(memory, base, pageCount, NODES));
        }

        public static Trees attach(PhysicalMemory memory, long base) {
            return new Trees(RangeTrees.attach(memory, base));
        }
    }

    public static final class Augmented extends PooledRanges<RangeAugmented> {
        private Augmented(RangeAugmented ranges) {
            super(ranges);
        }

        public static Augmented format(PhysicalMemory memory, long base, int pageCount) {
            return new Augmented(RangeAugmented.format(memory, base, pageCount, NODES));
        }

        public static Augmented attach(PhysicalMemory memory, long base) {
            return new Augmented(RangeAugmented.attach(memory, base));
        }
    }

    /** Whose policies have a class each, since the contract has no word for them. */
    public abstract static class Arena extends PooledRanges<RangeArena> {
        private Arena(RangeArena ranges) {
            super(ranges);
        }

        private static RangeArena arena(PhysicalMemory memory, long base, int pageCount, String policy) {
            return RangeArena.format(memory, base, pageCount, pageCount, 1, NODES, policy, 16);
        }
    }

    public static final class Instant extends Arena {
        private Instant(RangeArena ranges) {
            super(ranges);
        }

        public static Instant format(PhysicalMemory memory, long base, int pageCount) {
            return new Instant(Arena.arena(memory, base, pageCount, "instant"));
        }

        public static Instant attach(PhysicalMemory memory, long base) {
            return new Instant(RangeArena.attach(memory, base));
        }
    }

    public static final class Best extends Arena {
        private Best(RangeArena ranges) {
            super(ranges);
        }

        public static Best format(PhysicalMemory memory, long base, int pageCount) {
            return new Best(Arena.arena(memory, base, pageCount, "best"));
        }

        public static Best attach(PhysicalMemory memory, long base) {
            return new Best(RangeArena.attach(memory, base));
        }
    }

    public static final class NextFit extends Arena {
        private NextFit(RangeArena ranges) {
            super(ranges);
        }

        public static NextFit format(PhysicalMemory memory, long base, int pageCount) {
            return new NextFit(Arena.arena(memory, base, pageCount, "next"));
        }

        public static NextFit attach(PhysicalMemory memory, long base) {
            return new NextFit(RangeArena.attach(memory, base));
        }
    }

    public static final class Caches extends PooledRanges<QuantumCaches> {
        private Caches(QuantumCaches ranges) {
            super(ranges);
        }

        public static Caches format(PhysicalMemory memory, long base, int pageCount) {
            return new Caches(QuantumCaches.format(memory, base, pageCount, pageCount, 1, NODES, "instant", 16, 8, 16));
        }

        public static Caches attach(PhysicalMemory memory, long base) {
            return new Caches(QuantumCaches.attach(memory, base));
        }
    }

    @Override
    public int pageCount() {
        return ranges.pageCount();
    }

    @Override
    public int allocate(int pages) {
        return ranges.allocate(pages);
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        return ranges.allocateWithin(request);
    }

    @Override
    public void free(int start, int pages) {
        ranges.free(start, pages);
    }

    @Override
    public int[] used() {
        return ranges.used();
    }

    @Override
    public long metadataBytes() {
        return ranges.metadataBytes();
    }

    @Override
    public List<Extent> footprint() {
        return ranges.footprint();
    }

    @Override
    public List<Extent> scratch() {
        return ranges.scratch();
    }
}
