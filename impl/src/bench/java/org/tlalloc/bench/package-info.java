/** What the benchmarks of all allocators share: the random numbers of their workloads, and how contestants are run side by side. */
package org.tlalloc.bench;
