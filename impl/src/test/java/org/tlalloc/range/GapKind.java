package org.tlalloc.range;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.tlalloc.machine.PhysicalMemory;

/** One of the two that keep gaps in trees, with nodes from a pool: what it must answer, told from all gaps in turn. */
final class GapKind implements RangeKind {
    /** No region is larger than this in memory that a test has: nodes for as many ranges. */
    private static final int MOST_NODES = 1 << 16;

    private final Format format;
    private final Attach attach;
    private final Comparator<Gap> policy;
    /* One node for so many pages. */
    private final int pagesToANode;

    interface Format {
        RangeAllocation format(PhysicalMemory memory, long base, int pageCount, int nodeCount);
    }

    interface Attach {
        RangeAllocation attach(PhysicalMemory memory, long base);
    }

    private GapKind(Format format, Attach attach, Comparator<Gap> policy, int pagesToANode) {
        this.format = format;
        this.attach = attach;
        this.policy = policy;
        this.pagesToANode = pagesToANode;
    }

    /** The shortest gap, the lowest among equals. */
    static GapKind trees() {
        return new GapKind(RangeTrees::format, RangeTrees::attach, Comparator.comparing(Gap::pages).thenComparing(Gap::start), 1);
    }

    /** The lowest gap. */
    static GapKind augmented() {
        return new GapKind(RangeAugmented::format, RangeAugmented::attach, Comparator.comparing(Gap::start), 1);
    }

    /** The same with a pool that runs dry. */
    GapKind withFewNodes() {
        return new GapKind(format, attach, policy, 5);
    }

    private int nodeCount(int pageCount) {
        return Math.min((pageCount + pagesToANode - 1) / pagesToANode, MOST_NODES);
    }

    @Override
    public RangeAllocation format(PhysicalMemory memory, long base, int pageCount) {
        return format.format(memory, base, pageCount, Math.max(1, nodeCount(pageCount)));
    }

    @Override
    public RangeAllocation attach(PhysicalMemory memory, long base) {
        return attach.attach(memory, base);
    }

    @Override
    public int largestRegion() {
        return 1 << 24;
    }

    static List<Gap> gaps(NaiveRanges ranges) {
        List<Gap> gaps = new ArrayList<>();
        BitSet taken = ranges.taken();
        for (int start = taken.nextClearBit(0); start < ranges.pageCount;) {
            int end = taken.nextSetBit(start);
            gaps.add(new Gap(start, (end < 0 ? ranges.pageCount : end) - start));
            start = end < 0 ? ranges.pageCount : taken.nextClearBit(end);
        }
        return gaps;
    }

    @Override
    public boolean promises(NaiveRanges ranges, RangeRequest request) {
        return RangeKind.roomyRunFits(ranges, request)
                && ranges.count() + gaps(ranges).size() + (request.alignment() == 1 ? 1 : 2) <= nodeCount(ranges.pageCount);
    }

    @Override
    public int answer(NaiveRanges ranges, RangeRequest request) {
        List<Gap> gaps = gaps(ranges);
        long room = (long) request.pages() + request.alignment() - 1;
        Gap gap = gaps.stream().filter(other -> other.pages() >= room).min(policy).orElse(null);
        if (gap == null) {
            return RangeAllocation.NONE;
        }
        int start = gap.start() + request.alignment() - 1 & -request.alignment();
        int left = (start > gap.start() ? 1 : 0) + (start + request.pages() < gap.start() + gap.pages() ? 1 : 0);
        return ranges.count() + gaps.size() + left <= nodeCount(ranges.pageCount) ? start : RangeAllocation.NONE;
    }
}
