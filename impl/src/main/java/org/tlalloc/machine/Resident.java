package org.tlalloc.machine;

import java.util.List;

/**
 * Something whose state is bytes of physical memory, so that they can be compared,
 * copied and put back.
 *
 * <p>Everything that can change about it lies in its footprint: an object attached to
 * the same bytes has the same fields and behaves the same, and no call changes a field.
 * It writes nowhere else, and depends on no byte outside.
 */
public interface Resident {
    /** Every byte that it may ever write; the same for its whole life. */
    List<Extent> footprint();

    /**
     * The bytes of its footprint whose contents mean nothing at the moment, such as
     * unused slots. Whatever is written there must make no difference to it.
     */
    List<Extent> scratch();
}
