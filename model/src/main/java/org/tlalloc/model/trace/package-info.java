/**
 * Behaviours as lists of steps: counterexamples, error traces and simulated traces.
 *
 * <p>The first step of a trace is its initial state and has no action. A step whose
 * action is unknown (a printed trace may lack it) has none either.
 */
package org.tlalloc.model.trace;
