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
 * <p>A class of short lengths has one length, and its list is in order already; a class of more has a tree by length
 * beside its list, so that no gap is looked for by going through a list.
 *
 * <p>A range is known by its first page, and a gap by a link to its tag. No operation makes objects, and each takes a
 * number of steps that grows, at most, with the logarithm of how many gaps there are.
 */
final class BoundaryTags {
    static final int NONE = Links.NONE;
    private static final int NO_CLASS = -1;

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
    private final AvlTree byLength;
    private final int lengths;
    private final FrameBitmap spans;

    private BoundaryTags(Window window, RangeArenaLayout layout, NodePool pool, FrameBitmap spans) {
        this.window = window;
        this.layout = layout;
        this.pool = pool;
        this.byLength = AvlTree.at(window, layout.trees, layout.tags, RangeArenaLayout.TAG_SIZE, RangeArenaLayout.LINKS,
                RangeArenaLayout.HEIGHT);
        this.lengths = layout.lengths;
        this.spans = spans;
    }

    /** Nothing imported. The window begins with the arena's header. */
    static BoundaryTags format(Window window, RangeArenaLayout layout) {
        NodePool pool = NodePool.format(window, RangeArenaLayout.POOL, layout.tags, layout.tagCount, RangeArenaLayout.TAG_SIZE);
        window.putInt(RangeArenaLayout.RANGES, 0);
        window.memory().fill(window.address() + RangeArenaLayout.SOME, layout.tags - RangeArenaLayout.SOME, (byte) 0);
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

    private int older(int gap) {
        return window.getInt(pool.offset(gap) + RangeArenaLayout.OLDER);
    }

    /** How long the range in use is that begins at a page; 0 if none does. */
    int used(int page) {
        return RangeLengths.at(window, lengths + page);
    }

    /** The gap that begins or ends with this page, or NONE. */
    int gapAt(int page) {
        return RangeLengths.isEdge(window, lengths + page) ? gapTag(page) : NONE;
    }

    private int gapTag(int page) {
        return window.getInt(layout.gapTags + page * Integer.BYTES);
    }

    private void setEdge(int page, int gap) {
        RangeLengths.setEdge(window, lengths + page);
        window.putInt(layout.gapTags + page * Integer.BYTES, gap);
    }

    private void clearEdge(int page) {
        RangeLengths.clearEdge(window, lengths + page);
        window.putInt(layout.gapTags + page * Integer.BYTES, NONE);
    }

    /** The gap that ends before a page in the same span, or NONE. */
    int gapBefore(int page) {
        return page > 0 && RangeLengths.isEdge(window, lengths + page - 1) && !layout.beginsSpan(page) ? gapTag(page - 1) : NONE;
    }

    /** The gap that begins with a page in the same span as the one before it, or NONE. */
    int gapAfter(int page) {
        return page < layout.pageCount && RangeLengths.isEdge(window, lengths + page) && !layout.beginsSpan(page) ? gapTag(page) : NONE;
    }

    /** Where the tag begins that is the next in the order of addresses after this one; after the last the first. */
    int next(int start) {
        int gap = gapAt(start);
        int end = start + (gap == NONE ? used(start) : pages(gap));
        return end < layout.pageCount && !RangeLengths.isInside(window, lengths + end) ? end : firstFrom(layout.span(end));
    }

    /** The first page of a span from this one on, or else of the first span that is here, of which there is one. */
    private int firstFrom(int span) {
        int here = span == layout.spanCount ? span : spans.nextTaken(span);
        return (here == layout.spanCount ? spans.nextTaken(0) : here) * layout.spanPages;
    }

    /** The newest gap of the first class from this one on that has any, or NONE. */
    int newestFrom(int sizeClass) {
        int found = classFrom(sizeClass);
        return found == NO_CLASS ? NONE : newest(found);
    }

    private int newest(int sizeClass) {
        return window.getInt(list(sizeClass));
    }

    /** The shortest gap of so many pages, up to a span's, or more; of equal ones the newest. NONE if there is none. */
    int shortestFrom(int pages) {
        int sizeClass = layout.classOf(pages);
        if (!layout.isWide(sizeClass)) {
            return shortestOfClassFrom(sizeClass);
        }
        int shortest = NONE;
        for (int gap = window.getInt(tree(sizeClass)); gap != NONE;) {
            if (pages(gap) >= pages) {
                shortest = gap;
                gap = byLength.left(gap);
            } else {
                gap = byLength.right(gap);
            }
        }
        return shortest != NONE ? shortest : shortestOfClassFrom(sizeClass + 1);
    }

    /** The gap that is the next in that order: it is as long and older, or longer. NONE if there is none. */
    int nextShortest(int gap) {
        int sizeClass = layout.classOf(pages(gap));
        int next = layout.isWide(sizeClass) ? byLength.next(gap) : older(gap);
        return next != NONE ? next : shortestOfClassFrom(sizeClass + 1);
    }

    private int shortestOfClassFrom(int sizeClass) {
        int found = classFrom(sizeClass);
        if (found == NO_CLASS) {
            return NONE;
        }
        return layout.isWide(found) ? byLength.first(tree(found)) : newest(found);
    }

    /** The first class from this one on that has a gap, or NO_CLASS. */
    private int classFrom(int sizeClass) {
        if (sizeClass >= layout.classes) {
            return NO_CLASS;
        }
        int word = sizeClass >>> 6;
        long found = window.getLong(nonEmpty(word)) & -1L << sizeClass;
        if (found == 0) {
            word = nextWord(word + 1);
            if (word == NO_CLASS) {
                return NO_CLASS;
            }
            found = window.getLong(nonEmpty(word));
        }
        return (word << 6) + Long.numberOfTrailingZeros(found);
    }

    /** The first word from this one on in which a class has its bit, or NO_CLASS. */
    private int nextWord(int from) {
        long mask = -1L << from;
        for (int some = from >>> 6; some < layout.someWords; some++) {
            long found = window.getLong(some(some)) & mask;
            if (found != 0) {
                return (some << 6) + Long.numberOfTrailingZeros(found);
            }
            mask = -1L;
        }
        return NO_CLASS;
    }

    private int some(int word) {
        return RangeArenaLayout.SOME + (word << 3);
    }

    private int nonEmpty(int word) {
        return layout.nonEmpty + (word << 3);
    }

    private int list(int sizeClass) {
        return layout.lists + sizeClass * Integer.BYTES;
    }

    private int tree(int sizeClass) {
        return layout.trees + sizeClass * Integer.BYTES;
    }

    private void flipNonEmpty(int sizeClass) {
        int word = sizeClass >>> 6;
        long before = window.getLong(nonEmpty(word));
        long after = before ^ 1L << sizeClass;
        window.putLong(nonEmpty(word), after);
        if (before == 0 || after == 0) {
            int some = some(word >>> 6);
            window.putLong(some, window.getLong(some) ^ 1L << word);
        }
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
        if (layout.isWide(sizeClass)) {
            plant(tree(sizeClass), gap, pages);
        }
    }

    /** Puts a gap in the tree of its class, before those that are as long. */
    private void plant(int root, int gap, int pages) {
        int above = NONE;
        boolean toLeft = false;
        for (int other = window.getInt(root); other != NONE;) {
            above = other;
            toLeft = pages <= pages(other);
            other = toLeft ? byLength.left(other) : byLength.right(other);
        }
        byLength.insert(root, gap, above, toLeft);
    }

    private void unlist(int gap, int pages) {
        int sizeClass = layout.classOf(pages);
        if (layout.isWide(sizeClass)) {
            byLength.remove(tree(sizeClass), gap);
            clearLinks(gap);
        }
        int newer = window.getInt(pool.offset(gap) + RangeArenaLayout.NEWER);
        int older = older(gap);
        if (older != NONE) {
            window.putInt(pool.offset(older) + RangeArenaLayout.NEWER, newer);
        }
        if (newer != NONE) {
            window.putInt(pool.offset(newer) + RangeArenaLayout.OLDER, older);
            return;
        }
        window.putInt(list(sizeClass), older);
        if (older == NONE) {
            flipNonEmpty(sizeClass);
        }
    }

    /** A gap in no tree has no links there. */
    private void clearLinks(int gap) {
        int offset = pool.offset(gap) + RangeArenaLayout.LINKS;
        window.putLong(offset, 0);
        window.putLong(offset + Long.BYTES, 0);
    }

    /** A tag from the pool, which has one, in no list and no tree. */
    private int newTag() {
        int gap = pool.take();
        clearLinks(gap);
        return gap;
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
        int gap = newTag();
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
                rest = newTag();
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
        RangeLengths.begin(window, lengths + start, pages);
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
        RangeLengths.end(window, lengths + start, pages);
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
            gap = newTag();
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
        spans.freeRun(layout.span(first), 1);
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
        List<Integer> links = List.of(RangeArenaLayout.NEWER, RangeArenaLayout.OLDER, RangeArenaLayout.LINKS + AvlTree.LEFT,
                RangeArenaLayout.LINKS + AvlTree.RIGHT, RangeArenaLayout.LINKS + AvlTree.PARENT);
        return new Links(pool.extent(), RangeArenaLayout.TAG_SIZE, links, List.of(heads, pool.root()));
    }
}
