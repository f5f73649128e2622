package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tlalloc.range.RangeAllocation;

/**
 * The question of the forum, step by step: slabs of 4, 4 and 5 pages; the second is destroyed; then
 * another of 5, and one that would fit where the second was. The region begins where that of the
 * question does, 0xD0400000, and is as small as can be drawn.
 */
final class ForumScenario {
    /** In pages. */
    static final int REGION = 32;
    private static final long FIRST_ADDRESS = 0xD040_0000L;
    private static final int PAGE_BITS = 12;
    private static final int MARK = 4;

    /**
     * A step and what the region looks like after it.
     *
     * @param region a character a page: the slab's letter where it is mapped, - where it is reserved and never mapped, . where it is free
     */
    record Step(String what, int start, String region) {
    }

    private record Slab(char name, int pages, int start) {
    }

    private final Strategy strategy;
    private final RangeAllocation allocation;
    private final List<Slab> live = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private ForumScenario(Strategy strategy) {
        this.strategy = strategy;
        this.allocation = strategy.make(REGION);
    }

    static List<Step> of(Strategy strategy) {
        ForumScenario scenario = new ForumScenario(strategy);
        scenario.create('A', 4);
        scenario.create('B', 4);
        scenario.create('C', 5);
        scenario.destroy('B');
        scenario.create('D', 5);
        scenario.create('E', 3);
        return scenario.steps;
    }

    private void create(char name, int pages) {
        int start = allocation.allocate(pages);
        if (start != RangeAllocation.NONE) {
            live.add(new Slab(name, pages, start));
        }
        steps.add(new Step(name + ", a slab of " + pages + " pages", start, drawn()));
    }

    private void destroy(char name) {
        Slab slab = live.stream().filter(each -> each.name == name).findFirst().orElseThrow();
        allocation.free(slab.start, slab.pages);
        live.remove(slab);
        steps.add(new Step(name + " is destroyed", slab.start, drawn()));
    }

    private String drawn() {
        StringBuilder region = new StringBuilder(".".repeat(REGION));
        for (Slab slab : live) {
            for (int page = 0; page < strategy.reserved(slab.pages); page++) {
                region.setCharAt(slab.start + page, page < slab.pages ? slab.name : '-');
            }
        }
        return region.toString();
    }

    /** The scenario, drawn. */
    static List<String> picture(Strategy strategy) {
        List<String> lines = new ArrayList<>();
        lines.add(strategy.title() + ": " + strategy.description());
        int number = 1;
        for (Step step : of(strategy)) {
            lines.add(String.format(Locale.ROOT, "  %d  %-22s %s  %s", number++, step.what(), marked(step.region()), place(step)));
        }
        return lines;
    }

    private static String place(Step step) {
        return step.start() == RangeAllocation.NONE ? "no room"
                : String.format(Locale.ROOT, "page %2d, 0x%08X", step.start(), FIRST_ADDRESS + ((long) step.start() << PAGE_BITS));
    }

    private static String marked(String region) {
        StringBuilder marked = new StringBuilder("|");
        for (int page = 0; page < region.length(); page += MARK) {
            marked.append(region, page, page + MARK).append('|');
        }
        return marked.toString();
    }
}
