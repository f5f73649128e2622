package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.machine.Window;

/**
 * The bitmap of physical frames: one bit a frame; every call hands out the lowest run that
 * will do. The specification {@code FrameBitmap}.
 *
 * <p>Its state is metadata in physical memory ({@code FrameBitmapLayout} draws it); the object
 * holds addresses and geometry alone, and no call makes objects. Metadata: 0.27 bytes a frame.
 *
 * <p>A run of any length is found in a number of steps that grows with the logarithm of the
 * arena, whatever the map looks like. A request that has an alignment goes over the map once, and passes by
 * all that has no run long enough: so it takes a step for each 64 frames at most, and that many only where
 * everywhere runs are long enough but hold no multiple to begin at. Setting and clearing the bits of a run takes a
 * step for each 64 frames.
 *
 * <p>Source: Knyszek and Clements, Scaling the Go page allocator, 2019, for the idea of summing up a
 * subtree by what is free at its start, the longest run, and what is free at its end.
 */
public final class FrameBitmap implements FrameAllocation, Resident {

    /* A single frame is found without a search: the lowest free one is kept. When it is taken and its
       word has no other, the next is a step down each level from the topmost nodes that have any.

       A change of bits within a word goes up the levels until a node stays as it was. What a
       node needs to know is the run of free frames around the change, clipped to its own frames.
       It has that of its child, which it extends where it touches the child's edge: across the
       whole children beside it (one look at a mask), and by what the next one has free at its
       near end. So a level costs a few loads. There is one exception: when the longest run is
       cut, some other run may now be the longest, and the children are gone through, unless what
       is left of the run is longer than all else that the node has room for, or all is used now. */

    private static final int WORD = 64;
    /** Bit i for each multiple i of 2 to the power of the index. */
    private static final long[] MULTIPLES = {-1L, 0x5555_5555_5555_5555L, 0x1111_1111_1111_1111L, 0x0101_0101_0101_0101L,
        0x0001_0001_0001_0001L, 0x0000_0001_0000_0001L};

    private final Window window;
    private final FrameBitmapLayout layout;
    private final int frameCount;
    private final int maxOrder;
    private final int longest;
    private final int top;
    private final int[] nodes;

    FrameBitmap(PhysicalMemory memory, long base, FrameBitmapLayout layout) {
        this.window = memory.window(base, layout.size);
        this.layout = layout;
        this.frameCount = layout.frameCount;
        this.maxOrder = layout.maxOrder;
        this.longest = layout.longest;
        this.top = layout.top();
        this.nodes = layout.nodes();
    }

    /**
     * Makes a new arena, all of it free but for the reserved frames.
     *
     * @param base       where the bitmap goes, in bytes
     * @param frameCount 1 to 2^24
     * @param maxOrder   0 to 24: no call names more than 2^maxOrder frames
     * @param reserved   frames that are never handed out
     * @throws IllegalArgumentException if there can be no such arena
     * @throws IllegalStateException    if a smaller arena was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
     */
    public static FrameBitmap format(PhysicalMemory memory, long base, int frameCount, int maxOrder, BitSet reserved) {
        FrameBitmap bitmap = unsummarised(memory, base, FrameBitmapLayout.of(frameCount, maxOrder), reserved);
        bitmap.summarise();
        return bitmap;
    }

    /**
     * The arena that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static FrameBitmap attach(PhysicalMemory memory, long base) {
        return new FrameBitmap(memory, base, FrameBitmapLayout.read(memory, base));
    }

    /**
     * Makes the arena that a memory map describes. The bitmap finds a place for itself: the
     * lowest usable frames that have room for it, which then are reserved.
     *
     * @throws MemoryMapException if there is no room, or memory is smaller than the map says; nothing is written then
     */
    public static FrameBitmap boot(PhysicalMemory memory, MemoryMap map) {
        map.requireWithin(memory);
        FrameBitmapLayout layout = FrameBitmapLayout.of(map.frameCount(), largestOrder(map.frameCount()));
        int place = map.place(layout.size, 0);
        BitSet reserved = map.reserved();
        reserved.set(place, place + MemoryMap.framesFor(layout.size));
        return format(memory, (long) place * MemoryMap.FRAME_SIZE, layout.frameCount, layout.maxOrder, reserved);
    }

