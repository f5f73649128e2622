package org.tlalloc.range;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * An arena as vmem has them: boundary tags, and three policies of choosing among the gaps. The
 * specification {@code RangeArena}.
 *
 * <p>A policy is named by a string, as there:
 * <dl>
 *   <dt>instant</dt><dd>the newest gap of the first class in which every gap is long enough; if there is none, best fit</dd>
 *   <dt>best</dt><dd>the smallest gap that will do, the newest of equal ones</dd>
 *   <dt>next</dt><dd>the first gap that will do from the range on that was handed out last, if it is among so many tags</dd>
 * </dl>
 * All promise the same: what is free within a span and as wanted is found, while there are tags.
 *
 * <p>Its state is metadata in physical memory ({@code RangeArenaLayout} draws it); the object holds
 * addresses and geometry alone, and no call makes objects. Metadata: 5 bytes a page and 32 a gap.
 *
 * <p>Source: Bonwick and Adams, Magazines and vmem, USENIX 2001, section 4.
 */
public final class RangeArena implements RangeAllocation, Linked {
    /** The most steps that there may be between a power of two and the next. */
    public static final int MAX_STEPS = RangeArenaLayout.MAX_STEPS;

    private static final int INSTANT = 0;
    private static final int BEST = 1;
    private static final int NEXT = 2;

    private final Window window;
    private final RangeArenaLayout layout;
    private final BoundaryTags tags;
    private final int pageCount;
    private final int policy;
    private final int reach;

    private RangeArena(Window window, RangeArenaLayout layout, BoundaryTags tags) {
        this.window = window;
        this.layout = layout;
        this.tags = tags;
        this.pageCount = layout.pageCount;
        this.policy = window.getInt(RangeArenaLayout.POLICY);
        this.reach = window.getInt(RangeArenaLayout.REACH);
    }

    /**
     * Makes a new region, all of it free.
     *
     * @param base      where the metadata goes, in bytes
     * @param pageCount 1 to 2^24
     * @param spanPages how many pages are imported at a time: no range is longer; a divisor of pageCount
     * @param steps     how many classes of gaps there are between a power of two and the next; a power of two, 1 to {@link #MAX_STEPS}.
     *                  A length below 2 * steps has a class of its own; one with more lengths has a tree as well as a list, which
     *                  takes longer. A class costs 4 bytes, or 8. With 8 an instant fit leaves a seventh of the gaps that it leaves with 1,
     *                  where ranges are mostly short, and with the most steps as few as best fit
     * @param tagCount  how many tags there are to be had, 0 to 2^24: one for each range and for each gap, and 3 to spare
     * @param policy    "instant", "best" or "next"
     * @param reach     how many tags next fit looks at, at least 0
     * @throws IllegalArgumentException if there can be no such region
     * @throws IllegalStateException    if a smaller one was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
     */
    public static RangeArena format(PhysicalMemory memory, long base, int pageCount, int spanPages, int steps, int tagCount,
                                    String policy, int reach) {
        RangeArenaLayout layout = RangeArenaLayout.of(pageCount, spanPages, steps, tagCount);
        int number = policy(policy);
        if (reach < 0) {
            throw new IllegalArgumentException("reach=" + reach + " is negative");
        }
        Window window = memory.window(base, layout.spans);
        window.putInt(RangeArenaLayout.PAGE_COUNT, pageCount);
        window.putInt(RangeArenaLayout.SPAN_PAGES, spanPages);
        window.putInt(RangeArenaLayout.STEPS, steps);
        window.putInt(RangeArenaLayout.POLICY, number);
        window.putInt(RangeArenaLayout.REACH, reach);
        window.putInt(RangeArenaLayout.ROTOR, NONE);
        BoundaryTags tags = BoundaryTags.format(window, layout);
        window.putInt(RangeArenaLayout.MAGIC, RangeArenaLayout.MAGIC_NUMBER);
        return new RangeArena(window, layout, tags);
    }

