package org.tlalloc.machine;

/**
 * Where the levels of a summary are: units of so many children each, units of so many of these, and so on up to one unit.
 * {@link Masks} and the longest gaps of slices have such levels.
 *
 * <p>Of each, children and bytes are given as powers of two.
 */
public final class Levels {
    private Levels() {
    }

    /**
     * Where each level begins if one follows another, the lowest first; the last is a single unit.
     *
     * @param offset       where they begin, in bytes
     * @param count        how many children the lowest level sums up, at least 1
     * @param log2Children of a unit
     * @param log2Bytes    of a unit
     */
    public static int[] offsets(int offset, int count, int log2Children, int log2Bytes) {
        int depth = 1;
        while (units(count, depth, log2Children) > 1) {
            depth++;
        }
        int[] levels = new int[depth];
        int next = offset;
        for (int level = 0; level < depth; level++) {
            levels[level] = next;
            next += units(count, level + 1, log2Children) << log2Bytes;
        }
        return levels;
    }

    /** How many bytes all of them take. */
    public static int size(int count, int log2Children, int log2Bytes) {
        int[] levels = offsets(0, count, log2Children, log2Bytes);
        return levels[levels.length - 1] + (1 << log2Bytes);
    }

    /** How many units there are of which each sums up so many levels, itself included. */
    static int units(int count, int height, int log2Children) {
        return (count - 1 >>> log2Children * height) + 1;
    }
}