    /** The largest order of which an arena could have a run. */
    static int largestOrder(int frameCount) {
        return 31 - Integer.numberOfLeadingZeros(frameCount);
    }

    /** @throws IllegalArgumentException if a reserved frame is not in the arena */
    static void requireWithin(FrameBitmapLayout layout, BitSet reserved) {
        if (reserved.length() > layout.frameCount) {
            throw new IllegalArgumentException("reserved frame=" + (reserved.length() - 1) + " is not within 0.."
                    + (layout.frameCount - 1));
        }
    }

    /** Writes the bits alone: what BootAllocator works on until it hands over. */
    static FrameBitmap unsummarised(PhysicalMemory memory, long base, FrameBitmapLayout layout, BitSet reserved) {
        requireWithin(layout, reserved);
        FrameBitmap bitmap = new FrameBitmap(memory, base, layout);
        memory.fill(base, layout.size, (byte) 0);
        bitmap.window.putInt(FrameBitmapLayout.FRAME_COUNT, layout.frameCount);
        bitmap.window.putInt(FrameBitmapLayout.MAX_ORDER_FIELD, layout.maxOrder);
        long[] bits = reserved.toLongArray();
        for (int word = 0; word < layout.words; word++) {
            long value = word < bits.length ? bits[word] : 0;
            int inside = layout.frameCount - word * WORD;
            long taken = inside < WORD ? value | -1L << inside : value;
            bitmap.setWord(word, taken);
            bitmap.window.putLong(word(word) + Long.BYTES, taken);
        }
        return bitmap;
    }

    /** Computes all that is summed up; only then it is a bitmap that can be attached to. */
    void summarise() {
        for (int gap = longest; gap < layout.size; gap += Long.BYTES) {
            window.putLong(gap, 0);
        }
        for (int word = 0; word < layout.words; word++) {
            window.putByte(longest + word, (byte) longestRun(~usedWord(word)));
        }
        for (int level = 1; level <= top; level++) {
            for (int node = 0; node < layout.count(level); node++) {
                refresh(level, node);
            }
        }
        refreshTop();
        window.putInt(FrameBitmapLayout.LOWEST, lowest());
        window.putInt(FrameBitmapLayout.MAGIC, FrameBitmapLayout.MAGIC_NUMBER);
    }

    /** From a frame on, the first run that has no reserved frame; or NONE. It steps from hole to hole. */
    int firstUsable(int from, int frames) {
        int first = from;
        while (frames <= frameCount - first) {
            int hole = nextReserved(first, first + frames);
            if (hole == NONE) {
                return first;
            }
            first = nextUnreserved(hole);
        }
        return NONE;
    }

    /** The first reserved frame from one on and before another, or NONE. */
    private int nextReserved(int from, int end) {
        for (int word = from >>> 6; word <= end - 1 >>> 6; word++) {
            long found = reservedWord(word) & bits(word, from, end - from);
            if (found != 0) {
                return word * WORD + Long.numberOfTrailingZeros(found);
            }
        }
        return NONE;
    }

    /** The first frame from one on that is not reserved; frameCount or more if there is none. */
    private int nextUnreserved(int from) {
        int word = from >>> 6;
        long found = ~reservedWord(word) & -1L << from;
        while (found == 0 && ++word < layout.words) {
            found = ~reservedWord(word);
        }
        return found == 0 ? frameCount : word * WORD + Long.numberOfTrailingZeros(found);
    }

    /** The first frame from one on and before another that is not free, or NONE. */
    private int nextTaken(int from, int end) {
        for (int word = from >>> 6; word <= end - 1 >>> 6; word++) {
            long found = usedWord(word) & bits(word, from, end - from);
            if (found != 0) {
                return word * WORD + Long.numberOfTrailingZeros(found);
            }
        }
        return NONE;
    }

    /** Sets the bits of a run without a word to the summary. */
    void mark(int frame, int frames) {
        for (int word = frame >>> 6; word <= frame + frames - 1 >>> 6; word++) {
            setWord(word, usedWord(word) | bits(word, frame, frames));
        }
    }

    /** Where all lies that follows from the bits. */
    Extent summary() {
        return new Extent(window.address() + longest, layout.size - longest);
    }

