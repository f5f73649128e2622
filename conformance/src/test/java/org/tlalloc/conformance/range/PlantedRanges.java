package org.tlalloc.conformance.range;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeBuddy;
import org.tlalloc.range.RangeRequest;

/** Allocators of ranges with one fault each. */
final class PlantedRanges {
    private PlantedRanges() {
    }

    /** Hands out aligned pages at any page. */
    public static final class ForgetsAlignment extends PlainRanges {
        public ForgetsAlignment(int pageCount) {
            super(pageCount);
        }

        @Override
        int find(int pages, int alignment) {
            return find(pages);
        }
    }

    /** Asks for more room for aligned pages than it takes. */
    public static final class WantsMoreRoom extends PlainRanges {
        public WantsMoreRoom(int pageCount) {
            super(pageCount);
        }

        @Override
        int find(int pages, int alignment) {
            return alignment > 1 && find(pages + alignment) == NONE ? NONE : super.find(pages, alignment);
        }
    }

    /** Never hands out the last page. */
    public static final class GivesUpEarly extends PlainRanges {
        public GivesUpEarly(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean areFree(int start, int pages) {
            return start + pages < pageCount && super.areFree(start, pages);
        }
    }

    /** Takes the highest pages that will do. */
    public static final class TakesTheHighest extends PlainRanges {
        public TakesTheHighest(int pageCount) {
            super(pageCount);
        }

        @Override
        int find(int pages) {
            for (int start = pageCount - pages; start >= 0; start--) {
                if (areFree(start, pages)) {
                    return start;
                }
            }
            return NONE;
        }
    }

    /** Takes back the first pages of a range. */
    public static final class FreesPart extends PlainRanges {
        public FreesPart(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean mayFree(int start, int pages) {
            return first.get(start) && pages <= length(start);
        }
    }

    /** Takes back two ranges that touch in one. */
    public static final class FreesNeighbours extends PlainRanges {
        public FreesNeighbours(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean mayFree(int start, int pages) {
            return first.get(start) && used.get(start, start + pages).cardinality() == pages
                    && (!used.get(start + pages) || first.get(start + pages));
        }
    }

    /** Takes back what is free. */
    public static final class FreesTwice extends PlainRanges {
        public FreesTwice(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean mayFree(int start, int pages) {
            return areFree(start, pages) || super.mayFree(start, pages);
        }
    }

    /** Never takes back the range at the region's end. */
    public static final class KeepsTheLast extends PlainRanges {
        public KeepsTheLast(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean mayFree(int start, int pages) {
            return start + pages < pageCount && super.mayFree(start, pages);
        }
    }

    /** Forgets that a range no longer begins where one began. */
    public static final class LeavesTheMark extends PlainRanges {
        public LeavesTheMark(int pageCount) {
            super(pageCount);
        }

        @Override
        void clear(int start, int pages) {
            used.clear(start, start + pages);
        }
    }

    /** The real bitmap, with a write behind its end when a page is taken. */
    public static final class Trespasses implements Resident {
        private final PhysicalMemory memory;
        private final RangeBitmap bitmap;

        private Trespasses(PhysicalMemory memory, RangeBitmap bitmap) {
            this.memory = memory;
            this.bitmap = bitmap;
        }

        public static Trespasses format(PhysicalMemory memory, long base, int pageCount) {
            return new Trespasses(memory, RangeBitmap.format(memory, base, pageCount));
        }

        public static Trespasses attach(PhysicalMemory memory, long base) {
            return new Trespasses(memory, RangeBitmap.attach(memory, base));
        }

        public int allocate(int pages) {
            int start = bitmap.allocate(pages);
            if (start > 0) {
                memory.writeLong(bitmap.footprint().get(0).end(), -1);
            }
            return start;
        }

        public int allocateWithin(RangeRequest request) {
            return bitmap.allocateWithin(request);
        }

