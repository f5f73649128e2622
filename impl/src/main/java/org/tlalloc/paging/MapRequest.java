package org.tlalloc.paging;

/**
 * A group of pages to be mapped to as many consecutive frames.
 *
 * @param page  the first of the group
 * @param level 0 for a page of 4 KiB; above that, a large page's
 * @param frame the first of the frames
 * @param right what the mapping permits
 */
public record MapRequest(long page, int level, long frame, Permission right) {
}
