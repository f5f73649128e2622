/** The simulated machine: physical memory whose bytes are the state of everything above it. */
package org.tlalloc.machine;