    /**
     * The region that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static RangeArena attach(PhysicalMemory memory, long base) {
        RangeArenaLayout layout = RangeArenaLayout.read(memory, base);
        Window window = memory.window(base, layout.spans);
        int policy = window.getInt(RangeArenaLayout.POLICY);
        int reach = window.getInt(RangeArenaLayout.REACH);
        if (policy < INSTANT || policy > NEXT || reach < 0) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: policy=" + policy + " reach=" + reach);
        }
        return new RangeArena(window, layout, BoundaryTags.attach(window, layout));
    }

    private static int policy(String policy) {
        return switch (policy) {
            case "instant" -> INSTANT;
            case "best" -> BEST;
            case "next" -> NEXT;
            default -> throw new IllegalArgumentException("policy=" + policy + " is none of instant, best, next");
        };
    }

    @Override
    public int allocate(int pages) {
        if (pages < 1 || pages > pageCount) {
            throw RangeException.length(pages, pageCount);
        }
        return take(pages, null);
    }

    @Override
    public int allocateWithin(RangeRequest request) {
        if (request.pages() > pageCount) {
            throw RangeException.length(request.pages(), pageCount);
        }
        return take(request.pages(), request);
    }

    /** @param request null if there are no wishes */
    private int take(int pages, RangeRequest request) {
        if (!tags.hasTags()) {
            return NONE;
        }
        int gap = choose(pages, request);
        if (gap == BoundaryTags.NONE) {
            gap = importFor(pages, request);
            if (gap == BoundaryTags.NONE) {
                return NONE;
            }
        }
        int start = request == null ? tags.start(gap) : lowest(tags.start(gap), tags.pages(gap), request);
        tags.cut(gap, start, pages);
        if (policy == NEXT) {
            setRotor(start);
        }
        return start;
    }

    private int choose(int pages, RangeRequest request) {
        if (policy == BEST) {
            return best(pages, request);
        }
        int gap = policy == NEXT ? next(pages, request) : BoundaryTags.NONE;
        return gap != BoundaryTags.NONE ? gap : instant(pages, request);
    }

    private int instant(int pages, RangeRequest request) {
        long roomy = request == null ? pages : roomy(request);
        int gap = roomy <= layout.spanPages ? tags.newestFrom(layout.classFrom((int) roomy)) : BoundaryTags.NONE;
        return gap != BoundaryTags.NONE ? gap : best(pages, request);
    }

    /** So many pages have room for the range wherever they begin; more than there are if only a search finds it. */
    private long roomy(RangeRequest request) {
        return request.nocross() == 0 && request.minimum() == 0 && request.maximum() >= pageCount
                ? (long) request.pages() + request.alignment() - 1 : Long.MAX_VALUE;
    }

    private int best(int pages, RangeRequest request) {
        if (pages > layout.spanPages) {
            return BoundaryTags.NONE;
        }
        int gap = tags.shortestFrom(pages);
        while (gap != BoundaryTags.NONE && !hasRoom(gap, tags.pages(gap), pages, request)) {
            gap = tags.nextShortest(gap);
        }
        return gap;
    }

    /** The first gap that has room among the tags from the rotor on, as far as it looks. */
    private int next(int pages, RangeRequest request) {
        int rotor = rotor();
        int tag = rotor;
        for (int left = tag == NONE ? 0 : reach; left > 0; left--) {
            int gap = tags.gapAt(tag);
            if (gap != BoundaryTags.NONE && hasRoom(gap, tags.pages(gap), pages, request)) {
                return gap;
            }
            tag = tags.next(tag);
            if (tag == rotor) {
                break;
            }
        }
        return BoundaryTags.NONE;
    }

    private boolean hasRoom(int gap, int length, int pages, RangeRequest request) {
        return pages <= length && (request == null || lowest(tags.start(gap), length, request) != NONE);
    }

