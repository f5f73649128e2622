package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/** The same numbers in an array. */
class LargestGapsProperties {
    private static final int OFFSET = 12;

    private static Window window(int slices) {
        return new PhysicalMemory(1 << 20).window(0, OFFSET + LargestGaps.size(slices));
    }

    @Property
    void shouldFindTheFirstThatIsLongEnough(@ForAll @IntRange(min = 1, max = 300) int slices,
                                            @ForAll @Size(max = 100) List<@IntRange(max = 10_000) Integer> numbers) {
        LargestGaps largest = new LargestGaps(window(slices), OFFSET, slices);
        int[] expected = new int[slices];
        for (int number : numbers) {
            int slice = number % slices;
            int pages = number % 3 == 0 ? 0 : number % 40;
            largest.set(slice, pages);
            expected[slice] = pages;
            assertEquals(Arrays.stream(expected).max().orElseThrow(), largest.largest());
            for (int wanted : new int[] {1, pages, pages + 1, 39, 40, 1 << 24}) {
                int room = Math.max(1, wanted);
                assertEquals(IntStream.range(0, slices).filter(each -> expected[each] >= room).findFirst().orElse(LargestGaps.NONE),
                        largest.firstWith(room), "room=" + room);
            }
        }
    }

    @Test
    void shouldHaveFourNumbersForEachFour() {
        int[][] expected = {{1, 1}, {4, 1}, {5, 3}, {16, 5}, {17, 8}, {64, 21}, {65, 25}, {1 << 16, 21_845}};
        for (int[] each : expected) {
            assertEquals(16 * each[1], LargestGaps.size(each[0]), "slices=" + each[0]);
        }
    }
}
