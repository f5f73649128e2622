package org.tlalloc.range;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.tlalloc.frame.FrameBitmap;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * A tag for each range in use and for each gap, in the order of addresses; gaps are listed by
 * length, too. The specification {@code BoundaryTags}, and a part of {@link RangeArena}, whose
 * {@code RangeArenaLayout} draws it.
 *
 * <p>Tags are known by links to their slots. No operation makes objects, and each takes a number of
 * steps that does not depend on how many tags there are; but for finding a span, which is a search of a bitmap.
 */
final class BoundaryTags {
    static final int NONE = Links.NONE;

    /** An allocation makes no more tags than this: one for the rest on either side, and one for a new span. */
    private static final int MOST_NEW_TAGS = 3;

    /* The tag of a range that comes back is found by its first page, in an array of an int a page: one access,
       and only the entries of pages where ranges begin are ever touched. Gaps need no entry: those beside a tag
       are found by its links. The lowest tag of a span keeps its slot as long as the span is here, since what is
       cut off or merged is always the higher tag: so spanTags is written by imports and returns alone. */

    private final Window window;
    private final RangeArenaLayout layout;
    private final NodePool pool;
    private final FrameBitmap spans;

    private BoundaryTags(Window window, RangeArenaLayout layout, NodePool pool, FrameBitmap spans) {
        this.window = window;
        this.layout = layout;
        this.pool = pool;
        this.spans = spans;
    }

    /** Nothing imported. The window begins with the arena's header. */
    static BoundaryTags format(Window window, RangeArenaLayout layout) {
        NodePool pool = NodePool.format(window, RangeArenaLayout.POOL, layout.tags, layout.tagCount, RangeArenaLayout.TAG_SIZE);
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
        return new BoundaryTags(window, layout, pool, spans);
    }

    /** Whatever an allocation comes to, there are tags enough for it. */
    boolean hasTags() {
        return pool.available() >= MOST_NEW_TAGS;
    }

    int start(int tag) {
        return window.getInt(pool.offset(tag) + RangeArenaLayout.START);
    }

    int pages(int tag) {
        return window.getInt(pool.offset(tag) + RangeArenaLayout.PAGES);
    }

    boolean isGap(int tag) {
        return window.getInt(pool.offset(tag) + RangeArenaLayout.IS_USED) == 0;
    }

    /** The gap after this one in its list, or NONE. */
    int older(int gap) {
        return window.getInt(pool.offset(gap) + RangeArenaLayout.OLDER);
    }

    /** The tag of the range in use that begins at a page, or NONE. */
    int usedTag(int page) {
        return window.getInt(layout.usedTags + page * Integer.BYTES);
    }

    private void setUsedTag(int page, int tag) {
        window.putInt(layout.usedTags + page * Integer.BYTES, tag);
    }

    private int lower(int tag) {
        return window.getInt(pool.offset(tag) + RangeArenaLayout.LOWER);
    }

    private int higher(int tag) {
        return window.getInt(pool.offset(tag) + RangeArenaLayout.HIGHER);
    }

    /** The gap before a tag in the same span, or NONE. */
    int gapBefore(int tag) {
        int lower = lower(tag);
        return lower != NONE && isGap(lower) ? lower : NONE;
    }

    /** The gap after a tag in the same span, or NONE. */
    int gapAfter(int tag) {
        int higher = higher(tag);
        return higher != NONE && isGap(higher) ? higher : NONE;
    }

    /** The tag after one in the order of addresses; after the last the first. */
    int next(int tag) {
        int higher = higher(tag);
        return higher != NONE ? higher : firstFrom(start(tag) / layout.spanPages + 1);
    }

    /** The first tag in a span from this one on, or else in the first span that is here, of which there is one. */
    private int firstFrom(int span) {
        for (int at = span == layout.spanCount ? 0 : span;; at = at + 1 == layout.spanCount ? 0 : at + 1) {
            int tag = spanTag(at);
            if (tag != NONE) {
                return tag;
            }
        }
    }

    private int spanTag(int span) {
        return window.getInt(layout.spanTags + span * Integer.BYTES);
    }

