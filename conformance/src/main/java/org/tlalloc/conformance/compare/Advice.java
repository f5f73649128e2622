package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Which strategy to take, by {@link AdviceRule}, which is stated beforehand and printed beside it. It is
 * for somebody who has never written one, so it ends in names.
 */
final class Advice {
    /** A piece of advice: for which need, which strategy, and why. */
    record Pick(String need, String strategy, String why) {
    }

    private final Evidence evidence;
    private final List<String> titles;
    private final List<Pick> picks = new ArrayList<>();

    private Advice(Evidence evidence) {
        this.evidence = evidence;
        this.titles = List.copyOf(evidence.nanoseconds().values().keySet());
    }

    /** The picks, the usual one first; none where there is but one strategy, and so nothing to choose from. */
    static List<Pick> of(Evidence evidence) {
        Advice advice = new Advice(evidence);
        if (advice.titles.size() > 1) {
            advice.pickAll();
        }
        return advice.picks;
    }

    private void pickAll() {
        List<String> serving = kept(titles, title -> !evidence.refusesMost(title).drops());
        List<String> thrifty = kept(serving, title -> !evidence.wastesMost(title).drops());
        Figure nanoseconds = evidence.nanoseconds();
        String usual = fastest(thrifty, nanoseconds);
        pick("you have no special need", usual, nanoseconds(usual) + "; " + dropped(serving, thrifty));
        String wasteful = fastest(titles, nanoseconds);
        pick("addresses are plenty, as with 64 bits", wasteful, format("without 1 and 2: a larger region refuses nothing, and what is"
                + " wasted, at most %.1f %%, is never mapped; %s", evidence.wastesMost(wasteful).amount(), nanoseconds(wasteful)));
        String small = smallest(titles, nanoseconds);
        pick("bookkeeping must be small", small, format("without 1 and 2: %.2f bytes a page of the region; %s", evidence.metadataBytes().get(small),
                price(small)));
        String full = leastRefusing();
        pick("the region is nearly full all the time", full, format("without 1 and 2: on no traffic does it refuse more than %.2f in 100 requests beyond the"
                + " best there; the fastest of those within %d in 1,000 of the least; %s", evidence.refusesMost(full).excess(),
                AdviceRule.REFUSALS_ALIKE, nanoseconds(full)));
        String large = fastest(serving, evidence.inLargest());
        pick("the region may become much larger", large, inLargeRegions(large));
        List<String> keeping = titles.stream().filter(evidence.keepsWishes()::get).toList();
        if (!keeping.isEmpty()) {
            String wishes = fastest(keeping, nanoseconds);
            pick("ranges must not cross a boundary, or lie within limits", wishes, "without 1 and 2: it keeps such wishes; " + nanoseconds(wishes));
        }
    }

    private void pick(String need, String strategy, String why) {
        picks.add(new Pick(need, strategy, why));
    }

    /* Where a step would leave nothing, all go on. */
    private static List<String> kept(List<String> from, Predicate<String> condition) {
        List<String> kept = from.stream().filter(condition).toList();
        return kept.isEmpty() ? from : kept;
    }

    private String fastest(List<String> from, Figure nanoseconds) {
        String first = least(from, nanoseconds::median);
        return smallest(from.stream().filter(title -> nanoseconds.isAsFast(title, first)).toList(), nanoseconds);
    }

    /** The one with the least metadata; of those with hardly more, the fastest. */
    private String smallest(List<String> from, Figure nanoseconds) {
        double bytes = evidence.metadataBytes().get(least(from, evidence.metadataBytes()::get));
        double alike = bytes * (1 + AdviceRule.METADATA_APART / 100.0);
        return least(from.stream().filter(title -> evidence.metadataBytes().get(title) <= alike).toList(), nanoseconds::median);
    }

    /** The one that on its worst traffic is least worse than the best there; of those that refuse hardly more, the fastest. */
    private String leastRefusing() {
        double excess = evidence.refusesMost(least(titles, title -> evidence.refusesMost(title).excess())).excess();
        return fastest(titles.stream().filter(title -> evidence.refusesMost(title).excess() <= excess + AdviceRule.REFUSALS_ALIKE / 10.0).toList(),
                evidence.nanoseconds());
    }

    /* What is slow in small regions grows little, and is none the better for it: the time counts, and growth is told. */
    private String inLargeRegions(String title) {
        double growth = evidence.growth().get(title);
        return format("of what 1 leaves: %.0f ns a call with up to %d pages in a region of 2^%d, %.1f times as long as in 2^%d; the logarithm grows %.1f times%s",
                evidence.inLargest().median(title), Clocking.longestOfGrowth(), Clocking.LARGEST, growth, Clocking.SMALLEST, Clocking.LOGARITHM_GROWS,
                growth > Clocking.LOGARITHM_GROWS ? ", so time it in a region of your size" : "");
    }

    private static String least(List<String> from, ToDoubleFunction<String> figure) {
        return from.stream().min(Comparator.comparingDouble(figure)).orElseThrow();
    }

    private String nanoseconds(String title) {
        return format("%.0f ns a call", evidence.nanoseconds().median(title));
    }

    private String price(String title) {
        Evidence.Worst worst = evidence.refusesMost(title);
        return worst.excess() == 0 ? "it refuses no more than the best on any traffic"
                : format("at worst, on %s, it refuses %.1f %%, the best there %.1f %%", worst.traffic(), worst.amount(), worst.best());
    }

    private String dropped(List<String> serving, List<String> thrifty) {
        List<String> reasons = new ArrayList<>();
        for (String title : titles) {
            if (!serving.contains(title)) {
                Evidence.Worst worst = evidence.refusesMost(title);
                reasons.add(format("1 drops %s (on %s it refuses %.1f %%, the best %.1f %%)", title, worst.traffic(), worst.amount(), worst.best()));
            } else if (!thrifty.contains(title)) {
                Evidence.Worst worst = evidence.wastesMost(title);
                reasons.add(format("2 drops %s (on %s it wastes %.1f %%)", title, worst.traffic(), worst.amount()));
            }
        }
        return reasons.isEmpty() ? "the rule drops none" : String.join(", ", reasons);
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
