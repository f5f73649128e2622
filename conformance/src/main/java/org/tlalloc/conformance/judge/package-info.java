/**
 * Single calls judged by a specification, at sizes that no model check reaches.
 *
 * <p>A {@link org.tlalloc.conformance.judge.JudgedSubject} makes any calls on any subject and
 * asks the specification about every one. A {@link org.tlalloc.conformance.judge.Judge} drives
 * an allocator of blocks with a {@link org.tlalloc.conformance.judge.Workload} recorded from a
 * running system, judged by the contract {@code BlockAllocation}, and measures how fragmented the
 * arena becomes.
 */
package org.tlalloc.conformance.judge;
