package org.tlalloc.range;

import org.tlalloc.machine.Header;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Where a set of keys lies, in bytes from its base. Numbers are little-endian.
 *
 * <pre>
 *   0  magic     int
 *   4  keyCount  int
 *   8  root      link      of the tree
 *  12  a gap of 4
 *  16  pool      16 bytes  {@code NodePoolLayout}
 *  32  a slot for each key, of 16 bytes; a node in it:
 *        0  left    link
 *        4  right   link
 *        8  parent  link
 *       12  key     3 bytes
 *       15  height  byte      1 for a leaf
 * </pre>
 */
final class AvlLayout {
    static final int MAGIC_NUMBER = 0x746C_7641;  // "Avlt"

    static final int MAX_KEYS = 1 << 24;

    static final int MAGIC = 0;
    static final int KEY_COUNT = 4;
    static final int ROOT = 8;
    static final int GAP = 12;
    static final int POOL = 16;
    static final int SLOTS = 32;

    static final int LINKS = 0;
    static final int KEY = 12;
    static final int HEIGHT = 15;
    static final int NODE_SIZE = 16;
    /** Of the int at KEY, what is the key. */
    static final int KEY_MASK = MAX_KEYS - 1;

    private AvlLayout() {
    }

    /** In bytes. */
    static int size(int keyCount) {
        return SLOTS + keyCount * NODE_SIZE;
    }

    /** @throws IllegalArgumentException if there can be no such set there */
    static void require(PhysicalMemory memory, long base, int keyCount) {
        if (keyCount < 1 || keyCount > MAX_KEYS) {
            throw new IllegalArgumentException("keyCount=" + keyCount + " is not within 1.." + MAX_KEYS);
        }
        if (base < 0 || size(keyCount) > memory.size() - base) {
            throw new IllegalArgumentException("no set of keyCount=" + keyCount + " at address=" + base + ": its size="
                    + size(keyCount) + " does not fit memory of size=" + memory.size());
        }
    }

    /**
     * Reads how many keys the set at the base has.
     *
     * @throws IllegalArgumentException if there can be none
     */
    static int read(PhysicalMemory memory, long base) {
        Header.requireRoom(memory, base, SLOTS, "set");
        Header.requireMagic(memory, base, MAGIC_NUMBER, "set");
        int keyCount = memory.readInt(base + KEY_COUNT);
        require(memory, base, keyCount);
        return keyCount;
    }
}