    @Override
    public int allocate(int order) {
        if (order < 0 || order > maxOrder) {
            throw FrameException.order(order, maxOrder);
        }
        if (order == 0) {
            int frame = window.getInt(FrameBitmapLayout.LOWEST);
            if (frame == frameCount) {
                return NONE;
            }
            takeLowest(frame);
            return frame;
        }
        int frame = find(1 << order, 1);
        if (frame != NONE) {
            take(frame, 1 << order);
        }
        return frame;
    }

    /**
     * Hands out the lowest run that the request wants.
     *
     * @return its first frame; {@link #NONE} if, and only if, there is no such run
     * @throws FrameException if it wants more than 2^maxOrder frames
     */
    public int allocateRun(RunRequest request) {
        int frames = request.frames();
        if (frames > 1 << maxOrder) {
            throw FrameException.length(frames, 1 << maxOrder);
        }
        int frame = find(frames, request.alignment());
        if (frame == NONE || frame > request.limit() - frames) {
            return NONE;
        }
        take(frame, frames);
        return frame;
    }

    /** The lowest frame from which on so many are free, or {@link #NONE}; 1 to frameCount. It changes nothing. */
    public int lowestRun(int frames) {
        return find(frames, 1);
    }

    /**
     * Hands out these very frames.
     *
     * @param frame  the first of them
     * @param frames 1 to 2^maxOrder
     * @throws FrameException if one of them is not free, or there are too many
     */
    public void takeRun(int frame, int frames) {
        if (frames < 1 || frames > 1 << maxOrder) {
            throw FrameException.length(frames, 1 << maxOrder);
        }
        if (frame < 0 || frames > frameCount - frame) {
            throw FrameException.outside(frame, frames, frameCount);
        }
        int taken = nextTaken(frame, frame + frames);
        if (taken != NONE) {
            throw FrameException.notFree(frame, frames, taken);
        }
        take(frame, frames);
    }

    @Override
    public void free(int frame, int order) {
        if (order < 0 || order > maxOrder) {
            throw FrameException.order(order, maxOrder);
        }
        if (order == 0 && frame >= 0 && frame < frameCount && (heldWord(frame >>> 6) >>> frame & 1) != 0) {
            lower(frame);
            giveWithin(frame, 1);
        } else {
            giveBack(frame, 1 << order);
        }
    }

    /**
     * Takes consecutive frames back, whichever calls they came from.
     *
     * @param frame  the first of them
     * @param frames 1 to 2^maxOrder
     * @throws FrameException if one of them is not handed out, or there are too many
     */
    public void freeRun(int frame, int frames) {
        if (frames < 1 || frames > 1 << maxOrder) {
            throw FrameException.length(frames, 1 << maxOrder);
        }
        giveBack(frame, frames);
    }

    private void giveBack(int frame, int frames) {
        if (frame < 0 || frames > frameCount - frame) {
            throw FrameException.outside(frame, frames, frameCount);
        }
        int last = frame + frames - 1 >>> 6;
        for (int word = frame >>> 6; word <= last; word++) {
            long free = ~heldWord(word) & bits(word, frame, frames);
            if (free != 0) {
                int culprit = word * WORD + Long.numberOfTrailingZeros(free);
                throw FrameException.notHeld(frame, frames, culprit, isReserved(culprit));
            }
        }
        lower(frame);
        give(frame, frames);
    }

    /** Notes a frame that becomes free. */
    private void lower(int frame) {
        if (frame < window.getInt(FrameBitmapLayout.LOWEST)) {
            window.putInt(FrameBitmapLayout.LOWEST, frame);
        }
    }

    /** Goes down to the lowest free frame; frameCount if there is none. */
    private int lowest() {
        long nodes = window.getLong(FrameBitmapLayout.TOP_SOME);
        if (nodes == 0) {
            return frameCount;
        }
        int node = Long.numberOfTrailingZeros(nodes);
        for (int level = top; level > 0; level--) {
            long some = window.getLong(node(level, node) + FrameBitmapLayout.SOME);
            node = node << 6 | Long.numberOfTrailingZeros(some);
        }
        return node << 6 | Long.numberOfTrailingZeros(~usedWord(node));
    }

