/** What a reader is shown of a divergence: the calls, the difference, the clause, the memory, and a test. */
package org.tlalloc.conformance.report;
