/** The judgement: replays what TLC reached on an implementation. */
package org.tlalloc.conformance;
