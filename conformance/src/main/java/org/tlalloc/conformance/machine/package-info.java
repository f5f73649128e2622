/**
 * A second opinion on the simulated machine: the same page tables walked by QEMU. A probe is one
 * access, with the registers that it is made under; each probe leaves memory as it was.
 */
package org.tlalloc.conformance.machine;
