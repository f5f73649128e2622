/**
 * The command line.
 *
 * <p>A command is a {@link java.util.concurrent.Callable} that returns {@link
 * org.tlalloc.conformance.cli.Exit}: 0 where all agreed, 1 where something did not, 2 where the
 * command was misused. Misuse is thrown as {@link org.tlalloc.conformance.cli.Misuse} and shown
 * as one line.
 */
package org.tlalloc.conformance.cli;
