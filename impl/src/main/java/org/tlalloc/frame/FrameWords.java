package org.tlalloc.frame;

import org.tlalloc.machine.Window;

/** The bits of a frame bitmap, by words of 64 frames: which are used, and which of these are reserved. */
final class FrameWords {
    static final int WORD = 64;

    /* Where the two longs of a word are in it. */
    private static final int USED = 0;
    private static final int RESERVED = Long.BYTES;

    /** Bit i for each multiple i of 2 to the power of the index. */
    private static final long[] MULTIPLES = {-1L, 0x5555_5555_5555_5555L, 0x1111_1111_1111_1111L, 0x0101_0101_0101_0101L,
        0x0001_0001_0001_0001L, 0x0000_0001_0000_0001L};

    private final Window window;
    private final int frameCount;
    private final int count;

    FrameWords(Window window, FrameBitmapLayout layout) {
        this.window = window;
        this.frameCount = layout.frameCount;
        this.count = layout.words;
    }

    private static int at(int word) {
        return FrameBitmapLayout.WORDS + (word << FrameBitmapLayout.WORD_BITS);
    }

    long used(int word) {
        return window.getLong(at(word));
    }

    long reserved(int word) {
        return window.getLong(at(word) + RESERVED);
    }

    /** The frames that callers hold. */
    long held(int word) {
        return used(word) & ~reserved(word);
    }

    void set(int word, long used) {
        window.putLong(at(word), used);
    }

    /** Sets or clears the bits of a run of any length. */
    void fill(int frame, int frames, boolean taken) {
        for (int word = frame >>> 6; word <= frame + frames - 1 >>> 6; word++) {
            long mask = bits(word, frame, frames);
            set(word, taken ? used(word) | mask : used(word) & ~mask);
        }
    }

    /** Writes both longs of a word of which nothing is handed out. */
    void reserve(int word, long reserved) {
        set(word, reserved);
        window.putLong(at(word) + RESERVED, reserved);
    }

    /** The first reserved frame from one on and before another, or NONE. */
    int nextReserved(int from, int end) {
        return nextSet(RESERVED, from, end);
    }

    /** The first frame from one on that is not reserved; frameCount or more if there is none. */
    int nextUnreserved(int from) {
        int word = from >>> 6;
        long found = ~reserved(word) & -1L << from;
        while (found == 0 && ++word < count) {
            found = ~reserved(word);
        }
        return found == 0 ? frameCount : first(word, found);
    }

    /** The first frame from one on and before another that is not free, or NONE. */
    int nextTaken(int from, int end) {
        return nextSet(USED, from, end);
    }

    private int nextSet(int part, int from, int end) {
        for (int word = from >>> 6; word <= end - 1 >>> 6; word++) {
            long found = window.getLong(at(word) + part) & bits(word, from, end - from);
            if (found != 0) {
                return first(word, found);
            }
        }
        return FrameAllocation.NONE;
    }

    /** The first of these frames that no caller holds, or NONE. */
    int nextNotHeld(int from, int end) {
        for (int word = from >>> 6; word <= end - 1 >>> 6; word++) {
            long found = ~held(word) & bits(word, from, end - from);
            if (found != 0) {
                return first(word, found);
            }
        }
        return FrameAllocation.NONE;
    }

    /** The frame of the lowest bit that is set. */
    static int first(int word, long bits) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The bits of a word that belong to a run. */
    static long bits(int word, int frame, int frames) {
        int begin = Math.max(frame - (word << 6), 0);
        int end = Math.min(frame + frames - (word << 6), WORD);
        return -1L >>> WORD - (end - begin) << begin;
    }

    /** The bits of a run within its word. */
    static long bits(int frame, int frames) {
        return -1L >>> WORD - frames << frame;
    }

    /** The bits of the word that begins with a frame whose frames are multiples. */
    static long multiples(int first, int alignment) {
        return alignment >= WORD ? (first & alignment - 1) == 0 ? 1 : 0 : MULTIPLES[Integer.numberOfTrailingZeros(alignment)];
    }

    /** Where the free frames begin that end right before this one, or this one itself, in its word. */
    static int beginning(long used, int frame) {
        return (frame & -WORD) + WORD - Long.numberOfLeadingZeros(used & (1L << frame) - 1);
    }

    /** Where the free frames end that begin with this one, which is free, in its word. */
    static int end(long used, int frame) {
        return (frame & -WORD) + Long.numberOfTrailingZeros(used & -1L << frame);
    }

    /** The bits from which on so many are set, within a word. */
    static long runs(long set, int length) {
        // Bit i stays where, from it on, as many bits as `sure` are set.
        long runs = set;
        for (int sure = 1; sure < length;) {
            int more = Math.min(sure, length - sure);
            runs &= runs >>> more;
            sure += more;
        }
        return runs;
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
}
