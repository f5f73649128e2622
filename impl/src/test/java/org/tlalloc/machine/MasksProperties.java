package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The same set in a BitSet, step by step. */
class MasksProperties {
    private static final int OFFSET = 24;
    private static final byte AROUND = 0x5a;

    private record Step(int what, int number, int length) {
    }

    /** A set, and its bytes in a window that has others around them. */
    private static final class Twin {
        private final BitSet expected = new BitSet();
        private final int count;
        private final int[] levels;
        private final Window window;

        private Twin(int count) {
            this.count = count;
            this.levels = Masks.levels(OFFSET, count);
            int size = Masks.size(count);
            PhysicalMemory memory = new PhysicalMemory(OFFSET + size + OFFSET);
            memory.fill(0, memory.size(), AROUND);
            memory.fill(OFFSET, size, (byte) 0);
            this.window = memory.window(0, (int) memory.size());
        }

        private void step(Step step) {
            int number = step.number % count;
            int last = Math.min(count - 1, number + step.length);
            switch (step.what) {
                case 0 -> {
                    Masks.add(window, levels, number);
                    expected.set(number);
                }
                case 1 -> {
                    Masks.addAll(window, levels, number, last);
                    expected.set(number, last + 1);
                }
                case 2 -> {
                    Masks.removeAll(window, levels, number, last);
                    expected.clear(number, last + 1);
                }
                default -> removeOne(number);
            }
        }

        /** The first that is there, or another. */
        private void removeOne(int number) {
            int there = expected.nextSetBit(number);
            if (there < 0) {
                Masks.removeAll(window, levels, number, number - 1);
                return;
            }
            boolean isFirst = expected.nextSetBit(0) == there;
            expected.clear(there);
            if (isFirst) {
                assertEquals(expected.nextSetBit(0), Masks.removeFirst(window, levels, there));
            } else {
                Masks.remove(window, levels, there);
            }
        }

        private void check(int number) {
            assertEquals(expected.nextSetBit(0), Masks.first(window, levels));
            assertEquals(expected.nextSetBit(number), Masks.atLeast(window, levels, number));
            assertEquals(expected.nextSetBit(number + 1), Masks.above(window, levels, number));
            assertEquals(number == 0 ? Masks.NONE : expected.previousSetBit(number - 1), Masks.below(window, levels, number));
        }

        /** Each level from the one below it, and nothing written elsewhere. */
        private void checkBytes() {
            byte[] bytes = new byte[window.length()];
            Arrays.fill(bytes, AROUND);
            Arrays.fill(bytes, OFFSET, bytes.length - OFFSET, (byte) 0);
            BitSet level = expected;
            for (int offset : levels) {
                byte[] some = level.toByteArray();
                System.arraycopy(some, 0, bytes, offset, some.length);
                BitSet above = new BitSet();
                level.stream().forEach(bit -> above.set(bit >>> 6));
                level = above;
            }
            byte[] found = new byte[bytes.length];
            window.memory().read(0, found, 0, found.length);
            assertArrayEquals(bytes, found);
        }
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 200), Arbitraries.of(4095, 4096, 4097, 262_144, 262_145, 300_000));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> numbers = Arbitraries.oneOf(Arbitraries.integers().between(0, 300_000), Arbitraries.integers().between(0, 130));
        Arbitrary<Integer> lengths = Arbitraries.oneOf(Arbitraries.integers().between(0, 200), Arbitraries.integers().between(0, 10_000));
        return Combinators.combine(Arbitraries.of(0, 0, 0, 1, 2, 3, 3, 3), numbers, lengths).as(Step::new).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 300)
    void shouldBeTheSetThatWasMade(@ForAll("counts") int count, @ForAll("steps") List<Step> steps) {
        Twin twin = new Twin(count);
        for (Step step : steps) {
            twin.step(step);
            for (int number : new int[] {step.number % count, 0, count - 1, count / 2}) {
                twin.check(number);
            }
        }
        twin.checkBytes();
    }

    @Property(tries = 100)
    void shouldBeEmptyWhateverTheBytesWere(@ForAll("counts") int count, @ForAll byte junk) {
        Twin twin = new Twin(count);
        twin.window.memory().fill(OFFSET, Masks.size(count), junk);
        Masks.clear(twin.window, twin.levels, count);
        twin.check(count / 2);
        twin.checkBytes();
    }

    @Test
    void shouldHaveAMaskForEach64AndOneMaskOnTop() {
        int[][] expected = {{1, 1}, {64, 1}, {65, 2, 1}, {4096, 64, 1}, {4097, 65, 2, 1}, {1 << 24, 1 << 18, 1 << 12, 64, 1}};
        for (int[] each : expected) {
            int[] levels = Masks.levels(OFFSET, each[0]);
            int at = OFFSET;
            for (int level = 0; level < levels.length; level++) {
                assertEquals(at, levels[level], "count=" + each[0]);
                at += 8 * each[level + 1];
            }
            assertEquals(each.length - 1, levels.length, "count=" + each[0]);
            assertEquals(at - OFFSET, Masks.size(each[0]), "count=" + each[0]);
        }
    }
}
