/**
 * The values of TLA+ as this project knows them, apart from any tool.
 *
 * <p>A value is an integer, a Boolean, a string, a model value, a set or a
 * function; a tuple is a function on 1..n and a record a function on strings, as
 * in TLA+ itself. Each value has one canonical form: equal values are equal
 * objects, print alike and have the same {@linkplain
 * org.tlalloc.model.value.ValueCodec bytes}, whichever tool they came from.
 */
package org.tlalloc.model.value;
