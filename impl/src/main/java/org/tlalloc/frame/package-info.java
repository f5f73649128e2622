/**
 * Allocators of physical frames, and the memory map that says which frames there are.
 *
 * <p>A <em>frame</em> is a page-sized piece of physical memory, known by its number within
 * an <em>arena</em>. A <em>block</em> of order k is 2^k frames, aligned to its size; the two
 * halves of a block are <em>buddies</em>. Orders and frame numbers are plain integers.
 *
 * <p>An allocator owns its metadata, at an address the caller gives it, and nothing
 * else: it never touches the frames that it hands out.
 */
package org.tlalloc.frame;
