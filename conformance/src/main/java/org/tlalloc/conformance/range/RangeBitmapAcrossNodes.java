package org.tlalloc.conformance.range;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeRequest;

/**
 * {@link RangeBitmap} as a model with few pages sees it that lie on both sides of page 8,192, where
 * the bitmap goes from one word of 64 bits to the next, and its summary from one node to the next on both levels.
 * The pages below belong to a range that is in use for good.
 */
public final class RangeBitmapAcrossNodes implements Resident {
    private static final int NODE = 8_192;
    private static final int BELOW = NODE - 4;

    private final RangeBitmap bitmap;
    private final int pageCount;

    private RangeBitmapAcrossNodes(RangeBitmap bitmap) {
        this.bitmap = bitmap;
        this.pageCount = bitmap.pageCount() - BELOW;
    }

    /** @throws IllegalArgumentException if the pages would not lie on both sides, or a request has a larger alignment than they */
    public static RangeBitmapAcrossNodes format(PhysicalMemory memory, long base, int pageCount, Set<RangeRequest> request) {
        if (pageCount <= NODE - BELOW || request.stream().anyMatch(one -> BELOW % one.alignment() != 0)) {
            throw new IllegalArgumentException("pageCount=" + pageCount + ", request=" + request + " has no place across page " + NODE);
        }
        RangeBitmap bitmap = RangeBitmap.format(memory, base, BELOW + pageCount);
        bitmap.allocate(BELOW);
        return new RangeBitmapAcrossNodes(bitmap);
    }

    public static RangeBitmapAcrossNodes attach(PhysicalMemory memory, long base) {
        return new RangeBitmapAcrossNodes(RangeBitmap.attach(memory, base));
    }

    /** A length that the model's region has, or one that no region has. */
    private int length(int pages) {
        return pages > pageCount ? Integer.MAX_VALUE : pages;
    }

    public int allocate(int pages) {
        return fromAbove(bitmap.allocate(length(pages)));
    }

    public int allocateWithin(RangeRequest request) {
        if (request.pages() > pageCount || request.maximum() < pageCount) {
            throw new IllegalArgumentException(request + " is for another region than one with pageCount=" + pageCount);
        }
        return fromAbove(bitmap.allocateWithin(RangeRequest.aligned(request.pages(), request.alignment())));
    }

    private static int fromAbove(int start) {
        return start == RangeBitmap.NONE ? start : start - BELOW;
    }

    public void free(int start, int pages) {
        bitmap.free(start < 0 || start >= pageCount ? Integer.MAX_VALUE : start + BELOW, pages);
    }

    public BitSet usedPages() {
        return bitmap.usedPages().get(BELOW, BELOW + pageCount);
    }

    public BitSet firstPages() {
        return bitmap.firstPages().get(BELOW, BELOW + pageCount);
    }

    @Override
    public List<Extent> footprint() {
        return bitmap.footprint();
    }

    @Override
    public List<Extent> scratch() {
        return bitmap.scratch();
    }
}