    /** The lowest multiple of the alignment at which so many frames are free, or NONE. */
    private int find(int frames, int alignment) {
        int run = 0;
        long some = window.getLong(FrameBitmapLayout.TOP_SOME);
        for (int node = 0; node < layout.count(top); node++) {
            int found = (some >>> node & 1) == 0 ? ~0 : scan(top, node, frames, alignment, run);
            if (found >= 0) {
                return found;
            }
            run = ~found;
        }
        return NONE;
    }

    /**
     * Looks for the run in one node, or word.
     *
     * @param before how many frames are free right before it
     * @return where the run begins; or, less than 0, ~ of how many frames are free at the end
     */
    private int scan(int level, int node, int frames, int alignment, int before) {
        if (level == 0) {
            return scanWord(node, frames, alignment, before);
        }
        int shift = 6 * level;
        int first = node << shift + 6;
        int at = node(level, node);
        long runs = window.getLong(at + FrameBitmapLayout.RUNS);
        int start = start(runs);
        int begin = aligned(first - before, alignment);
        if (begin + frames <= first + start) {
            return begin;
        }
        if (start == 1 << shift + 6) {
            return ~(before + start);
        }
        if (longest(runs) < frames) {
            return ~end(runs);
        }
        int run = before;
        long some = window.getLong(at + FrameBitmapLayout.SOME);
        for (int child = 0; child < WORD; child++) {
            int result = (some >>> child & 1) == 0 ? ~0 : scan(level - 1, (node << 6) + child, frames, alignment, run);
            if (result >= 0) {
                return result;
            }
            run = ~result;
        }
        return ~run;
    }

    private int scanWord(int word, int frames, int alignment, int before) {
        int first = word << 6;
        long free = ~usedWord(word);
        int start = Long.numberOfTrailingZeros(~free);
        int begin = aligned(first - before, alignment);
        if (begin + frames <= first + start) {
            return begin;
        }
        if (start == WORD) {
            return ~(before + WORD);
        }
        if (window.getByte(longest + word) >= frames) {
            // Bit i stays where, from it on, as many bits as `sure` are set.
            long runs = free;
            for (int sure = 1; sure < frames;) {
                int more = Math.min(sure, frames - sure);
                runs &= runs >>> more;
                sure += more;
            }
            runs &= multiples(first, alignment);
            if (runs != 0) {
                return first + Long.numberOfTrailingZeros(runs);
            }
        }
        return ~Long.numberOfLeadingZeros(~free);
    }

    /** The first multiple from a frame on. It is at most 2^30, so that no sum with a run overflows. */
    private static int aligned(int frame, int alignment) {
        return frame + alignment - 1 & -alignment;
    }

    /** The bits of the word that begins with a frame whose frames are multiples. */
    private static long multiples(int first, int alignment) {
        return alignment >= WORD ? (first & alignment - 1) == 0 ? 1 : 0 : MULTIPLES[Integer.numberOfTrailingZeros(alignment)];
    }

    private void take(int frame, int frames) {
        int within = WORD - (frame & 63);
        if (frames <= within) {
            takeWithin(frame, frames);
        } else if (frames <= within + WORD) {
            takeWithin(frame, within);
            takeWithin(frame + within, frames - within);
        } else {
            fill(frame, frames, true);
            if (window.getInt(FrameBitmapLayout.LOWEST) == frame) {
                window.putInt(FrameBitmapLayout.LOWEST, lowest());
            }
        }
    }

    private void give(int frame, int frames) {
        int within = WORD - (frame & 63);
        if (frames <= within) {
            giveWithin(frame, frames);
        } else if (frames <= within + WORD) {
            giveWithin(frame, within);
            giveWithin(frame + within, frames - within);
        } else {
            fill(frame, frames, false);
        }
    }

    /** Sets bits of one word, all of which are clear. */
    private void takeWithin(int frame, int frames) {
        int child = frame >>> 6;
        long before = usedWord(child);
        long after = before | bits(frame, frames);
        setWord(child, after);
        climbTaken(frame, frames, child, before, after);
        // If there is a free frame below the first one of a run, it is none of the run.
        if (window.getInt(FrameBitmapLayout.LOWEST) == frame) {
            window.putInt(FrameBitmapLayout.LOWEST,
                    after == -1 ? lowest() : (frame & -WORD) + Long.numberOfTrailingZeros(~after));
        }
    }

