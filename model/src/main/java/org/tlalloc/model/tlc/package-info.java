/**
 * What runs beside TLC, inside a class loader of its own.
 *
 * <p>TLC keeps its state in static fields, so every run gets fresh classes, or such as
 * {@link org.tlalloc.model.tlc.CleanSlate} has wiped after the run before: the
 * classes of this package, a second copy of {@code org.tlalloc.model.value} and
 * {@code org.tlalloc.model.graph}, and TLC itself are loaded together, with the
 * platform's loader as parent. Only types of the JDK cross the border; the outside
 * ({@link org.tlalloc.model.ModelChecker}, {@link org.tlalloc.model.SpecOracle})
 * calls in by reflection, and nothing here may refer to it.
 */
package org.tlalloc.model.tlc;
