/**
 * Address spaces: which page leads to which frame, kept in tables that the processor walks.
 *
 * <p>A <em>page</em> is known by its number, the linear address without its lowest 12 bits and
 * without its sign; a <em>level</em> counts from 0, the tables whose entries map pages of
 * 4 KiB. (In {@link org.tlalloc.machine.PagingLayout} that level is 1.) A <em>group</em> of a level
 * is the pages that one large page of it covers.
 */
package org.tlalloc.paging;
