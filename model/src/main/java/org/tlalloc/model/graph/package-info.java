/**
 * State graphs: what TLC reached, as a file and in memory.
 *
 * <p>A <em>state</em> gives each variable a value. A <em>transition</em> is a step
 * from a state to a state under an <em>action instance</em>: an action's name, its
 * arguments and, for a call that answers, its result. A graph is numbered
 * canonically, breadth first from the initial states, so that two runs of the same
 * model give the same graph, number by number, and the same digest.
 */
package org.tlalloc.model.graph;
