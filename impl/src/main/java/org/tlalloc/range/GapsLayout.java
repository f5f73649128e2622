package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where gaps and ranges lie, in bytes from their base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic       int       {@code RangeTrees} or {@code RangeAugmented}
 *   4  pageCount   int
 *   8  pool        16 bytes  {@code NodePoolLayout}: its capacity is nodeCount
 *  24  byAddress   link      root of the tree of gaps, by their first page
 *  28  bySize      link      RangeTrees: root of the tree of gaps that are not short, by length; else 0
 *  32  ranges      int       how many are in use: so many nodes are set aside
 *  36  a gap of 4
 *  40  lengthBits  RangeTrees: a bit a length, from 0 on, in longs: there are gaps of so many pages
 *      shortGaps   RangeTrees: 8 bytes a length; it is short up to a quarter of the pages, and less than 1024
 *                    0  root    link   of the tree of gaps of so many pages, by address
 *                    4  lowest  link   of those gaps; none if there is none
 *      lengths     a byte a page, {@code RangeLengths}
 *      zeros up to a multiple of 32
 *      nodes       nodeCount slots of 32 bytes, each a gap:
 *        0  left    link     in byAddress
 *        4  right   link
 *        8  parent  link
 *       12  start   3 bytes
 *       15  height  byte     in byAddress, 1 for a leaf
 *       16  RangeTrees:      left, right and parent in bySize, or in the tree of its length, links
 *           RangeAugmented:  largest, int: pages of the longest gap here and below, less 1; 8 bytes of 0
 *       28  pages   3 bytes, less 1
 *       31  height  byte     RangeTrees: in bySize, or in the tree of its length
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
    static final int ROOTS_END = 32;
    static final int RANGES = 32;
    static final int LENGTH_BITS = 40;
    static final int HEADER_SIZE = 40;

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

    static final int SHORT_ROOT = 0;
    static final int SHORT_LOWEST = 4;
    static final int SHORT_SIZE = 8;

    private static final int MAX_SHORT = 1024;

    final int pageCount;
    final int nodeCount;
    /** Gaps of fewer pages than this are short; 0 if none are. */
    final int shortCount;
    /** How many longs a bit for each of those lengths takes. */
    final int lengthWords;
    /** Where their roots are. */
    final int shortGaps;
    /** Where the lengths of ranges begin. */
    final int lengths;
    /** Where the nodes begin. */
    final int nodes;

    private GapsLayout(int pageCount, int nodeCount, boolean isBySize) {
        this.pageCount = pageCount;
        this.nodeCount = nodeCount;
        this.shortCount = isBySize ? Math.min(MAX_SHORT, pageCount / 4 + 1) : 0;
        this.lengthWords = shortCount + Long.SIZE - 1 >>> 6;
        this.shortGaps = LENGTH_BITS + lengthWords * Long.BYTES;
        this.lengths = shortGaps + shortCount * SHORT_SIZE;
        this.nodes = lengths + pageCount + NODE_SIZE - 1 & -NODE_SIZE;
    }

    /** In bytes, with so many nodes. */
    int size(int nodesUsed) {
        return nodes + nodesUsed * NODE_SIZE;
    }

    /**
     * The layout of a region.
     *
     * @param magic of {@code RangeTrees} or {@code RangeAugmented}
     * @throws IllegalArgumentException if there can be no such region there
     */
    static GapsLayout of(PhysicalMemory memory, long base, int magic, int pageCount, int nodeCount) {
        if (pageCount < 1 || pageCount > MAX_PAGES) {
            throw new IllegalArgumentException("pageCount=" + pageCount + " is not within 1.." + MAX_PAGES);
        }
        if (nodeCount < 1 || nodeCount > NodePoolLayout.MAX_CAPACITY) {
            throw new IllegalArgumentException("nodeCount=" + nodeCount + " is not within 1.." + NodePoolLayout.MAX_CAPACITY);
        }
        GapsLayout layout = new GapsLayout(pageCount, nodeCount, magic == TREES_MAGIC);
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
        Header.requireRoom(memory, base, HEADER_SIZE, "trees");
        Header.requireMagic(memory, base, magic, "such trees");
        return of(memory, base, magic, memory.readInt(base + PAGE_COUNT), memory.readInt(base + POOL + NodePoolLayout.CAPACITY));
    }
}