    /*
     * The same for the lowest free frame. Nothing is free before it, so that the run that is cut begins with it, and no node
     * on the way up has a free frame at its start any more.
     */
    private void takeLowest(int frame) {
        int child = frame >>> 6;
        long before = usedWord(child);
        long after = before | 1L << frame;
        setWord(child, after);
        int to = end(before, frame);
        int left = to - frame - 1;
        int known = window.getByte(longest + child);
        if (known <= left + 1) {
            known = left >= WORD - left - 2 ? left : longestRun(~after);
            window.putByte(longest + child, (byte) known);
        }
        int emptied = known;
        for (int level = 1, shift = 6; level <= top; level++, shift += 6) {
            int node = child >>> 6;
            int at = node(level, node);
            long some = window.getLong(at + FrameBitmapLayout.SOME);
            long whole = window.getLong(at + FrameBitmapLayout.WHOLE);
            to = to == child + 1 << shift ? right(level, child, some, whole) : to;
            if (emptied == 0) {
                some &= ~(1L << child);
                window.putLong(at + FrameBitmapLayout.SOME, some);
            }
            if ((whole >>> child & 1) != 0) {
                window.putLong(at + FrameBitmapLayout.WHOLE, whole & ~(1L << child));
            }
            long runs = window.getLong(at + FrameBitmapLayout.RUNS);
            int end = (node + 1) << shift + 6;
            left = to - frame - 1;
            emptied = longest(runs);
            if (emptied <= left + 1) {
                emptied = left >= (1 << shift + 6) - left - 2 || some == 0 ? left : longestOf(level, node, emptied);
            }
            long now = runs(0, to == end ? left : end(runs), emptied);
            if (now == runs) {
                child = -1;
                break;
            }
            window.putLong(at + FrameBitmapLayout.RUNS, now);
            child = node;
        }
        if (emptied == 0 && child >= 0) {
            window.putLong(FrameBitmapLayout.TOP_SOME, window.getLong(FrameBitmapLayout.TOP_SOME) & ~(1L << child));
        }
        window.putInt(FrameBitmapLayout.LOWEST, after == -1 ? lowest() : (frame & -WORD) + Long.numberOfTrailingZeros(~after));
    }

    private void climbTaken(int frame, int frames, int word, long before, long after) {
        int child = word;
        // The run of free frames that is cut, within what is looked at.
        int from = beginning(before, frame);
        int to = end(before, frame);
        int known = window.getByte(longest + child);
        if (known <= to - from) {
            int left = Math.max(frame - from, to - frame - frames);
            known = left >= WORD - (to - from) - 1 ? left : longestRun(~after);
            window.putByte(longest + child, (byte) known);
        }
        for (int level = 1, shift = 6; level <= top; level++, shift += 6) {
            int node = child >>> 6;
            int at = node(level, node);
            long some = window.getLong(at + FrameBitmapLayout.SOME);
            long whole = window.getLong(at + FrameBitmapLayout.WHOLE);
            from = from == child << shift ? left(level, child, some, whole) : from;
            to = to == child + 1 << shift ? right(level, child, some, whole) : to;
            if (known == 0) {
                some &= ~(1L << child);
                window.putLong(at + FrameBitmapLayout.SOME, some);
            }
            if ((whole >>> child & 1) != 0) {
                window.putLong(at + FrameBitmapLayout.WHOLE, whole & ~(1L << child));
            }
            long runs = window.getLong(at + FrameBitmapLayout.RUNS);
            int first = node << shift + 6;
            int size = 1 << shift + 6;
            known = longest(runs);
            if (known <= to - from) {
                int left = Math.max(frame - from, to - frame - frames);
                known = left >= size - (to - from) - 1 || some == 0 ? left : longestOf(level, node, known);
            }
            long now = runs(from == first ? frame - first : start(runs),
                    to == first + size ? to - frame - frames : end(runs), known);
            if (now == runs) {
                return;
            }
            window.putLong(at + FrameBitmapLayout.RUNS, now);
            child = node;
        }
        if (known == 0) {
            long some = window.getLong(FrameBitmapLayout.TOP_SOME);
            window.putLong(FrameBitmapLayout.TOP_SOME, some & ~(1L << child));
        }
    }

