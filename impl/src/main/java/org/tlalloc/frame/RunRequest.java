package org.tlalloc.frame;

/**
 * What run of frames is wanted, as a device that reads memory by itself may need it.
 *
 * @param frames    how many, at least 1
 * @param alignment the first one's number is a multiple of this; a power of two
 * @param limit     all of them are below this frame
 */
public record RunRequest(int frames, int alignment, int limit) {
    public RunRequest {
        if (frames < 1) {
            throw new IllegalArgumentException("frames=" + frames + " is less than 1");
        }
        if (Integer.bitCount(alignment) != 1 || alignment < 0) {
            throw new IllegalArgumentException("alignment=" + alignment + " is no power of two");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " is negative");
        }
    }
}
