package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Which gap is taken, among hundreds of them: what {@code IsChosen} says in the specification, worked out from lists and
 * gaps as they lie before the call. Models have few gaps, and so small trees.
 */
class RangeArenaChoiceTest {
    private static final int NONE = RangeAllocation.NONE;
    private static final int PAGES = 3072;
    private static final int LONGEST = 24;
    private static final int CALLS = 6000;
    private static final long BASE = 0x1_3000;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final Random random = new Random(7);
    private final List<int[]> held = new ArrayList<>();
    private RangeArena arena;
    private String policy;
    private int steps;
    private int reach;
    private int longestGap;
    private int mostOfOneClass;

    @ParameterizedTest
    @CsvSource({"best, 1, 1", "best, 4, 3", "best, 1024, 1", "instant, 1, 1", "instant, 2, 4", "next, 1, 1", "next, 8, 3"})
    void shouldTakeTheGapThatThePolicySays(String policy, int steps, int spans) {
        this.policy = policy;
        this.steps = steps;
        this.reach = 5;
        this.longestGap = PAGES / spans;
        arena = RangeArena.format(memory, BASE, PAGES, PAGES / spans, steps, PAGES + 3, policy, reach);
        for (int i = 0; i < CALLS; i++) {
            // It fills up, and is half emptied again, so that there are all kinds of gaps.
            boolean fills = i % 1500 < 900;
            if (held.isEmpty() || random.nextInt(8) < (fills ? 6 : 2)) {
                allocate();
            } else {
                int[] range = held.remove(random.nextInt(held.size()));
                arena.free(range[0], range[1]);
            }
        }
        assertTrue(steps > 100 || mostOfOneClass >= 20, "mostOfOneClass=" + mostOfOneClass);
    }

    private void allocate() {
        int pages = 1 + random.nextInt(random.nextInt(LONGEST) + 1);
        int wish = random.nextInt(4);
        RangeRequest request = switch (wish) {
            case 0 -> RangeRequest.aligned(pages, 8);
            case 1 -> new RangeRequest(pages, 4, 3, 32, 40, PAGES - 40);
            default -> RangeRequest.of(pages);
        };
        List<List<Integer>> lists = lists();
        int[] gaps = arena.gaps();
        int expected = chosen(request, lists, gaps);
        int start = wish > 1 ? arena.allocate(pages) : arena.allocateWithin(request);
        if (expected != NONE) {
            assertEquals(lowest(expected, gaps[expected], request), start, request + " from gap=" + expected);
        } else {
            assertTrue(start == NONE || gaps[start / longestGap * longestGap] == 0, request + " not from a gap that has room");
        }
        if (start != NONE) {
            held.add(new int[] {start, pages});
        }
    }

    @SuppressWarnings("unchecked")
    private List<List<Integer>> lists() {
        List<List<Integer>> lists = new ArrayList<>();
        for (List<?> list : arena.freeLists()) {
            lists.add((List<Integer>) list);
            mostOfOneClass = Math.max(mostOfOneClass, list.size());
        }
        return lists;
    }

    private int chosen(RangeRequest request, List<List<Integer>> lists, int[] gaps) {
        IntPredicate hasRoom = gap -> gaps[gap] > 0 && lowest(gap, gaps[gap], request) != NONE;
        if (policy.equals("next")) {
            int gap = next(hasRoom, gaps);
            if (gap != NONE) {
                return gap;
            }
        }
        if (!policy.equals("best") && request.isAlignmentOnly(PAGES)) {
            int roomy = request.pages() + request.alignment() - 1;
            for (List<Integer> list : lists) {
                // All lengths of a class are in reach if its least one is, which the lists alone do not tell.
                if (!list.isEmpty() && least(gaps[list.get(0)]) >= roomy) {
                    return list.get(0);
                }
            }
        }
        int best = NONE;
        for (List<Integer> list : lists) {
            for (int gap : list) {
                if (hasRoom.test(gap) && (best == NONE || gaps[gap] < gaps[best])) {
                    best = gap;
                }
            }
        }
        return best;
    }

    /** The least length of the class of a length: it keeps the length's first binary digits, as many as steps has. */
    private int least(int pages) {
        int least = pages;
        for (int low = 1; pages / low >= 2 * steps; low *= 2) {
            least = pages / low / 2 * low * 2;
        }
        return least;
    }

    private int next(IntPredicate hasRoom, int[] gaps) {
        int[] used = arena.used();
        if (arena.rotor() == NONE) {
            return NONE;
        }
        int seen = 0;
        for (int i = 0; i < PAGES && seen < reach; i++) {
            int page = (arena.rotor() + i) % PAGES;
            if (hasRoom.test(page)) {
                return page;
            }
            seen += used[page] + gaps[page] > 0 ? 1 : 0;
        }
        return NONE;
    }

    /** Page by page. */
    private static int lowest(int gap, int length, RangeRequest request) {
        for (int start = gap; start + request.pages() <= gap + length; start++) {
            if (NaiveRanges.meets(start, request)) {
                return start;
            }
        }
        return NONE;
    }
}