    /** A span that is not here yet and has room, imported. */
    private int importFor(int pages, RangeRequest request) {
        if (pages > layout.spanPages) {
            return BoundaryTags.NONE;
        }
        if (request == null) {
            int span = tags.lowestSpan();
            return span == NONE ? BoundaryTags.NONE : tags.importSpan(span);
        }
        for (int span = tags.nextSpan(0); span < layout.spanCount; span = tags.nextSpan(span + 1)) {
            if (lowest(span * layout.spanPages, layout.spanPages, request) != NONE) {
                return tags.importSpan(span);
            }
        }
        return BoundaryTags.NONE;
    }

    /* A range that would cross a boundary is moved there, once. If it then crosses the next one it always will: where the
       alignment divides nocross, ranges cross less the sooner they begin after a boundary, and this one begins as soon
       as it may; where nocross divides the alignment, all begin equally far after one. */

    /** Where as low as its wishes let it a range begins in these pages; NONE if it does not fit. */
    private static int lowest(int first, int length, RangeRequest request) {
        long last = Math.min((long) first + length, request.maximum()) - request.pages();
        long start = aligned(Math.max(first, request.minimum()), request);
        if (crosses(start, request)) {
            start = aligned(start + request.pages() - 1 & -request.nocross(), request);
            if (crosses(start, request)) {
                return NONE;
            }
        }
        return start <= last ? (int) start : NONE;
    }

    private static long aligned(long from, RangeRequest request) {
        return (from - request.phase() + request.alignment() - 1 & -request.alignment()) + request.phase();
    }

    private static boolean crosses(long start, RangeRequest request) {
        return request.nocross() != 0 && ((start ^ start + request.pages() - 1) & -request.nocross()) != 0;
    }

    @Override
    public void free(int start, int pages) {
        if (start < 0 || pages < 1 || pages > pageCount - start) {
            throw RangeException.outside(start, pages, pageCount);
        }
        if (tags.used(start) != pages) {
            throw RangeException.notUsedHere(start, pages, tags.used(start));
        }
        if (policy == NEXT) {
            releaseWithRotor(start, pages);
        } else {
            tags.release(start, pages);
        }
    }

    /** The length of the range in use that begins at a page, or 0. */
    int lengthAt(int start) {
        return tags.used(start);
    }

    /** The rotor moves to the gap that swallows its tag. */
    private void releaseWithRotor(int start, int pages) {
        int rotor = rotor();
        int before = tags.gapBefore(start);
        boolean moves = rotor == start || rotor == start + pages && tags.gapAfter(start + pages) != BoundaryTags.NONE
                || before != BoundaryTags.NONE && rotor == tags.start(before);
        int gap = tags.release(start, pages);
        if (moves) {
            setRotor(gap == BoundaryTags.NONE ? NONE : tags.start(gap));
        }
    }

    private void setRotor(int page) {
        window.putInt(RangeArenaLayout.ROTOR, page);
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public int[] used() {
        return tags.used();
    }

    /** For each page the length of the gap that begins there, or 0; pages of spans that are not here are in none. */
    public int[] gaps() {
        return tags.gaps();
    }

    /** The first pages of the spans that are here. */
    public BitSet imported() {
        return tags.imported();
    }

    /** For each class of lengths the first pages of its gaps, the newest first. */
    public List<?>[] freeLists() {
        return tags.freeLists().toArray(List<?>[]::new);
    }

    /** Of next fit: the first page of the tag where it begins to look; NONE if there is none. */
    public int rotor() {
        return window.getInt(RangeArenaLayout.ROTOR);
    }

    /** What is there without any tag, and the tags in use. */
    @Override
    public long metadataBytes() {
        return tags.size() - NodePool.bytes(layout.tagCount, RangeArenaLayout.TAG_SIZE) + tags.tagBytes();
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(window.address(), tags.size()));
    }

    @Override
    public List<Extent> scratch() {
        return tags.scratch();
    }

    @Override
    public Links links() {
        return tags.links();
    }
}
