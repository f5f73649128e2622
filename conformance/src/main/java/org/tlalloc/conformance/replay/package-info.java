/**
 * Product replay: everything that TLC can reach in a model, done on a subject.
 *
 * <p>A <em>product state</em> is a state of TLC's graph together with the bytes, or the
 * objects, by which the subject represents it; one spec state may be many of them. From
 * every product state that the subject can reach, every call is tried: those that the spec
 * allows must answer and change the state as it says, all others must be refused and change
 * nothing.
 */
package org.tlalloc.conformance.replay;
