/** How fast the simulated machine translates, side by side with the plainest code that could. */
package org.tlalloc.machine.bench;
