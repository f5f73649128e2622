/**
 * Java classes as subjects of a test: bound to a specification by names alone.
 *
 * <p>Action {@code A(p, ..., result)} is method {@code a(p, ...)}, variable {@code v} is
 * accessor {@code v()}, constants are the parameters of {@code format}, or of the
 * constructor. There is no table of names and none is to be added.
 */
package org.tlalloc.conformance.subject;
