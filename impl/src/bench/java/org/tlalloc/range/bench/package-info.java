/**
 * How fast the allocators of virtual ranges are, as ratios of contestants measured side by side in
 * one run; {@link org.tlalloc.range.bench.RangeBench} says how it is run. Lengths are in pages,
 * times in nanoseconds for a pair of calls: a range freed and another allocated.
 */
package org.tlalloc.range.bench;
