package org.tlalloc.range;

import org.tlalloc.machine.PhysicalMemory;

/**
 * Where gaps and ranges lie, in bytes from their base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic      int       {@code RangeTrees} or {@code RangeAugmented}
 *   4  pageCount  int
 *   8  pool       16 bytes  {@code NodePoolLayout}: its capacity is nodeCount
 *  24  byAddress  link      root of the tree of gaps, by their first page
 *  28  bySize     link      RangeTrees: root of the tree of gaps, by length; else 0
 *  32  chains     link each of ranges in use, by their first page; one for every four nodes, a power of two
 *      zeros up to a multiple of 32
 *      nodes      nodeCount slots of 32 bytes
 *
 *   a gap                                           a range in use
 *    0  left    link     in byAddress                0  next    link     in its chain, the range that begins later
 *    4  right   link                                 4  8 bytes of 0
 *    8  parent  link
 *   12  start   3 bytes                             12  start   3 bytes
 *   15  height  byte     in byAddress, 1 for a leaf 15  0
 *   16  RangeTrees:      left, right and parent in  16  12 bytes of 0
 *                        bySize, links
 *       RangeAugmented:  largest, int: pages of the
 *                        longest gap here and below,
 *                        less 1; 8 bytes of 0
 *   28  pages   3 bytes, less 1                     28  pages   3 bytes, less 1
 *   31  height  byte     RangeTrees: in bySize      31  0
 * </pre>
 */
final class GapsLayout {
    static final int TREES_MAGIC = 0x6572_7452;  // "Rtre"
    static final int AUGMENTED_MAGIC = 0x6775_6152;  // "Raug"
    static final int MAX_PAGES = 1 << 24;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int POOL = 8;
    static final int BY_ADDRESS = 24;
    static final int BY_SIZE = 28;
    static final int CHAINS = 32;
    static final int HEADER_SIZE = 32;

    static final int LINKS = 0;
    static final int NEXT = 0;
    static final int NEXT_END = 4;
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

    private static final int NODES_A_CHAIN = 4;

    final int pageCount;
    final int nodeCount;
    final int chainCount;
    /** Where the nodes begin. */
    final int nodes;

    private GapsLayout(int pageCount, int nodeCount) {
        this.pageCount = pageCount;
        this.nodeCount = nodeCount;
        this.chainCount = Integer.highestOneBit(Math.max(1, nodeCount / NODES_A_CHAIN));
        this.nodes = CHAINS + chainCount * Integer.BYTES + NODE_SIZE - 1 & -NODE_SIZE;
    }

    /** In bytes, with so many nodes. */
    int size(int nodesUsed) {
        return nodes + nodesUsed * NODE_SIZE;
    }

    /** Which chain the ranges are in that begin at this page. */
    int chain(int start) {
        /* By the golden ratio, as Knuth has it (vol. 3, 6.4), evenly spaced pages go to chains that are evenly spaced.
           Of a shift only five bits count: one chain is what none of 32 would be. */
        return CHAINS + (start * 0x9E37_79B1 >>> 1 >>> Integer.numberOfLeadingZeros(chainCount)) * Integer.BYTES;
    }

    /** @throws IllegalArgumentException if there can be no such region there */
    static GapsLayout of(PhysicalMemory memory, long base, int pageCount, int nodeCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        if (nodeCount < 1 || nodeCount > NodePoolLayout.MAX_CAPACITY) {
            throw new IllegalArgumentException("nodeCount=" + nodeCount + " is not within 1.." + NodePoolLayout.MAX_CAPACITY);
        }
        GapsLayout layout = new GapsLayout(pageCount, nodeCount);
        if (base < 0 || layout.size(nodeCount) > memory.size() - base) {
            throw new IllegalArgumentException("no trees with nodeCount=" + nodeCount + " at address=" + base + ": their size="
                    + layout.size(nodeCount) + " does not fit memory of size=" + memory.size());
        }
        return layout;
    }

    /**
     * Reads the header of what was formatted at the base.
     *
     * @throws IllegalArgumentException if nothing of the kind can have been
     */
    static GapsLayout read(PhysicalMemory memory, long base, int magic) {
        if (base < 0 || base > memory.size() - HEADER_SIZE) {
            throw new IllegalArgumentException("no trees at address=" + base + " in memory of size=" + memory.size());
        }
        int found = memory.readInt(base + MAGIC);
        if (found != magic) {
            throw new IllegalArgumentException("no such trees at address=" + base + ", magic=0x" + Integer.toHexString(found)
                    + " where 0x" + Integer.toHexString(magic) + " should be");
        }
        return of(memory, base, memory.readInt(base + PAGE_COUNT), memory.readInt(base + POOL + NodePoolLayout.CAPACITY));
    }
}
