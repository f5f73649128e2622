/** The specifications' few pages and slots in the real tables of a machine, so that real tables can be replayed. */
package org.tlalloc.conformance.paging;
