package org.tlalloc.paging;

/**
 * The contract of paging: in each address space a page is mapped to a frame, with what it permits,
 * or not at all. It is the specification {@code AddressSpace}, call by call, for one processor.
 *
 * <p>Page 0 is never mapped. The kernel's pages are the same in all address spaces, and are never the
 * user's. A call outside the contract is refused by a {@link PagingException}, and one that is
 * answered by {@link #NONE} found no frame for a table; in both cases no byte has changed. One
 * thread at a time may call.
 */
public interface AddressSpace {
    /** What is answered when it is done. */
    int DONE = 0;
    /** No frame is left for a table. */
    int NONE = -1;
    /** A page fault: nothing is mapped there. */
    int NOT_PRESENT = -2;
    /** A page fault: what is mapped there does not permit it. */
    int NOT_ALLOWED = -3;

    /**
     * Maps a group of pages, none of which is mapped, to as many consecutive frames.
     *
     * @return {@link #DONE} or {@link #NONE}
     * @throws PagingException if the group or its frames are not aligned or are out of range, one of the
     *                         pages is mapped, is page 0 or belongs to the window of the tables, or the
     *                         kernel's pages would be the user's
     */
    int map(int space, MapRequest request);

    /**
     * Unmaps a group of pages, all of which are mapped, in whatever groups.
     *
     * @param page  the first of the group
     * @param level of the group: 0 for one page
     * @return {@link #DONE}; or {@link #NONE} if a large page has to be split, and there is no frame for it
     * @throws PagingException if it is no group, or one of the pages is not mapped
     */
    int unmap(int space, long page, int level);

    /**
     * Lets a group of pages, all of which are mapped, permit something else.
     *
     * @return {@link #DONE}; or {@link #NONE} if a large page has to be split, and there is no frame for it
     * @throws PagingException if it is no group, one of the pages is not mapped, or the kernel's pages
     *                         would be the user's
     */
    int protect(int space, long page, int level, Permission right);

    /**
     * What an access of the processor to a page finds. The access is noted: accessed, and dirty if it writes.
     *
     * @return the frame, {@link #NOT_PRESENT} or {@link #NOT_ALLOWED}
     * @throws PagingException if there is no such page or address space
     */
    long translate(int space, long page, Permission access);
}
