/**
 * Allocators of virtual ranges: who gets which pages of a region of address space.
 *
 * <p>A <em>region</em> is a piece of address space, cut into <em>pages</em> that are counted from
 * its beginning. A <em>range</em> is a run of consecutive pages in use; a <em>gap</em> is a longest
 * run of consecutive pages that are not. Lengths are numbers of pages.
 *
 * <p>An allocator owns its metadata, at a physical address that the caller gives it, and nothing
 * else: it neither touches nor maps the pages that it hands out. {@link
 * org.tlalloc.range.VirtualMemory} does, which puts ranges, frames and tables together. What metadata grow with use come
 * from a pool at that address, whose frames the caller reserves beforehand: at the time when a
 * kernel sets up its address space there is an allocator of frames, and physical memory can be
 * addressed, but no virtual memory that a pool could lie in.
 */
package org.tlalloc.range;
