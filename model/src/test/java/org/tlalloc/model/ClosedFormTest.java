package org.tlalloc.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    /*
     * A group of four pages. As a large page it was not accessed, was read, or was written: 3 states. Otherwise
     * each page is unmapped or in 3 such states for each frame that it may lead to, which are two for page 6
     * and one for the others; with all four unmapped there is no table.
     */
    @Test
    void shouldTellAccessesApartOnceALargePageIsSplit() {
        long small = 1 + 3;
        assertEquals(3 + small * small * (1 + 2 * 3) * small, Checkout.run("PageTableTracked").result().distinctStates());
    }

    /*
     * Page 1 of each of two spaces is unmapped, or leads to one of 2 frames with one of 2 rights; the kernel's
     * page 8 is the same for both, mapped or not. The first space that needs a table for its page takes the
     * lower of two frames, and keeps it when the other one's goes back: so a table alone may be in either.
     */
    @Test
    void shouldMapTheSameKernelInTwoSpaces() {
        long mapped = 2 * 2;
        long one = 2 * 2 * mapped;
        long both = 2 * mapped * mapped;
        assertEquals(2 * (1 + one + both), Checkout.run("PageTableShared").result().distinctStates());
    }

    private static long states(int order) {
        long states = 2;
        for (int n = 1; n <= order; n++) {
            states = states * states + 1;
        }
        return states;
    }
}
