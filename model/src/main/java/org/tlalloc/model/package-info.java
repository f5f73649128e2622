/** TLC as an engine: models in, state graphs and verdicts out. */
package org.tlalloc.model;
