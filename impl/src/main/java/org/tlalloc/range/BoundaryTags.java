package org.tlalloc.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * A tag for each range in use and for each gap; gaps are listed by length, too. The specification
 * {@code BoundaryTags}, and a part of {@link RangeArena}, whose {@code RangeArenaLayout} draws it.
 *
 * <p>A range is known by its first page, and a gap by a link to its tag. No operation makes objects, and each takes a
 * number of steps that does not depend on how many tags there are; but for finding a span, which is a search of a bitmap.
 */
final class BoundaryTags {
    static final int NONE = Links.NONE;

    /** An allocation makes no more tags than this: one for the rest on either side, and one for a new span. */
    private static final int MOST_NEW_TAGS = 3;

    /* There may be a hundred times as many ranges as gaps, since a gap attracts ranges that fill it. With a tag
       of many bytes each, somewhere in a pool, they would not fit a processor's second cache, and to look at a range and at what
       lies beside it would be to wait for memory, three times. So the tag of a range is its length alone, most often
       one byte, and lies by address: that of what is beside it is close. Only gaps, which are listed, have tags in the pool.

       The pool has room for a tag of each range, too, as if it were a gap: how many there are is counted, and a range
       that comes back has one for the gap that it may become. So a release never fails. */

    private final Window window;
    private final RangeArenaLayout layout;
    private final NodePool pool;
    private final RangeLengths lengths;
    private final FrameBitmap spans;

    private BoundaryTags(Window window, RangeArenaLayout layout, NodePool pool, FrameBitmap spans) {
        this.window = window;
        this.layout = layout;
        this.pool = pool;
        this.lengths = new RangeLengths(window, layout.lengths);
        this.spans = spans;
    }

    /** Nothing imported. The window begins with the arena's header. */
    static BoundaryTags format(Window window, RangeArenaLayout layout) {
        NodePool pool = NodePool.format(window, RangeArenaLayout.POOL, layout.tags, layout.tagCount, RangeArenaLayout.TAG_SIZE);
        window.putInt(RangeArenaLayout.RANGES, 0);
        window.memory().fill(window.address() + RangeArenaLayout.NON_EMPTY, layout.tags - RangeArenaLayout.NON_EMPTY, (byte) 0);
        FrameBitmap spans = FrameBitmap.format(window.memory(), window.address() + layout.spans, layout.spanCount, 0, new BitSet());
        return new BoundaryTags(window, layout, pool, spans);
    }

