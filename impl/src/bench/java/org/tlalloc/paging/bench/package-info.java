/** How long it takes to map and to unmap. */
package org.tlalloc.paging.bench;
