package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.Masks;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where gaps and ranges lie, in bytes from their base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic       int       {@code RangeTrees} or {@code RangeAugmented}
 *   4  pageCount   int
 *   8  pool        16 bytes  {@code NodePoolLayout}: its capacity is nodeCount
 *  24  bySize      link      RangeTrees: root of the tree of gaps that are not short, by length; else 0
 *  28  ranges      int       how many are in use: so many nodes are set aside
 *  32  shortSome   RangeTrees: {@link Masks} of which short lengths have a gap
 *      shortGaps   RangeTrees: 8 bytes a length, from 0 on; it is short up to a quarter of the pages, and less than 1024
 *                    0  root    link   of the tree of gaps of so many pages, by address
 *                    4  lowest  link   of those gaps; none if there is none
 *      some        {@link Masks} of which slices have a gap that begins in them
 *      largest     RangeAugmented: {@code LargestGaps}, for each slice that of the longest gap that begins in it
 *      byAddress   a link a slice: root of the tree of the gaps that begin in it, by their first page
 *      lengths     a byte a page, {@code RangeLengths}
 *      zeros up to a multiple of 32
 *      nodes       nodeCount slots of 32 bytes, each a gap:
 *        0  left    link     in the tree of its slice
 *        4  right   link
 *        8  parent  link
 *       12  start   3 bytes
 *       15  height  byte     there, 1 for a leaf
 *       16  RangeTrees:      left, right and parent in bySize, or in the tree of its length, links
 *           RangeAugmented:  largest, int: pages of the longest gap here and below, less 1; 8 bytes of 0
 *       28  pages   3 bytes, less 1
 *       31  height  byte     RangeTrees: in bySize, or in the tree of its length
 * </pre>
 *
 * <p>A slice is a part of the region, and all are of a power of two of pages: about the square root of their number, but 8
 * at least, and 256 at most.
 *
 * <pre>
 *   region     | gap |   in use  |gap |use| gap  |     in use    |  gap  |     in use    |
 *   slices     |       0       |       1       |       2       |       3       |    4    |
 *   byAddress  | a tree of one |     of two    |      none     |     of one    |   none  |
 * </pre>
 */
final class GapsLayout {
    static final int TREES_MAGIC = 0x6572_7452;  // "Rtre"
    static final int AUGMENTED_MAGIC = 0x6775_6152;  // "Raug"
    static final int MAX_PAGES = 1 << 24;

    static final int MAGIC = 0;
    static final int PAGE_COUNT = 4;
    static final int POOL = 8;
    static final int BY_SIZE = 24;
    static final int RANGES = 28;
    static final int HEADER_SIZE = 32;

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

    private static final int LEAST_SLICE_BITS = 3;
    private static final int MOST_SLICE_BITS = 8;

    final int pageCount;
    final int nodeCount;
    /** Gaps of fewer pages than this are short; 0 if none are. */
    final int shortCount;
    /** Where their roots are. */
    final int shortGaps;
    /** A slice has 2^this pages. */
    final int sliceBits;
    final int sliceCount;
    /** Where the longest gaps of slices are, if they are kept. */
    final int largest;
    /** Where the roots of the slices' trees are. */
    final int byAddress;
    /** Where the lengths of ranges begin. */
    final int lengths;
    /** Where the nodes begin. */
    final int nodes;
    private final int some;

    private GapsLayout(int pageCount, int nodeCount, boolean isBySize) {
        this.pageCount = pageCount;
        this.nodeCount = nodeCount;
        this.shortCount = isBySize ? Math.min(MAX_SHORT, pageCount / 4 + 1) : 0;
        this.shortGaps = HEADER_SIZE + (isBySize ? Masks.size(shortCount) : 0);
        this.sliceBits = sliceBits(pageCount);
        this.sliceCount = (pageCount - 1 >>> sliceBits) + 1;
        this.some = shortGaps + shortCount * SHORT_SIZE;
        this.largest = some + Masks.size(sliceCount);
        this.byAddress = largest + (isBySize ? 0 : LargestGaps.size(sliceCount));
        this.lengths = byAddress + sliceCount * Integer.BYTES;
        this.nodes = lengths + pageCount + NODE_SIZE - 1 & -NODE_SIZE;
    }

    private static int sliceBits(int pageCount) {
        int pageBits = Integer.SIZE - Integer.numberOfLeadingZeros(pageCount - 1);
        return Math.max(LEAST_SLICE_BITS, Math.min(pageBits / 2, MOST_SLICE_BITS));
    }

    /** The masks of which short lengths have a gap, of {@code RangeTrees}. */
    int[] shortSome() {
        return Masks.levels(HEADER_SIZE, shortCount);
    }

    /** The masks of which slices have one. */
    int[] some() {
        return Masks.levels(some, sliceCount);
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
