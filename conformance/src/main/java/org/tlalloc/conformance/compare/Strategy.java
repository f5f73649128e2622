package org.tlalloc.conformance.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.model.Nearest;
import org.tlalloc.range.QuantumCaches;
import org.tlalloc.range.RangeAllocation;
import org.tlalloc.range.RangeArena;
import org.tlalloc.range.RangeAugmented;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeBuddy;
import org.tlalloc.range.RangeException;
import org.tlalloc.range.RangeRequest;
import org.tlalloc.range.RangeTrees;

/** Who is compared: a name that a user may type, what it is in a few words, and how it is made. */
public enum Strategy {
    BITMAP("RangeBitmap", "a bit a page, summed up; lowest fit", Strategy::asAsked,
            (memory, pages) -> RangeBitmap.format(memory, Strategy.BASE, pages)),
    TREES("RangeTrees", "two AVL trees over the free ranges, by address and by size; best fit", Strategy::asAsked,
            (memory, pages) -> RangeTrees.format(memory, Strategy.BASE, pages, pages)),
    AUGMENTED("RangeAugmented", "one AVL tree by address that knows the longest gap below; lowest fit", Strategy::asAsked,
            (memory, pages) -> RangeAugmented.format(memory, Strategy.BASE, pages, pages)),
    BUDDY("RangeBuddy", "blocks of 2^n pages, of which only those asked for are mapped", Strategy::powerOfTwo,
            (memory, pages) -> RangeBuddy.format(memory, Strategy.BASE, pages)),
    ARENA("RangeArena", "boundary tags, free lists by length; instant fit", Strategy::asAsked,
            (memory, pages) -> arena(memory, pages, "instant")),
    ARENA_BEST("RangeArena/best", "boundary tags, free lists by length; best fit", Strategy::asAsked, (memory, pages) -> arena(memory, pages, "best")),
    ARENA_NEXT("RangeArena/next", "boundary tags; next fit within reach, then instant fit", Strategy::asAsked,
            (memory, pages) -> arena(memory, pages, "next")),
    CACHES("QuantumCaches", "an arena of instant fit behind caches of ranges up to 8 pages", Strategy::asAsked,
            (memory, pages) -> QuantumCaches.format(memory, Strategy.BASE, pages, Strategy.LONGEST_CACHED, Strategy.DEPTH));

    private static final long BASE = 0x10_0000;
    /* More than any of them needs; memory that nobody writes takes no room. */
    private static final long MEMORY = 1L << 28;
    private static final int SPARE_TAGS = 3;
    /* How far an arena's next fit looks. */
    private static final int REACH = 16;
    /* Of caches: five pages are the longest slabs of the forum's question. */
    private static final int LONGEST_CACHED = 8;
    private static final int DEPTH = 16;
    private static final int PROBED = 256;

    private final String title;
    private final String description;
    private final IntUnaryOperator reserved;
    private final Format format;

    Strategy(String title, String description, IntUnaryOperator reserved, Format format) {
        this.title = title;
        this.description = description;
        this.reserved = reserved;
        this.format = format;
    }

    private interface Format {
        RangeAllocation format(PhysicalMemory memory, int pageCount);
    }

    /* One span, the whole region; as many tags as there can be ranges and gaps; and as many classes as may be: with powers of
       two alone an instant fit leaves seven times the gaps. */
    private static RangeAllocation arena(PhysicalMemory memory, int pages, String policy) {
        return RangeArena.format(memory, BASE, pages, pages, RangeArena.MAX_STEPS, pages + SPARE_TAGS, policy, REACH);
    }

    private static int asAsked(int pages) {
        return pages;
    }

    private static int powerOfTwo(int pages) {
        return pages == 1 ? 1 : Integer.highestOneBit(pages - 1) << 1;
    }

    /** An allocator of a region, all of it free, with its metadata in a memory of its own. */
    public RangeAllocation make(int pageCount) {
        return format.format(new PhysicalMemory(MEMORY), pageCount);
    }

    /** How many pages are gone when so many are handed out; what is more than those is never mapped. */
    int reserved(int pages) {
        return reserved.applyAsInt(pages);
    }

    /** Whether it ever reserves more than is asked for. */
    boolean canWaste() {
        return IntStream.rangeClosed(1, PROBED).anyMatch(pages -> reserved(pages) > pages);
    }

    /** Its class's simple name; the policy after it, where that is not the usual one. */
    public String title() {
        return title;
    }

    /** What it is, in a few words. */
    public String description() {
        return description;
    }

    /** Whether it keeps wishes beyond length and alignment; it is asked for one. */
    boolean keepsWishes() {
        try {
            return make(PROBED).allocateWithin(new RangeRequest(2, 1, 0, 4, 8, PROBED)) >= 8;
        } catch (RangeException e) {
            return false;
        }
    }

    /**
     * The strategies of these names; all of them if there is none.
     *
     * @throws ComparisonException if there is no such strategy
     */
    public static List<Strategy> named(List<String> titles) {
        for (String title : titles) {
            if (Arrays.stream(values()).noneMatch(strategy -> strategy.title.equals(title))) {
                throw new ComparisonException("strategy=" + title + " is none of them: " + meant(title) + "there are "
                        + Arrays.stream(values()).map(Strategy::title).collect(Collectors.joining(", ")));
            }
        }
        return Arrays.stream(values()).filter(strategy -> titles.isEmpty() || titles.contains(strategy.title)).toList();
    }

    /* Somebody may type a name in small letters, a part of one, or a policy such as "best" or "instant". */
    private static String meant(String typed) {
        String policy = typed.substring(typed.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        Optional<String> ofPolicy = Arrays.stream(values()).map(Strategy::title).filter(title -> title.endsWith("/" + policy)).findFirst()
                .or(() -> Arrays.stream(values()).filter(strategy -> !policy.isEmpty()
                        && strategy.toString().concat(strategy.description).toLowerCase(Locale.ROOT).contains(policy)).map(Strategy::title).findFirst());
        Optional<String> near = Nearest.of(typed, Arrays.stream(values()).map(Strategy::title).toList());
        Optional<String> name = typed.contains("/") ? ofPolicy.or(() -> near) : near.or(() -> ofPolicy);
        return name.map(meant -> "did you mean " + meant + "? ").orElse("");
    }

    @Override
    public String toString() {
        return title;
    }
}
