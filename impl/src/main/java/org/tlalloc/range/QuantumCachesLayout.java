package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where the caches of short ranges lie, in bytes from their base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic   int
 *   4  most    int      the longest ranges that have a cache, in pages
 *   8  depth   int      how many ranges a cache holds
 *  12  a gap of 4
 *  16  a cache for each length, 1 to most:
 *        0  count  int           how many ranges wait
 *        4  first  depth ints    their first pages, the newest last; what is behind means nothing
 *      the arena, at a multiple of 8: {@code RangeArenaLayout}
 *
 *     length 1   | 2 | 17 |  4 | .. |      page 4 is handed out next
 *     length 2   | 0 | .. | .. | .. |
 * </pre>
 */
final class QuantumCachesLayout {
    static final int MAGIC_NUMBER = 0x6863_6151;  // "Qach"
    static final int MAX_MOST = 1 << 10;
    static final int MAX_DEPTH = 1 << 10;

    static final int MAGIC = 0;
    static final int MOST = 4;
    static final int DEPTH = 8;
    static final int GAP = 12;
    static final int CACHES = 16;

    static final int COUNT = 0;
    static final int FIRST = 4;

    final int most;
    final int depth;
    /** Where the arena begins. */
    final int arena;

    private QuantumCachesLayout(int most, int depth) {
        this.most = most;
        this.depth = depth;
        this.arena = cache(most + 1) + 7 & -8;
    }

    /** @throws IllegalArgumentException if there can be no such caches */
    static QuantumCachesLayout of(int most, int depth) {
        if (most < 1 || most > MAX_MOST) {
            throw new IllegalArgumentException("most=" + most + " is not within 1.." + MAX_MOST);
        }
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("depth=" + depth + " is not within 1.." + MAX_DEPTH);
        }
        return new QuantumCachesLayout(most, depth);
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static QuantumCachesLayout read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, CACHES, "quantum caches");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "quantum caches");
        return of(memory.readInt(base + MOST), memory.readInt(base + DEPTH));
    }

    /** Where the cache of ranges of so many pages begins. */
    int cache(int pages) {
        return CACHES + (pages - 1) * (FIRST + depth * Integer.BYTES);
    }
}
