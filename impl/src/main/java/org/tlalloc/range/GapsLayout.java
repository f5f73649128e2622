package org.tlalloc.range;

import org.tlalloc.machine.PhysicalMemory;

/**
 * Where trees of gaps and of ranges lie, in bytes from their base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic      int       {@code RangeTrees} or {@code RangeAugmented}
 *   4  pageCount  int
 *   8  pool       16 bytes  {@code NodePoolLayout}: its capacity is nodeCount
 *  24  used       link      root of the tree of ranges in use, by their first page
 *  28  byAddress  link      root of the tree of gaps, by their first page
 *  32  bySize     link      RangeTrees: root of the tree of gaps, by length; else 0
 *  36  12 bytes of 0
 *  48  nodeCount slots of 32 bytes; a node in one:
 *
 *        0  left    link    in used or byAddress:         0        12  15 16                28  31
 *        4  right   link    a node is in one of them      +--------+---+-+------------------+---+-+
 *        8  parent  link                                  | links  | s |h| links, or largest| p |h|
 *       12  start   3 bytes                               +--------+---+-+------------------+---+-+
 *       15  height  byte
 *       16  RangeTrees, a gap:     left, right and parent in bySize, links
 *           RangeAugmented, a gap: largest, int: pages of the longest gap here and below, less 1; 8 bytes of 0
 *           a range in use:        12 bytes of 0
 *       28  pages   3 bytes, less 1
 *       31  height  byte    RangeTrees, a gap: in bySize; else 0
 * </pre>
 */
final class GapsLayout {
    static final int TREES_MAGIC = 0x6572_7452;  // "Rtre"
    static final int AUGMENTED_MAGIC = 0x6775_6152;  // "Raug"
    static final int MAX_PAGES = 1 << 24;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int POOL = 8;
    static final int USED = 24;
    static final int BY_ADDRESS = 28;
    static final int BY_SIZE = 32;
    static final int SLOTS = 48;

    static final int LINKS = 0;
    static final int START = 12;
    static final int HEIGHT = 15;
    static final int SIZE_LINKS = 16;
    static final int LARGEST = 16;
    static final int PAGES = 28;
    static final int SIZE_HEIGHT = 31;
    static final int LOG2_NODE_SIZE = 5;
    static final int NODE_SIZE = 1 << LOG2_NODE_SIZE;
    /** Of the int at START, and at PAGES, what is not the height. */
    static final int NUMBER_MASK = MAX_PAGES - 1;

    private GapsLayout() {
    }

    /** In bytes. */
    static int size(int nodeCount) {
        return SLOTS + nodeCount * NODE_SIZE;
    }

    /** @throws IllegalArgumentException if there can be no such region there */
    static void require(PhysicalMemory memory, long base, int pageCount, int nodeCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        if (nodeCount < 1 || nodeCount > NodePoolLayout.MAX_CAPACITY) {
            throw new IllegalArgumentException("nodeCount=" + nodeCount + " is not within 1.." + NodePoolLayout.MAX_CAPACITY);
        }
        if (base < 0 || size(nodeCount) > memory.size() - base) {
            throw new IllegalArgumentException("no trees with nodeCount=" + nodeCount + " at address=" + base + ": their size="
                    + size(nodeCount) + " does not fit memory of size=" + memory.size());
        }
    }

    /**
     * Reads how many nodes there are in what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static int read(PhysicalMemory memory, long base, int magic) {
        if (base < 0 || base > memory.size() - SLOTS) {
            throw new IllegalArgumentException("no trees at address=" + base + " in memory of size=" + memory.size());
        }
        int found = memory.readInt(base + MAGIC);
        if (found != magic) {
            throw new IllegalArgumentException("no such trees at address=" + base + ", magic=0x" + Integer.toHexString(found)
                    + " where 0x" + Integer.toHexString(magic) + " should be");
        }
        int nodeCount = memory.readInt(base + POOL + NodePoolLayout.CAPACITY);
        require(memory, base, memory.readInt(base + PAGE_COUNT), nodeCount);
        return nodeCount;
    }
}