    /** Clears bits of one word, all of which are set. */
    private void giveWithin(int frame, int frames) {
        int child = frame >>> 6;
        long word = usedWord(child) & ~bits(frame, frames);
        setWord(child, word);
        // The run of free frames that has come about, within what is looked at.
        int from = beginning(word, frame);
        int to = end(word, frame);
        if (window.getByte(longest + child) < to - from) {
            window.putByte(longest + child, (byte) (to - from));
        }
        boolean isWhole = word == 0;
        for (int level = 1, shift = 6; level <= top; level++, shift += 6) {
            int node = child >>> 6;
            int at = node(level, node);
            long some = window.getLong(at + FrameBitmapLayout.SOME);
            long whole = window.getLong(at + FrameBitmapLayout.WHOLE);
            from = from == child << shift ? left(level, child, some, whole) : from;
            to = to == child + 1 << shift ? right(level, child, some, whole) : to;
            if ((some >>> child & 1) == 0) {
                window.putLong(at + FrameBitmapLayout.SOME, some | 1L << child);
            }
            if (isWhole) {
                window.putLong(at + FrameBitmapLayout.WHOLE, whole | 1L << child);
            }
            long runs = window.getLong(at + FrameBitmapLayout.RUNS);
            int first = node << shift + 6;
            int size = 1 << shift + 6;
            int known = Math.max(longest(runs), to - from);
            long now = runs(from == first ? to - first : start(runs), to == first + size ? to - from : end(runs), known);
            if (now == runs) {
                return;
            }
            window.putLong(at + FrameBitmapLayout.RUNS, now);
            isWhole = to - from == size;
            child = node;
        }
        long some = window.getLong(FrameBitmapLayout.TOP_SOME);
        if ((some >>> child & 1) == 0) {
            window.putLong(FrameBitmapLayout.TOP_SOME, some | 1L << child);
        }
    }

    /** Where the free frames begin that end right before this one, or this one itself, in its word. */
    private static int beginning(long word, int frame) {
        return (frame & -WORD) + WORD - Long.numberOfLeadingZeros(word & (1L << frame) - 1);
    }

    /** Where the free frames end that begin with this one, which is free, in its word. */
    private static int end(long word, int frame) {
        return (frame & -WORD) + Long.numberOfTrailingZeros(word & -1L << frame);
    }

    /** Where the free frames begin that end right before a child of a node of this level. */
    private int left(int level, int child, long some, long whole) {
        long others = ~whole & (1L << child) - 1;
        if (others == 0) {
            return (child & -WORD) << 6 * level;
        }
        int neighbour = 63 - Long.numberOfLeadingZeros(others);
        int edge = (child & -WORD) + neighbour + 1 << 6 * level;
        return (some >>> neighbour & 1) == 0 ? edge : edge - freeAtEnd(level - 1, (child & -WORD) + neighbour);
    }

    /** Where the free frames end that begin right behind a child of a node of this level. */
    private int right(int level, int child, long some, long whole) {
        long others = ~whole & -2L << child;
        if (others == 0) {
            return (child & -WORD) + WORD << 6 * level;
        }
        int neighbour = Long.numberOfTrailingZeros(others);
        int edge = (child & -WORD) + neighbour << 6 * level;
        return (some >>> neighbour & 1) == 0 ? edge : edge + freeAtStart(level - 1, (child & -WORD) + neighbour);
    }

    private int freeAtStart(int level, int node) {
        return level == 0 ? Long.numberOfTrailingZeros(usedWord(node))
                : start(window.getLong(node(level, node) + FrameBitmapLayout.RUNS));
    }

    private int freeAtEnd(int level, int node) {
        return level == 0 ? Long.numberOfLeadingZeros(usedWord(node))
                : end(window.getLong(node(level, node) + FrameBitmapLayout.RUNS));
    }

    private int longestWithin(int level, int node) {
        return level == 0 ? window.getByte(longest + node)
                : longest(window.getLong(node(level, node) + FrameBitmapLayout.RUNS));
    }

