/** What stands between a model of virtual ranges and a region of another shape. */
package org.tlalloc.conformance.range;