    /** @throws IllegalArgumentException if the headers cannot be right */
    static BoundaryTags attach(Window window, RangeArenaLayout layout) {
        NodePool pool = NodePool.attach(window, RangeArenaLayout.POOL, layout.tags, RangeArenaLayout.TAG_SIZE);
        FrameBitmap spans = FrameBitmap.attach(window.memory(), window.address() + layout.spans);
        if (spans.frameCount() != layout.spanCount) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: spanPages="
                    + layout.spanPages + ", but the bitmap has frameCount=" + spans.frameCount());
        }
        BoundaryTags tags = new BoundaryTags(window, layout, pool, spans);
        if (tags.ranges() < 0 || pool.taken() > pool.capacity() - tags.ranges()) {
            throw new IllegalArgumentException("the header at address=" + window.address() + " cannot be right: ranges=" + tags.ranges()
                    + ", but the pool has capacity=" + pool.capacity() + " taken=" + pool.taken());
        }
        return tags;
    }

    /** Whatever an allocation comes to, there are tags enough for it. */
    boolean hasTags() {
        return pool.available() - ranges() >= MOST_NEW_TAGS;
    }

    /** How many ranges are in use. */
    private int ranges() {
        return window.getInt(RangeArenaLayout.RANGES);
    }

    private void setRanges(int ranges) {
        window.putInt(RangeArenaLayout.RANGES, ranges);
    }

    int start(int gap) {
        return window.getInt(pool.offset(gap) + RangeArenaLayout.START);
    }

    int pages(int gap) {
        return window.getInt(pool.offset(gap) + RangeArenaLayout.PAGES);
    }

    /** The gap after this one in its list, or NONE. */
    int older(int gap) {
        return window.getInt(pool.offset(gap) + RangeArenaLayout.OLDER);
    }

    /** How long the range in use is that begins at a page; 0 if none does. */
    int used(int page) {
        return lengths.at(page);
    }

    /** The gap that begins or ends with this page, or NONE. */
    int gapAt(int page) {
        return lengths.isEdge(page) ? gapTag(page) : NONE;
    }

    private int gapTag(int page) {
        return window.getInt(layout.gapTags + page * Integer.BYTES);
    }

    private void setEdge(int page, int gap) {
        lengths.setEdge(page);
        window.putInt(layout.gapTags + page * Integer.BYTES, gap);
    }

    private void clearEdge(int page) {
        lengths.clearEdge(page);
        window.putInt(layout.gapTags + page * Integer.BYTES, NONE);
    }

    /** The gap that ends before a page in the same span, or NONE. */
    int gapBefore(int page) {
        return page > 0 && lengths.isEdge(page - 1) && page % layout.spanPages != 0 ? gapTag(page - 1) : NONE;
    }

    /** The gap that begins with a page in the same span as the one before it, or NONE. */
    int gapAfter(int page) {
        return page < layout.pageCount && lengths.isEdge(page) && page % layout.spanPages != 0 ? gapTag(page) : NONE;
    }

    /** Where the tag begins that is the next in the order of addresses after this one; after the last the first. */
    int next(int start) {
        int gap = gapAt(start);
        int end = start + (gap == NONE ? used(start) : pages(gap));
        return end < layout.pageCount && !lengths.isInside(end) ? end : firstFrom(end / layout.spanPages);
    }

    /** The first page of a span from this one on, or else of the first span that is here, of which there is one. */
    private int firstFrom(int span) {
        for (int at = span == layout.spanCount ? 0 : span;; at = at + 1 == layout.spanCount ? 0 : at + 1) {
            if (!lengths.isInside(at * layout.spanPages)) {
                return at * layout.spanPages;
            }
        }
    }

    /** The newest gap of the first class from this one on that has any, or NONE. */
    int newestFrom(int sizeClass) {
        int word = sizeClass >>> 6;
        if (word >= layout.words) {
            return NONE;
        }
        long found = nonEmpty(word) & -1L << sizeClass;
        while (found == 0) {
            if (++word == layout.words) {
                return NONE;
            }
            found = nonEmpty(word);
        }
        return window.getInt(list((word << 6) + Long.numberOfTrailingZeros(found)));
    }

    private long nonEmpty(int word) {
        return window.getLong(RangeArenaLayout.NON_EMPTY + (word << 3));
    }

    private int list(int sizeClass) {
        return layout.lists + sizeClass * Integer.BYTES;
    }

    private void flipNonEmpty(int sizeClass) {
        int word = RangeArenaLayout.NON_EMPTY + (sizeClass >>> 6 << 3);
        window.putLong(word, window.getLong(word) ^ 1L << sizeClass);
    }

    /** Makes a gap of these pages the newest of its class. */
    private void enlist(int gap, int start, int pages) {
        int sizeClass = layout.classOf(pages);
        int list = list(sizeClass);
        int older = window.getInt(list);
        int offset = pool.offset(gap);
        window.putInt(offset + RangeArenaLayout.START, start);
        window.putInt(offset + RangeArenaLayout.PAGES, pages);
        window.putInt(offset + RangeArenaLayout.NEWER, NONE);
        window.putInt(offset + RangeArenaLayout.OLDER, older);
        window.putInt(list, gap);
        if (older == NONE) {
            flipNonEmpty(sizeClass);
        } else {
            window.putInt(pool.offset(older) + RangeArenaLayout.NEWER, gap);
        }
    }

    private void unlist(int gap, int pages) {
        int newer = window.getInt(pool.offset(gap) + RangeArenaLayout.NEWER);
        int older = older(gap);
        if (older != NONE) {
            window.putInt(pool.offset(older) + RangeArenaLayout.NEWER, newer);
        }
        if (newer != NONE) {
            window.putInt(pool.offset(newer) + RangeArenaLayout.OLDER, older);
            return;
        }
        int sizeClass = layout.classOf(pages);
        window.putInt(list(sizeClass), older);
        if (older == NONE) {
            flipNonEmpty(sizeClass);
        }
    }

    /** The lowest span that is not here; {@link RangeAllocation#NONE} if all are. */
    int lowestSpan() {
        return spans.lowestRun(1);
    }

    /** The lowest span from this one on that is not here; the number of spans if there is none. */
    int nextSpan(int from) {
        return from < layout.spanCount ? spans.nextFree(from) : from;
    }

    /** Takes a span from the parent; returns its only tag, a gap. */
    int importSpan(int span) {
        spans.takeRun(span, 1);
        int gap = pool.take();
        int first = span * layout.spanPages;
        setEdge(first, gap);
        setEdge(first + layout.spanPages - 1, gap);
        enlist(gap, first, layout.spanPages);
        return gap;
    }

    /** Cuts a range out of a gap. What is left before and behind become gaps of their own. */
    void cut(int gap, int start, int pages) {
        int first = start(gap);
        int length = pages(gap);
        int end = start + pages;
        int before = start - first;
        int behind = length - before - pages;
        unlist(gap, length);
        int rest = gap;
        if (before > 0) {
            setEdge(start - 1, gap);
            enlist(gap, first, before);
            rest = NONE;
        } else {
            clearEdge(first);
        }
        if (behind > 0) {
            if (rest == NONE) {
                rest = pool.take();
                setEdge(end + behind - 1, rest);
            }
            setEdge(end, rest);
            enlist(rest, end, behind);
        } else {
            clearEdge(end - 1);
            if (rest != NONE) {
                pool.give(rest);
            }
        }
        lengths.begin(start, pages);
        setRanges(ranges() + 1);
    }

    /**
     * Makes a gap of a range, one with those beside it. If that is the whole span it goes back to the parent.
     *
     * @return the gap's tag, or NONE
     */
    int release(int start, int pages) {
        int before = gapBefore(start);
        int after = gapAfter(start + pages);
        lengths.end(start, pages);
        setRanges(ranges() - 1);
        int first = start;
        int end = start + pages;
        int gap = after;
        if (after != NONE) {
            clearEdge(end);
            unlist(after, pages(after));
            end += pages(after);
        }
        if (before != NONE) {
            if (after != NONE) {
                pool.give(after);
            }
            clearEdge(start - 1);
            unlist(before, pages(before));
            first = start(before);
            gap = before;
        }
        if (end - first == layout.spanPages) {
            giveBack(gap, first, end);
            return NONE;
        }
        if (gap == NONE) {
            gap = pool.take();
        }
        setEdge(first, gap);
        setEdge(end - 1, gap);
        enlist(gap, first, end - first);
        return gap;
    }

    private void giveBack(int gap, int first, int end) {
        if (gap != NONE) {
            clearEdge(first);
            clearEdge(end - 1);
            pool.give(gap);
        }
        spans.freeRun(first / layout.spanPages, 1);
    }

    int[] used() {
        int[] used = new int[layout.pageCount];
        Arrays.setAll(used, this::used);
        return used;
    }

    int[] gaps() {
        int[] gaps = new int[layout.pageCount];
        for (int page = 0; page < layout.pageCount; page++) {
            int gap = gapAt(page);
            if (gap != NONE && start(gap) == page) {
                gaps[page] = pages(gap);
            }
        }
        return gaps;
    }

    BitSet imported() {
        BitSet imported = new BitSet();
        spans.allocatedFrames().stream().forEach(span -> imported.set(span * layout.spanPages));
        return imported;
    }

    List<List<Integer>> freeLists() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int sizeClass = 0; sizeClass < layout.classes; sizeClass++) {
            List<Integer> list = new ArrayList<>();
            for (int gap = window.getInt(list(sizeClass)); gap != NONE; gap = older(gap)) {
                list.add(start(gap));
            }
            lists.add(list);
        }
        return lists;
    }

    /** How many bytes the tags of gaps take. */
    long tagBytes() {
        return NodePool.bytes(pool.taken(), RangeArenaLayout.TAG_SIZE);
    }

    /** In bytes: where the bitmap of spans, and with it the arena, ends. */
    int size() {
        return layout.spans + Math.toIntExact(spans.footprint().get(0).length());
    }

    /** What is not in use of the pool. */
    List<Extent> scratch() {
        List<Extent> scratch = new ArrayList<>();
        pool.addScratch(scratch);
        return scratch;
    }

    Links links() {
        Extent heads = new Extent(window.address() + layout.lists, layout.lengths - layout.lists);
        return new Links(pool.extent(), RangeArenaLayout.TAG_SIZE, List.of(RangeArenaLayout.NEWER, RangeArenaLayout.OLDER),
                List.of(heads, pool.root()));
    }
}