    private static long runs(int start, int end, int longest) {
        return (long) longest << FrameBitmapLayout.LONGEST_SHIFT | (long) end << FrameBitmapLayout.END_SHIFT | start;
    }

    private static int start(long runs) {
        return (int) runs & FrameBitmapLayout.NUMBER;
    }

    private static int end(long runs) {
        return (int) (runs >>> FrameBitmapLayout.END_SHIFT) & FrameBitmapLayout.NUMBER;
    }

    private static int longest(long runs) {
        return (int) (runs >>> FrameBitmapLayout.LONGEST_SHIFT);
    }

    /** The longest run in a node by its children, which are in order; a run of the length `enough` ends the search. */
    private int longestOf(int level, int node, int enough) {
        int at = node(level, node);
        long some = window.getLong(at + FrameBitmapLayout.SOME);
        long whole = window.getLong(at + FrameBitmapLayout.WHOLE);
        int best = 0;
        int run = 0;
        int next = 0;
        for (; some != 0 && best < enough; some &= some - 1) {
            int child = Long.numberOfTrailingZeros(some);
            run = child == next ? run : 0;
            next = child + 1;
            int number = (node << 6) + child;
            if ((whole >>> child & 1) != 0) {
                run += 1 << 6 * level;
                best = Math.max(best, run);
            } else {
                best = Math.max(best, Math.max(run + freeAtStart(level - 1, number), longestWithin(level - 1, number)));
                run = freeAtEnd(level - 1, number);
            }
        }
        return best;
    }

    /** Sets or clears the bits of a long run. */
    private void fill(int frame, int frames, boolean taken) {
        int first = frame >>> 6;
        int last = frame + frames - 1 >>> 6;
        for (int word = first; word <= last; word++) {
            long mask = bits(word, frame, frames);
            long value = taken ? usedWord(word) | mask : usedWord(word) & ~mask;
            setWord(word, value);
            window.putByte(longest + word, (byte) longestRun(~value));
        }
        for (int level = 1; level <= top; level++) {
            first >>>= 6;
            last >>>= 6;
            for (int node = first; node <= last; node++) {
                refresh(level, node);
            }
        }
        refreshTop();
    }

    /** Computes which nodes of the topmost level have a free frame. */
    private void refreshTop() {
        long some = 0;
        for (int node = 0; node < layout.count(top); node++) {
            some |= longestWithin(top, node) > 0 ? 1L << node : 0;
        }
        window.putLong(FrameBitmapLayout.TOP_SOME, some);
    }

    /** Computes a node from its children, which are in order. */
    private void refresh(int level, int node) {
        int at = node(level, node);
        int size = 1 << 6 * level;
        int children = Math.min(WORD, layout.count(level - 1) - (node << 6));
        long some = 0;
        long whole = 0;
        for (int child = 0; child < children; child++) {
            int number = (node << 6) + child;
            some |= longestWithin(level - 1, number) > 0 ? 1L << child : 0;
            whole |= longestWithin(level - 1, number) == size ? 1L << child : 0;
        }
        window.putLong(at + FrameBitmapLayout.SOME, some);
        window.putLong(at + FrameBitmapLayout.WHOLE, whole);
        // As if there were a child on either side: the runs that reach the node's edges.
        int first = node << 6 * level + 6;
        int start = rightOf(level, node << 6, some, whole) - first;
        int end = first + (size << 6) - leftOf(level, node << 6, some, whole);
        window.putLong(at + FrameBitmapLayout.RUNS, runs(start, end, longestOf(level, node, Integer.MAX_VALUE)));
    }

    /** Where the free frames end that begin with a node. */
    private int rightOf(int level, int firstChild, long some, long whole) {
        return (whole & 1) != 0 ? right(level, firstChild, some, whole)
                : (firstChild << 6 * level) + ((some & 1) == 0 ? 0 : freeAtStart(level - 1, firstChild));
    }

    /** Where the free frames begin that end with a node. */
    private int leftOf(int level, int firstChild, long some, long whole) {
        int last = firstChild + 63;
        return whole < 0 ? left(level, last, some, whole)
                : (last + 1 << 6 * level) - (some >= 0 ? 0 : freeAtEnd(level - 1, last));
    }

