package org.tlalloc.frame;

import java.util.BitSet;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Masks;
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
 * <p>A single frame is found without a search: the lowest free one is kept, and {@code Masks} have the next. A run of
 * any length is found in a number of steps that grows with the logarithm of the arena, whatever the map looks like, by
 * {@code FreeRuns}. A request that has an alignment goes over the map once, and passes by
 * all that has no run long enough: so it takes a step for each 64 frames at most, and that many only where
 * everywhere runs are long enough but hold no multiple to begin at. Setting and clearing the bits of a run takes a
 * step for each 64 frames.
 *
 * <p>Source: Knyszek and Clements, Scaling the Go page allocator, 2019, for the idea of summing up a
 * subtree by what is free at its start, the longest run, and what is free at its end.
 */
public final class FrameBitmap implements FrameAllocation, Resident {
    private static final int WORD = FrameWords.WORD;

    private final Window window;
    private final FrameBitmapLayout layout;
    private final FrameWords words;
    private final int[] masks;
    private final FreeRuns freeRuns;
    private final int frameCount;
    private final int maxOrder;

    FrameBitmap(PhysicalMemory memory, long base, FrameBitmapLayout layout) {
        this.window = memory.window(base, layout.size);
        this.layout = layout;
        this.words = new FrameWords(window, layout);
        this.masks = layout.masks();
        this.freeRuns = new FreeRuns(window, layout, words);
        this.frameCount = layout.frameCount;
        this.maxOrder = layout.maxOrder;
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
            bitmap.words.reserve(word, inside < WORD ? value | -1L << inside : value);
        }
        return bitmap;
    }

    /** Computes all that is summed up; only then it is a bitmap that can be attached to. */
    void summarise() {
        Masks.clear(window, masks, layout.words);
        for (int word = 0; word < layout.words; word++) {
            if (words.used(word) != -1) {
                Masks.add(window, masks, word);
            }
        }
        freeRuns.summarise();
        window.putInt(FrameBitmapLayout.LOWEST, lowest());
        window.putInt(FrameBitmapLayout.MAGIC, FrameBitmapLayout.MAGIC_NUMBER);
    }

    /** From a frame on, the first run that has no reserved frame; or NONE. It steps from hole to hole. */
    int firstUsable(int from, int frames) {
        int first = from;
        while (frames <= frameCount - first) {
            int hole = words.nextReserved(first, first + frames);
            if (hole == NONE) {
                return first;
            }
            first = words.nextUnreserved(hole);
        }
        return NONE;
    }

    /** Sets the bits of a run without a word to the summary. */
    void mark(int frame, int frames) {
        words.fill(frame, frames, true);
    }

    /** Where all lies that follows from the bits. */
    Extent summary() {
        return new Extent(window.address() + layout.summary, layout.size - layout.summary);
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
            lowestIs(frame >>> 6, takeWithin(frame, 1));
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
        int taken = words.nextTaken(frame, frame + frames);
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
        if (order == 0 && frame >= 0 && frame < frameCount) {
            long used = words.used(frame >>> 6);
            if (((used & ~words.reserved(frame >>> 6)) >>> frame & 1) != 0) {
                lower(frame);
                giveWithin(frame, 1, used);
                return;
            }
        }
        giveBack(frame, 1 << order);
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
        int culprit = words.nextNotHeld(frame, frame + frames);
        if (culprit != NONE) {
            throw FrameException.notHeld(frame, frames, culprit, isReserved(culprit));
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
        int word = Masks.first(window, masks);
        return word == NONE ? frameCount : FrameWords.first(word, ~words.used(word));
    }

    /** The lowest multiple of the alignment at which so many frames are free, or NONE. */
    private int find(int frames, int alignment) {
        int lowest = window.getInt(FrameBitmapLayout.LOWEST);
        if (lowest == frameCount) {
            return NONE;
        }
        if (frames > 1) {
            return freeRuns.find(frames, alignment, lowest);
        }
        return alignment == 1 ? lowest : findSingle(alignment);
    }

    /** The same for one frame. */
    private int findSingle(int alignment) {
        for (int word = Masks.first(window, masks); word != NONE; word = Masks.above(window, masks, word)) {
            long multiples = ~words.used(word) & FrameWords.multiples(word * WORD, alignment);
            if (multiples != 0) {
                return FrameWords.first(word, multiples);
            }
        }
        return NONE;
    }

    private void take(int frame, int frames) {
        int end = frame + frames;
        int word = frame >>> 6;
        int next = Math.min(end, frame + WORD & -WORD);
        if (end - next > WORD) {
            fill(frame, frames, true);
        } else {
            takeWithin(frame, next - frame);
            if (next < end) {
                takeWithin(next, end - next);
            }
        }
        // If there is a free frame below the first one of a run, it is none of the run.
        if (window.getInt(FrameBitmapLayout.LOWEST) == frame) {
            lowestIs(word, words.used(word));
        }
    }

    private void give(int frame, int frames) {
        int end = frame + frames;
        int next = Math.min(end, frame + WORD & -WORD);
        if (end - next > WORD) {
            fill(frame, frames, false);
        } else {
            giveWithin(frame, next - frame, words.used(frame >>> 6));
            if (next < end) {
                giveWithin(next, end - next, words.used(next >>> 6));
            }
        }
    }

    /** Sets bits of one word, all of which are clear; returns the word. */
    private long takeWithin(int frame, int frames) {
        int word = frame >>> 6;
        long before = words.used(word);
        long after = before | FrameWords.bits(frame, frames);
        words.set(word, after);
        if (after == -1) {
            Masks.remove(window, masks, word);
        }
        freeRuns.taken(frame, frames, before);
        return after;
    }

    /** Notes that no frame is free below this word. */
    private void lowestIs(int word, long used) {
        window.putInt(FrameBitmapLayout.LOWEST, used == -1 ? lowest() : FrameWords.first(word, ~used));
    }

    /** Clears bits of one word, all of which are set. */
    private void giveWithin(int frame, int frames, long before) {
        int word = frame >>> 6;
        long after = before & ~FrameWords.bits(frame, frames);
        words.set(word, after);
        if (before == -1) {
            Masks.add(window, masks, word);
        }
        freeRuns.given(frame, frames, after);
    }

    /** Sets or clears the bits of a long run. */
    private void fill(int frame, int frames, boolean taken) {
        int first = frame >>> 6;
        int last = frame + frames - 1 >>> 6;
        words.fill(frame, frames, taken);
        if (taken) {
            // The words at the ends may have free frames left.
            Masks.removeAll(window, masks, words.used(first) == -1 ? first : first + 1, words.used(last) == -1 ? last : last - 1);
        } else {
            Masks.addAll(window, masks, first, last);
        }
        freeRuns.refresh(frame, frames, !taken);
    }

    boolean isReserved(int frame) {
        return (words.reserved(frame >>> 6) >>> frame & 1) != 0;
    }

    /** Whether a caller holds this frame of the arena. */
    public boolean isAllocated(int frame) {
        return (words.held(frame >>> 6) >>> frame & 1) != 0;
    }

    /** The first frame from this one on that is free; frameCount if there is none. */
    public int nextFree(int from) {
        int word = from >>> 6;
        long free = ~words.used(word) & -1L << from;
        if (free == 0) {
            word = Masks.above(window, masks, word);
            if (word == NONE) {
                return frameCount;
            }
            free = ~words.used(word);
        }
        return FrameWords.first(word, free);
    }

    /** The first frame from this one on that is not free; frameCount if there is none. */
    public int nextTaken(int from) {
        long taken = words.used(from >>> 6) & -1L << from;
        return taken != 0 ? Math.min(FrameWords.first(from >>> 6, taken), frameCount) : freeRuns.endOfFree((from >>> 6) + 1);
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
        int longest = freeRuns.longest();
        return longest == 0 && Masks.first(window, masks) != NONE ? 1 : longest;
    }

    /** How many frames are free; it counts them. */
    public int freeFrames() {
        int free = 0;
        for (int word = 0; word < layout.words; word++) {
            free += Long.bitCount(~words.used(word));
        }
        return free;
    }

    @Override
    public BitSet allocatedFrames() {
        BitSet held = new BitSet();
        for (int word = 0; word < layout.words; word++) {
            for (long bits = words.held(word); bits != 0; bits &= bits - 1) {
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
