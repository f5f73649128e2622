package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An arena of one block of order n is in one of a(n) states: the block is handed out or
 * free as a whole, or else its two halves are each in one of a(n-1) states, but not both
 * free as a whole. So a(0) = 2, and a(n) = 2 + a(n-1)^2 - 1. It is counted here without a
 * line of ours between TLC and the specs.
 */
class ClosedFormTest {
    @ParameterizedTest
    @CsvSource({"Buddy, 0", "Buddy, 1", "Buddy, 2", "Buddy, 3", "BuddyLowestFirst, 2", "BlockAllocation, 0",
        "BlockAllocation, 1", "BlockAllocation, 2", "BlockAllocation, 3"})
    void shouldHaveAsManyStatesAsTheClosedForm(String spec, int order, @TempDir Path directory) {
        Scratch scratch = new Scratch(directory).withSpecs();
        scratch.file("Arena.tla", "---- MODULE Arena ----\nEXTENDS " + spec + "\n====\n");
        CheckResult result = scratch.check("Arena", "SPECIFICATION Spec CONSTANTS FrameCount = " + (1 << order)
                + " MaxOrder = " + order + " Reserved = {}", request -> request.withRefinement(false));
        assertEquals("passes", result.result());
        assertEquals(states(order), result.distinctStates());
    }

    private static long states(int order) {
        long states = 2;
        for (int n = 1; n <= order; n++) {
            states = states * states + 1;
        }
        return states;
    }
}