        public void free(int start, int pages) {
            bitmap.free(start, pages);
        }

        public BitSet usedPages() {
            return bitmap.usedPages();
        }

        public BitSet firstPages() {
            return bitmap.firstPages();
        }

        @Override
        public List<Extent> footprint() {
            return bitmap.footprint();
        }

        @Override
        public List<Extent> scratch() {
            return List.of();
        }
    }

    /** Takes a block back with any length that needs it. */
    public static final class ForgetsLengths extends PlainBlocks {
        public ForgetsLengths(int pageCount) {
            super(pageCount);
        }

        @Override
        boolean mayFree(int start, int pages) {
            return used[start] != 0 && pages <= pageCount && order(used[start]) == order(pages);
        }
    }

    /** Leaves freed blocks as they are. */
    public static final class NeverJoins extends PlainBlocks {
        public NeverJoins(int pageCount) {
            super(pageCount);
        }

        @Override
        void join(int start, int order) {
            free[order].set(start);
        }
    }

    /** Joins a block with the one behind it, buddy or not. */
    public static final class JoinsANeighbour extends PlainBlocks {
        public JoinsANeighbour(int pageCount) {
            super(pageCount);
        }

        @Override
        void join(int start, int order) {
            int size = 1 << order;
            if (start % (2 * size) != 0 && free[order].get(start + size)) {
                free[order].clear(start + size);
                free[order + 1].set(start);
            } else {
                super.join(start, order);
            }
        }
    }

    /** Hands out what is wasted of a block. */
    public static final class HandsOutTheWaste extends PlainBlocks {
        public HandsOutTheWaste(int pageCount) {
            super(pageCount);
        }

        @Override
        public int allocate(int pages) {
            int start = super.allocate(pages);
            if (start != NONE) {
                free[0].set(start + pages, start + (1 << order(pages)));
            }
            return start;
        }
    }

    /** Takes the highest block. */
    public static final class TakesTheHighestBlock extends PlainBlocks {
        public TakesTheHighestBlock(int pageCount) {
            super(pageCount);
        }

        @Override
        int choose(int order) {
            return free[order].length() - 1;
        }
    }

    /** Never splits a block. */
    public static final class NeverSplits extends PlainBlocks {
        public NeverSplits(int pageCount) {
            super(pageCount);
        }

        @Override
        int from(int order) {
            return order < free.length && !free[order].isEmpty() ? order : NONE;
        }
    }

    /** Takes a block that is as large as the pages, whatever the alignment. */
    public static final class AlignsToTheLength extends PlainBlocks {
        public AlignsToTheLength(int pageCount) {
            super(pageCount);
        }

        @Override
        int wanted(RangeRequest request) {
            return order(request.pages());
        }
    }

    /** The real buddy system, which keeps what it wasted in a field. */
    public static final class Counts implements Resident {
        private final RangeBuddy buddy;
        private int wasted;

        private Counts(RangeBuddy buddy) {
            this.buddy = buddy;
        }

        public static Counts format(PhysicalMemory memory, long base, int pageCount) {
            return new Counts(RangeBuddy.format(memory, base, pageCount));
        }

        public static Counts attach(PhysicalMemory memory, long base) {
            return new Counts(RangeBuddy.attach(memory, base));
        }

        public int allocate(int pages) {
            int start = buddy.allocate(pages);
            wasted = buddy.wastedPages();
            return start;
        }

        public int allocateWithin(RangeRequest request) {
            return buddy.allocateWithin(request);
        }

        public void free(int start, int pages) {
            buddy.free(start, pages);
        }

        public int[] used() {
            return buddy.used();
        }

        public BitSet[] freeBlocks() {
            return buddy.freeBlocks();
        }

        public int wasted() {
            return wasted;
        }

        @Override
        public List<Extent> footprint() {
            return buddy.footprint();
        }

        @Override
        public List<Extent> scratch() {
            return List.of();
        }
    }
}
