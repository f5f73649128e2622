package org.tlalloc.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** A set of bytes of physical memory, given piece by piece, of which whole frames are wanted. */
final class ByteRanges {
    private record Range(long begin, long end) {
    }

    private final List<Range> ranges = new ArrayList<>();

    /** Adds the bytes from begin on and before end. */
    void add(long begin, long end) {
        ranges.add(new Range(begin, end));
    }

    /** The frames that lie wholly in the set, also where two ranges share one. */
    BitSet wholeFrames() {
        List<Range> ascending = new ArrayList<>(ranges);
        ascending.sort(Comparator.comparingLong(Range::begin));
        BitSet frames = new BitSet();
        long begin = 0;
        long end = 0;
        for (Range range : ascending) {
            if (range.begin() > end) {
                mark(begin, end, frames);
                begin = range.begin();
            }
            end = Math.max(end, range.end());
        }
        mark(begin, end, frames);
        return frames;
    }

    private static void mark(long begin, long end, BitSet frames) {
        int first = (int) ((begin + MemoryMap.FRAME_SIZE - 1) / MemoryMap.FRAME_SIZE);
        int last = (int) (end / MemoryMap.FRAME_SIZE);
        if (first < last) {
            frames.set(first, last);
        }
    }
}