    private void setSpanTag(int span, int tag) {
        window.putInt(layout.spanTags + span * Integer.BYTES, tag);
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
        window.putInt(offset + RangeArenaLayout.IS_USED, 0);
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

    /** A new tag behind another in the same span; its other numbers are still to be written. */
    private int insertBehind(int tag) {
        int inserted = pool.take();
        int higher = higher(tag);
        int offset = pool.offset(inserted);
        window.putInt(offset + RangeArenaLayout.LOWER, tag);
        window.putInt(offset + RangeArenaLayout.HIGHER, higher);
        window.putInt(pool.offset(tag) + RangeArenaLayout.HIGHER, inserted);
        if (higher != NONE) {
            window.putInt(pool.offset(higher) + RangeArenaLayout.LOWER, inserted);
        }
        return inserted;
    }

    /** Takes a tag away that is not the lowest of its span. */
    private void remove(int tag) {
        int lower = lower(tag);
        int higher = higher(tag);
        window.putInt(pool.offset(lower) + RangeArenaLayout.HIGHER, higher);
        if (higher != NONE) {
            window.putInt(pool.offset(higher) + RangeArenaLayout.LOWER, lower);
        }
        pool.give(tag);
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
        window.putInt(pool.offset(gap) + RangeArenaLayout.LOWER, NONE);
        window.putInt(pool.offset(gap) + RangeArenaLayout.HIGHER, NONE);
        setSpanTag(span, gap);
        enlist(gap, span * layout.spanPages, layout.spanPages);
        return gap;
    }

    /** Cuts a range out of a gap. What is left before and behind become gaps of their own. Returns its tag. */
    int cut(int gap, int start, int pages) {
        int first = start(gap);
        int length = pages(gap);
        int before = start - first;
        int behind = length - before - pages;
        unlist(gap, length);
        int range = gap;
        if (before > 0) {
            enlist(gap, first, before);
            range = insertBehind(gap);
        }
        int offset = pool.offset(range);
        window.putInt(offset + RangeArenaLayout.NEWER, NONE);
        window.putInt(offset + RangeArenaLayout.OLDER, NONE);
        window.putInt(offset + RangeArenaLayout.START, start);
        window.putInt(offset + RangeArenaLayout.PAGES, pages);
        window.putInt(offset + RangeArenaLayout.IS_USED, 1);
        setUsedTag(start, range);
        if (behind > 0) {
            enlist(insertBehind(range), start + pages, behind);
        }
        return range;
    }

    /**
     * Makes a gap of a range, one with those beside it. If that is the whole span it goes back to the parent.
     *
     * @return the gap's tag, or NONE
     */
    int release(int range) {
        int start = start(range);
        int pages = pages(range);
        setUsedTag(start, NONE);
        int after = gapAfter(range);
        if (after != NONE) {
            unlist(after, pages(after));
            pages += pages(after);
            remove(after);
        }
        int gap = range;
        int before = gapBefore(range);
        if (before != NONE) {
            unlist(before, pages(before));
            start = start(before);
            pages += pages(before);
            remove(range);
            gap = before;
        }
        if (pages == layout.spanPages) {
            giveBack(gap, start);
            return NONE;
        }
        enlist(gap, start, pages);
        return gap;
    }

    private void giveBack(int gap, int start) {
        int span = start / layout.spanPages;
        setSpanTag(span, NONE);
        pool.give(gap);
        spans.freeRun(span, 1);
    }

    int[] used() {
        return lengths(false);
    }

    int[] gaps() {
        return lengths(true);
    }

    private int[] lengths(boolean ofGaps) {
        int[] lengths = new int[layout.pageCount];
        for (int span = 0; span < layout.spanCount; span++) {
            for (int tag = spanTag(span); tag != NONE; tag = higher(tag)) {
                if (isGap(tag) == ofGaps) {
                    lengths[start(tag)] = pages(tag);
                }
            }
        }
        return lengths;
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

    /** How many bytes the tags in use take. */
    long tagBytes() {
        return NodePool.bytes(pool.taken(), RangeArenaLayout.TAG_SIZE);
    }

    /** In bytes: where the bitmap of spans, and with it the arena, ends. */
    int size() {
        return layout.spans + Math.toIntExact(spans.footprint().get(0).length());
    }

    /** What means nothing: what was never carved, most of a free slot, and the end of a tag. */
    List<Extent> scratch() {
        List<Extent> scratch = new ArrayList<>();
        pool.addScratch(scratch);
        for (int span = 0; span < layout.spanCount; span++) {
            for (int tag = spanTag(span); tag != NONE; tag = higher(tag)) {
                scratch.add(pool.part(tag, RangeArenaLayout.TAG_END, RangeArenaLayout.TAG_SIZE));
            }
        }
        return scratch;
    }

    Links links() {
        long base = window.address();
        Extent heads = new Extent(base + layout.lists, (layout.usedTags - layout.lists) + layout.pageCount * Integer.BYTES);
        return new Links(pool.extent(), RangeArenaLayout.TAG_SIZE,
                List.of(RangeArenaLayout.LOWER, RangeArenaLayout.HIGHER, RangeArenaLayout.NEWER, RangeArenaLayout.OLDER),
                List.of(new Extent(base + RangeArenaLayout.ROTOR, Integer.BYTES), heads, pool.root()));
    }
}
