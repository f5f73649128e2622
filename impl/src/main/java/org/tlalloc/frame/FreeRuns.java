package org.tlalloc.frame;

import org.tlalloc.machine.Window;

/**
 * The free runs of a frame bitmap: a tree over its words in which a node knows how many frames are free at its start and
 * at its end, and the longest run within it. {@code FrameBitmapLayout} draws it.
 *
 * <p>The lowest run that is long enough is looked for among the children of one node a level. When bits change within a
 * word, what a node needs to know is the run of free frames around them, clipped to its own frames. The node itself says
 * where that begins or ends if it reaches the node's edge; else its child does, and only where the run reaches the
 * child's edge, the children beside it. A change goes up until a node stays as it was. Only when the longest run is cut,
 * some other may now be the longest, and the children are gone through; unless what is left is longer than all else
 * that the node has room for.
 *
 * <p>A frame that is free alone is no run: a single frame is found by other means, and most changes of one need not go up.
 */
final class FreeRuns {
    private static final int NONE = FrameAllocation.NONE;
    private static final int WORD = FrameWords.WORD;
    private static final int[] SIZE_BITS = FrameBitmapLayout.sizeBits();

    private final Window window;
    private final FrameWords words;
    private final FrameBitmapLayout layout;
    private final int[] nodes;
    private final int top;

    FreeRuns(Window window, FrameBitmapLayout layout, FrameWords words) {
        this.window = window;
        this.words = words;
        this.layout = layout;
        this.nodes = layout.nodes();
        this.top = nodes.length - 1;
    }

    private int at(int level, int node) {
        return nodes[level] + (node << FrameBitmapLayout.LONG_BITS);
    }

    private static long runs(int start, int end, int longest) {
        return (long) longest << FrameBitmapLayout.LONGEST_SHIFT | (long) end << FrameBitmapLayout.END_SHIFT | start;
    }

