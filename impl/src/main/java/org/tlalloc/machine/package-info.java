/**
 * The simulated machine: physical memory, whose bytes are the state of everything above it, and an x86
 * processor as far as memory is concerned. {@link org.tlalloc.machine.PagingLayout} says what the bits of
 * page tables mean, {@link org.tlalloc.machine.Mmu} walks them as
 * {@link org.tlalloc.machine.ControlState} says, {@link org.tlalloc.machine.Tlb} keeps what was found, and
 * {@link org.tlalloc.machine.Cpu} reads and writes at linear addresses.
 *
 * <p>A <em>linear</em> address is what instructions use, a <em>physical</em> one is an offset into memory.
 * Nothing here owns memory: tables belong to whoever wrote them, but for A and D of their entries, which
 * the walk sets.
 */
package org.tlalloc.machine;
