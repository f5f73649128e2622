package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;

class CallerTest {
    /* What one of them has called must not slow the other down, and the JVM keeps that by class. */
    @Test
    void shouldBeOfAClassOfItsOwn() {
        assertNotSame(Caller.fresh().getClass(), Caller.fresh().getClass());
    }
}