    /** The bits of a word that belong to a run. */
    private static long bits(int word, int frame, int frames) {
        int begin = Math.max(frame - (word << 6), 0);
        int end = Math.min(frame + frames - (word << 6), WORD);
        return -1L >>> WORD - (end - begin) << begin;
    }

    /** How many bits side by side are set, at most. */
    static int longestRun(long set) {
        if (set == -1) {
            return WORD;
        }
        // Bit i of the n-th: from it on, 2^n bits are set.
        long two = set & set >>> 1;
        long four = two & two >>> 2;
        long eight = four & four >>> 4;
        long sixteen = eight & eight >>> 8;
        long thirtyTwo = sixteen & sixteen >>> 16;
        // The length's binary digits from the highest down; `runs` has a bit where such a run begins.
        int length = thirtyTwo == 0 ? 0 : 32;
        long runs = thirtyTwo == 0 ? -1L : thirtyTwo;
        long longer = runs & sixteen >>> length;
        if (longer != 0) {
            runs = longer;
            length += 16;
        }
        longer = runs & eight >>> length;
        if (longer != 0) {
            runs = longer;
            length += 8;
        }
        longer = runs & four >>> length;
        if (longer != 0) {
            runs = longer;
            length += 4;
        }
        longer = runs & two >>> length;
        if (longer != 0) {
            runs = longer;
            length += 2;
        }
        return (runs & set >>> length) != 0 ? length + 1 : length;
    }

    /** The bits of a run within its word. */
    private static long bits(int frame, int frames) {
        return -1L >>> WORD - frames << frame;
    }

    private static int word(int word) {
        return FrameBitmapLayout.WORDS + (word << FrameBitmapLayout.WORD_BITS);
    }

    private int node(int level, int node) {
        return nodes[level] + node * FrameBitmapLayout.NODE_SIZE;
    }

    private long usedWord(int word) {
        return window.getLong(word(word));
    }

    /** The frames that callers hold. */
    private long heldWord(int word) {
        return usedWord(word) & ~reservedWord(word);
    }

    private long reservedWord(int word) {
        return window.getLong(word(word) + Long.BYTES);
    }

    private void setWord(int word, long used) {
        window.putLong(word(word), used);
    }

    boolean isReserved(int frame) {
        return (reservedWord(frame >>> 6) >>> frame & 1) != 0;
    }

    /** Whether a caller holds this frame of the arena. */
    public boolean isAllocated(int frame) {
        return (heldWord(frame >>> 6) >>> frame & 1) != 0;
    }

    /** The first frame from this one on that is free; frameCount if there is none. It goes from word to word. */
    public int nextFree(int from) {
        int word = from >>> 6;
        long found = ~usedWord(word) & -1L << from;
        while (found == 0 && ++word < layout.words) {
            found = ~usedWord(word);
        }
        return found == 0 ? frameCount : word * WORD + Long.numberOfTrailingZeros(found);
    }

    /** In frames. */
    public int frameCount() {
        return frameCount;
    }

    /** No call names more than 2 to the power of this. */
    public int maxOrder() {
        return maxOrder;
    }

    /** The longest run of free frames. */
    public int longestFreeRun() {
        int best = 0;
        int run = 0;
        for (int node = 0; node < layout.count(top); node++) {
            best = Math.max(best, Math.max(run + freeAtStart(top, node), longestWithin(top, node)));
            run = freeAtEnd(top, node) + (freeAtEnd(top, node) == 1 << 6 * top + 6 ? run : 0);
        }
        return best;
    }

    /** How many frames are free; it counts them. */
    public int freeFrames() {
        int free = 0;
        for (int word = 0; word < layout.words; word++) {
            free += Long.bitCount(~usedWord(word));
        }
        return free;
    }

    @Override
    public BitSet allocatedFrames() {
        BitSet held = new BitSet();
        for (int word = 0; word < layout.words; word++) {
            for (long bits = heldWord(word); bits != 0; bits &= bits - 1) {
                held.set(word * WORD + Long.numberOfTrailingZeros(bits));
            }
        }
        return held;
    }

    /** The bytes of the bitmap and its summary. */
    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(window.address(), layout.size));
    }

    /** None: every byte follows from which frames are handed out. */
    @Override
    public List<Extent> scratch() {
        return List.of();
    }
}
