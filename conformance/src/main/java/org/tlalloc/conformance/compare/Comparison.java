package org.tlalloc.conformance.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares strategies: first what needs no clock, then times. */
public final class Comparison {
    private final List<Strategy> strategies;
    private final List<Long> seeds;
    private final int rounds;
    private final boolean quick;
    private final List<Traffic> traffic = new ArrayList<>();
    private final boolean recorded;

    /**
     * @param seeds    as many as {@link Seeds#fewest} says
     * @param rounds   of timing, at least two
     * @param recorded traffic that somebody recorded; may be empty
     * @throws ComparisonException if there are fewer seeds
     */
    public Comparison(List<Strategy> strategies, List<Long> seeds, int rounds, boolean quick, List<Traffic> recorded) {
        int fewest = Seeds.fewest(strategies.size());
        if (seeds.size() < fewest) {
            throw new ComparisonException("seeds are " + seeds.size() + ", with which no difference between " + strategies.size()
                    + " strategies could be more than chance: give at least " + fewest + ", as --seeds 1.." + fewest + " does");
        }
        this.strategies = List.copyOf(strategies);
        this.seeds = List.copyOf(seeds);
        this.rounds = rounds;
        this.quick = quick;
        this.recorded = !recorded.isEmpty();
        traffic.addAll(drawn(quick));
        traffic.addAll(recorded);
    }

    /* The forum's region for slabs has 2^16 pages. */
    private static List<Traffic> drawn(boolean quick) {
        int pageCount = quick ? 1 << 13 : 1 << 16;
        int steps = quick ? 8_000 : 60_000;
        return List.of(new SlabTraffic(pageCount, steps), new LengthTraffic(Lengths.SHORT, pageCount, 0.85, steps),
                new LengthTraffic(Lengths.ANY, pageCount, 0.85, steps), new CombTraffic(pageCount, 2));
    }

    /** How many steps {@link #run} tells its progress. */
    public int steps() {
        return strategies.size() * (traffic.size() * seeds.size() + rounds);
    }

    /** @throws ComparisonException if a Java machine that times fails */
    public Findings run(Progress progress) throws IOException {
        List<Played> played = new ArrayList<>();
        for (Traffic each : traffic) {
            progress.begins(String.format(Locale.ROOT, "playing %s, %d of %d", each.name(), played.size() + 1, traffic.size()));
            played.add(play(each, progress));
        }
        Map<String, List<List<Timing>>> timings = new LinkedHashMap<>();
        new Forks(quick).time(strategies, rounds, progress).forEach((strategy, each) -> timings.put(strategy.title(), each));
        return new Findings(strategies, seeds, rounds, recorded, played, new Times(Clocking.all(quick), timings));
    }

    private Played play(Traffic each, Progress progress) {
        Map<String, Play[]> plays = new LinkedHashMap<>();
        strategies.forEach(strategy -> plays.put(strategy.title(), new Play[seeds.size()]));
        for (int seed = 0; seed < seeds.size(); seed++) {
            Script script = each.script(seeds.get(seed));
            for (Strategy strategy : strategies) {
                plays.get(strategy.title())[seed] = Play.of(script, strategy, each.pageCount());
                progress.step();
            }
        }
        return Played.of(each, plays);
    }
}
