package org.tlalloc.frame.bench;

import java.util.BitSet;
import org.tlalloc.frame.BlockAllocation;
import org.tlalloc.frame.Buddy;
import org.tlalloc.frame.BuddyLowestFirst;
import org.tlalloc.frame.BuddyMostRecentFirst;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.PhysicalMemory;

/** Who takes part. */
public enum Contestant {
    HARNESS {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return new NoAllocation();
        }
    },
    BASELINE {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return new TreeSets(frameCount, maxOrder);
        }
    },
    MOST_RECENT {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return BuddyMostRecentFirst.format(memory(frameCount), BASE, frameCount, maxOrder, new BitSet());
        }
    },
    MOST_RECENT_ARRAYS {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return new ArrayBuddyMostRecentFirst(frameCount, maxOrder);
        }
    },
    LOWEST {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return BuddyLowestFirst.format(memory(frameCount), BASE, frameCount, maxOrder, new BitSet());
        }
    },
    LOWEST_ARRAYS {
        @Override
        BlockAllocation make(int frameCount, int maxOrder) {
            return new ArrayBuddyLowestFirst(frameCount, maxOrder);
        }
    };

    private static final long BASE = 0x10_0000;

    /** A machine that has these frames, of 4 KiB. */
    private static PhysicalMemory memory(int frameCount) {
        return new PhysicalMemory(Math.max(1 << 24, (long) frameCount << 12));
    }

    abstract BlockAllocation make(int frameCount, int maxOrder);

    /** The same algorithm on plain arrays; null if this is not one in simulated memory. */
    Contestant onArrays() {
        return this == MOST_RECENT ? MOST_RECENT_ARRAYS : this == LOWEST ? LOWEST_ARRAYS : null;
    }

    /** The bytes that one in simulated memory takes for its metadata; -1 for the others. */
    long metadataBytes(int frameCount) {
        return make(frameCount, 10) instanceof Buddy buddy ? buddy.footprint().stream().mapToLong(Extent::length).sum() : -1;
    }
}
