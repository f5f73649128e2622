package org.tlalloc.machine;

import java.util.List;

/**
 * Where the links of a {@link Linked} are. A link is a little-endian int: 0 for none, and otherwise the
 * number of a slot of the pool, from 0 on, plus 1; so memory full of zeros has no links.
 *
 * <pre>
 *   roots            pool     slot 0      slot 1      slot 2
 *  | 2 | 0 |  ...   |         |1|  data  |0|  data  |0| scratch  |
 *    |                         |          ^
 *    +-------------------------+----------+   (link - 1 is the slot's number)
 * </pre>
 *
 * <p>Every slot is led to by links that begin at a root, or means nothing, so that all its bytes are
 * {@link Resident#scratch() scratch}. A list of free slots therefore begins at a root, too.
 *
 * @param pool        the slots, one after another
 * @param slotSize    in bytes
 * @param linkOffsets where in a slot its links are, in bytes from its beginning
 * @param roots       the links outside of slots: heads of lists, roots of trees, or many in a row
 */
public record Links(Extent pool, int slotSize, List<Integer> linkOffsets, List<Extent> roots) {
    public static final int NONE = 0;

    /** @throws IllegalArgumentException if a slot, or a link, is not within what it is to be within */
    public Links {
        linkOffsets = List.copyOf(linkOffsets);
        roots = List.copyOf(roots);
        if (slotSize < Integer.BYTES || pool.length() % slotSize != 0) {
            throw new IllegalArgumentException("slotSize=" + slotSize + " does not divide a pool of length=" + pool.length());
        }
        for (int offset : linkOffsets) {
            if (offset < 0 || offset > slotSize - Integer.BYTES) {
                throw new IllegalArgumentException("link offset=" + offset + " is not within a slot of slotSize=" + slotSize);
            }
        }
        for (Extent root : roots) {
            if (root.length() % Integer.BYTES != 0) {
                throw new IllegalArgumentException("roots of length=" + root.length() + " at address=" + root.address()
                        + " are not whole links of " + Integer.BYTES + " bytes");
            }
            if (root.address() < pool.end() && pool.address() < root.end()) {
                throw new IllegalArgumentException("roots at address=" + root.address() + " length=" + root.length()
                        + " are not outside of the pool at address=" + pool.address() + " length=" + pool.length());
            }
        }
    }

    /** How many slots the pool has. */
    public int slots() {
        return Math.toIntExact(pool.length() / slotSize);
    }
}
