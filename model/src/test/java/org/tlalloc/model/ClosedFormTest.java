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
     * In how many states r(n) a region of n pages without holes can be: its first page is free, and the others are in
     * one of r(n-1) states; or a range of k pages begins there, for k from 1 to n. So r(n) = r(n-1) + (r(0) + ... + r(n-1)),
     * with r(0) = 1. Of the Fibonacci numbers with odd index, F(1) + F(3) + ... + F(2n-1) = F(2n), and F(2n) + F(2n-1) =
     * F(2n+1): r(n) = F(2n+1). Every one of them can be reached: pages are taken one after another, in ranges as the state
     * has them and single pages in its gaps, which then are freed.
     */
    @ParameterizedTest
    @CsvSource({"RangeAllocation, Fits <- AnyRunFits", "RangeBitmap, ", "RangeTrees, NodeCount = 8", "RangeAugmented, NodeCount = 8"})
    void shouldHaveAsManyStatesAsTheFibonacciNumberSays(String spec, String promise, @TempDir Path directory) {
        Scratch scratch = new Scratch(directory).withSpecs();
        scratch.file("Region.tla", "---- MODULE Region ----\nEXTENDS " + spec + "\n====\n");
        long even = 0;
        long odd = 1;
        for (int pageCount = 1; pageCount <= 8; pageCount++) {
            even += odd;
            odd += even;
            CheckResult result = scratch.check("Region", "SPECIFICATION Spec CONSTANTS PageCount = " + pageCount
                    + " Request = {} " + (promise == null ? "" : promise), request -> request.withRefinement(false));
            assertEquals("passes", result.result());
            assertEquals(odd, result.distinctStates(), "pageCount=" + pageCount);
        }
        assertEquals(1_597, odd);
    }

    /*
     * A block of order k is as in an arena of frames, but that it can be handed out in as many ways as there are lengths
     * that need it: from 2^(k-1) + 1 to 2^k, or 1 for k = 0. So b(0) = 1 + 1, and b(k) = 1 + 2^(k-1) + b(k-1)^2 - 1.
     * The blocks of a region whose length is a sum of powers of two have nothing to do with each other.
     */
    @Test
    void shouldHaveTheStatesOfItsBlocksOneByOne(@TempDir Path directory) {
        Scratch scratch = new Scratch(directory).withSpecs();
        scratch.file("Region.tla", "---- MODULE Region ----\nEXTENDS RangeBuddy\n====\n");
        long[] block = {2, 5, 27, 733};
        for (int order = 1; order < block.length; order++) {
            assertEquals(block[order - 1] * block[order - 1] + (1 << order - 1), block[order]);
        }
        for (int pageCount = 1; pageCount <= 8; pageCount++) {
            long states = 1;
            for (int order = 0; order < block.length; order++) {
                states *= (pageCount >>> order & 1) == 0 ? 1 : block[order];
            }
            CheckResult result = scratch.check("Region", "SPECIFICATION Spec CONSTANTS PageCount = " + pageCount
                    + " Request = {}", request -> request.withRefinement(false));
            assertEquals("passes", result.result());
            assertEquals(states, result.distinctStates(), "pageCount=" + pageCount);
        }
        assertEquals(block[3] * block[1], Checkout.run("RangeBuddy").result().distinctStates());
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
