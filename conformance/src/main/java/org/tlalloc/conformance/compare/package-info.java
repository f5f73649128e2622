/**
 * The answers to the forum's question, side by side: which pages of the region are free?
 *
 * <p>A <em>strategy</em> is an allocator of virtual ranges; a <em>traffic</em> is what somebody asks of
 * it, drawn from a seed; a <em>script</em> is that, request by request, the same for all strategies.
 * Playing a script gives what no clock is needed for: refusals, fragmentation, waste. Times come from
 * Java machines of their own, a strategy each, in rounds. Statistics say which differences are more
 * than chance, and a stated rule makes advice of them.
 *
 * <p>Lengths are in pages, metadata in bytes, times in nanoseconds.
 */
package org.tlalloc.conformance.compare;