    /** What a node is whose frames are all free. */
    private static long whole(int bits) {
        return runs(1 << bits, 1 << bits, 1 << bits);
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

    /** A single frame is no run. */
    private static int run(int frames) {
        return frames < 2 ? 0 : frames;
    }

    private int freeAtStart(int level, int node) {
        return level == 0 ? Long.numberOfTrailingZeros(words.used(node)) : start(window.getLong(at(level, node)));
    }

    private int freeAtEnd(int level, int node) {
        return level == 0 ? Long.numberOfLeadingZeros(words.used(node)) : end(window.getLong(at(level, node)));
    }

    /** Whether a run at no edge of its word makes no difference: it is a single frame, or its node has one of such a length. */
    private boolean isMinor(int from, int to, int length) {
        return from % WORD != 0 && to % WORD != 0
                && (to - from == 1 || top > 0 && longest(window.getLong(at(1, from >>> SIZE_BITS[1]))) >= length);
    }

    /** Free frames of one word are used now; `before` are its used ones as they were. */
    void taken(int frame, int frames, long before) {
        int from = FrameWords.beginning(before, frame);
        int to = FrameWords.end(before, frame);
        if (isMinor(from, to, to - from + 1)) {
            return;
        }
        // A node of which all was free needs no look around.
        int level = 1;
        for (; level <= top; level++) {
            int bits = SIZE_BITS[level];
            int at = at(level, frame >>> bits);
            if (window.getLong(at) != whole(bits)) {
                break;
            }
            int start = frame & (1 << bits) - 1;
            int end = (1 << bits) - start - frames;
            window.putLong(at, runs(start, end, Math.max(start, end)));
        }
        if (level > 1) {
            from = frame >>> SIZE_BITS[level - 1] << SIZE_BITS[level - 1];
            to = from + (1 << SIZE_BITS[level - 1]);
        }
        cut(level, frame, frames, from, to);
    }

    /** Goes up from a level on, if there is such a level. The run that is cut goes, within the child, from one frame to another. */
    private void cut(int lowest, int frame, int frames, int childFrom, int childTo) {
        int from = childFrom;
        int to = childTo;
        int below = SIZE_BITS[lowest - 1];
        for (int level = lowest; level <= top; level++) {
            int bits = SIZE_BITS[level];
            int node = frame >>> bits;
            int first = node << bits;
            int limit = node + 1 << bits;
            int at = at(level, node);
            long runs = window.getLong(at);
            int start = start(runs);
            int end = end(runs);
            if (frame >= limit - end) {
                from = limit - end;
                to = limit;
            } else if (frame < first + start) {
                from = first;
                to = first + start;
            } else {
                int child = frame >>> below;
                from = from == child << below ? left(level - 1, child) : from;
                to = to == child + 1 << below ? right(level - 1, child) : to;
            }
            int longest = longest(runs);
            if (longest == to - from) {
                int left = Math.max(frame - from, to - frame - frames);
                longest = left >= Math.max(from - first, limit - to) - 1 ? run(left) : longest(sum(level, node, longest));
            }
            long now = runs(from == first ? frame - first : start, to == limit ? limit - frame - frames : end, longest);
            if (now == runs) {
                return;
            }
            window.putLong(at, now);
            below = bits;
        }
    }

    /** Used frames of one word are free now; `after` are its used ones as they are. */
    void given(int frame, int frames, long after) {
        int from = FrameWords.beginning(after, frame);
        int to = FrameWords.end(after, frame);
        if (isMinor(from, to, to - from)) {
            return;
        }
        // Nor does one of which all is free now.
        int level = 1;
        for (; level <= top; level++) {
            int bits = SIZE_BITS[level];
            int at = at(level, frame >>> bits);
            long runs = window.getLong(at);
            if (start(runs) + frames + end(runs) != 1 << bits) {
                break;
            }
            window.putLong(at, whole(bits));
        }
        if (level > 1) {
            from = frame >>> SIZE_BITS[level - 1] << SIZE_BITS[level - 1];
            to = from + (1 << SIZE_BITS[level - 1]);
        }
        join(level, frame, frames, from, to);
    }

    /** Goes up from a level on, if there is such a level. The run that has come about goes, within the child, from one frame to another. */
    private void join(int lowest, int frame, int frames, int childFrom, int childTo) {
        int from = childFrom;
        int to = childTo;
        int below = SIZE_BITS[lowest - 1];
        for (int level = lowest; level <= top; level++) {
            int bits = SIZE_BITS[level];
            int node = frame >>> bits;
            int first = node << bits;
            int limit = node + 1 << bits;
            int at = at(level, node);
            long runs = window.getLong(at);
            int start = start(runs);
            int end = end(runs);
            int child = frame >>> below;
            if (frame == first + start) {
                from = first;
            } else if (from == child << below) {
                from = left(level - 1, child);
            }
            if (frame + frames == limit - end) {
                to = limit;
            } else if (to == child + 1 << below) {
                to = right(level - 1, child);
            }
            long now = runs(from == first ? to - first : start, to == limit ? limit - from : end,
                    Math.max(longest(runs), run(to - from)));
            if (now == runs) {
                return;
            }
            window.putLong(at, now);
            below = bits;
        }
    }

    /** Where the free frames begin that end right before a node of this level. */
    private int left(int level, int node) {
        int size = 1 << SIZE_BITS[level];
        int neighbour = node;
        int free;
        do {
            neighbour--;
            free = freeAtEnd(level, neighbour);
        } while (free == size);
        return (neighbour + 1) * size - free;
    }

    /** Where the free frames end that begin right behind a node of this level. */
    private int right(int level, int node) {
        int size = 1 << SIZE_BITS[level];
        int count = layout.count(level);
        int neighbour = node;
        int free;
        do {
            neighbour++;
            free = neighbour < count ? freeAtStart(level, neighbour) : 0;
        } while (free == size);
        return neighbour * size + free;
    }

    /** Where the free frames end that begin with a word, which need be none; frameCount at most. It climbs over what is free as a whole. */
    int endOfFree(int word) {
        int level = 0;
        int node = word;
        while (node < layout.count(level)) {
            int free = freeAtStart(level, node);
            if (free < 1 << SIZE_BITS[level]) {
                return Math.min((node << SIZE_BITS[level]) + free, layout.frameCount);
            }
            node++;
            while (level < top && (node & (1 << SIZE_BITS[level + 1] - SIZE_BITS[level]) - 1) == 0) {
                node >>>= SIZE_BITS[level + 1] - SIZE_BITS[level];
                level++;
            }
        }
        return layout.frameCount;
    }

    /** A node by its children; a run as long as `enough` ends the search. */
    private long sum(int level, int node, int enough) {
        int bits = SIZE_BITS[level - 1];
        int size = 1 << bits;
        int radix = SIZE_BITS[level] - bits;
        int last = Math.min(node + 1 << radix, layout.count(level - 1));
        int start = NONE;
        int run = 0;
        int best = 0;
        for (int child = node << radix; child < last && best < enough; child++) {
            int atStart;
            int atEnd;
            int inside;
            if (level == 1) {
                long free = ~words.used(child);
                atStart = Long.numberOfTrailingZeros(~free);
                atEnd = Long.numberOfLeadingZeros(~free);
                inside = Long.bitCount(free) <= best ? 0 : FrameWords.longestRun(free);
            } else {
                long runs = window.getLong(at(level - 1, child));
                atStart = start(runs);
                atEnd = end(runs);
                inside = longest(runs);
            }
            best = Math.max(best, Math.max(run + atStart, inside));
            if (atStart == size) {
                run += size;
            } else {
                start = start == NONE ? run + atStart : start;
                run = atEnd;
            }
        }
        return runs(start == NONE ? run : start, last == node + 1 << radix ? run : 0, run(best));
    }

    /** All frames of a run, of any length, are free now, or used. */
    void refresh(int frame, int frames, boolean free) {
        for (int level = 1; level <= top; level++) {
            int bits = SIZE_BITS[level];
            for (int node = frame >>> bits; node <= frame + frames - 1 >>> bits; node++) {
                boolean isInside = node << bits >= frame && node + 1 << bits <= frame + frames;
                long inside = free ? whole(bits) : 0;
                window.putLong(at(level, node), isInside ? inside : sum(level, node, Integer.MAX_VALUE));
            }
        }
    }

    /** Computes all nodes. */
    void summarise() {
        for (int level = 1; level <= top; level++) {
            for (int node = 0; node < layout.count(level); node++) {
                window.putLong(at(level, node), sum(level, node, Integer.MAX_VALUE));
            }
        }
    }

    /** The longest run of two frames or more; 0 if there is none. */
    int longest() {
        int best = 0;
        int run = 0;
        for (int node = 0; node < layout.count(top); node++) {
            int atStart = freeAtStart(top, node);
            int inside = top == 0 ? FrameWords.longestRun(~words.used(node)) : longest(window.getLong(at(top, node)));
            best = Math.max(best, Math.max(run + atStart, inside));
            run = atStart == 1 << SIZE_BITS[top] ? run + atStart : freeAtEnd(top, node);
        }
        return run(best);
    }

    /** The lowest multiple of the alignment at which so many frames, two or more, are free; or NONE. Before `from` none is free. */
    int find(int frames, int alignment, int from) {
        int run = 0;
        for (int node = from >>> SIZE_BITS[top]; node < layout.count(top); node++) {
            int found = scan(top, node, frames, alignment, run, from);
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
    private int scan(int level, int node, int frames, int alignment, int before, int from) {
        if (level == 0) {
            return scanWord(node, frames, alignment, before);
        }
        int bits = SIZE_BITS[level];
        int first = node << bits;
        long runs = window.getLong(at(level, node));
        int start = start(runs);
        int begin = aligned(first - before, alignment);
        if (begin + frames <= first + start) {
            return begin;
        }
        if (start == 1 << bits) {
            return ~(before + start);
        }
        if (longest(runs) < frames) {
            return ~end(runs);
        }
        int run = before;
        int below = SIZE_BITS[level - 1];
        int last = Math.min(node + 1 << bits - below, layout.count(level - 1));
        for (int child = Math.max(first, from) >>> below; child < last; child++) {
            int result = scan(level - 1, child, frames, alignment, run, from);
            if (result >= 0) {
                return result;
            }
            run = ~result;
        }
        return ~run;
    }

    private int scanWord(int word, int frames, int alignment, int before) {
        int first = word << 6;
        long free = ~words.used(word);
        int start = Long.numberOfTrailingZeros(~free);
        int begin = aligned(first - before, alignment);
        if (begin + frames <= first + start) {
            return begin;
        }
        if (start == FrameWords.WORD) {
            return ~(before + start);
        }
        if (Long.bitCount(free) >= frames) {
            long runs = FrameWords.runs(free, frames) & FrameWords.multiples(first, alignment);
            if (runs != 0) {
                return FrameWords.first(word, runs);
            }
        }
        return ~Long.numberOfLeadingZeros(~free);
    }

    /** The first multiple from a frame on. It is at most 2^30, so that no sum with a run overflows. */
    private static int aligned(int frame, int alignment) {
        return frame + alignment - 1 & -alignment;
    }
}
