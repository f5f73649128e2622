package org.tlalloc.conformance.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Which strategy to take, by a rule that is stated beforehand and printed beside it. It is for somebody
 * who has never written one, so it ends in names.
 */
final class Advice {
    /* Fewer refusals than this do not make up for anything else, however significant they are. */
    static final double REFUSALS_APART = 1;
    /* What chance may explain is a tie only where it is small: else a measurement too short would make ties of everything. */
    static final double AS_FAST = 1.25;
    /* In a kernel of 32 bits, where 256 MiB of addresses are all that slabs have, a tenth is a lot. */
    static final double MOST_WASTE = 10;

    /** A piece of advice: for which need, which strategy, and why. */
    record Pick(String need, String strategy, String why) {
    }

    private final Evidence evidence;
    private final List<String> titles;
    private final List<Pick> picks = new ArrayList<>();

    private Advice(Evidence evidence) {
        this.evidence = evidence;
        this.titles = List.copyOf(evidence.refusals().values().keySet());
    }

    /** The picks, the usual one first. */
    static List<Pick> of(Evidence evidence) {
        Advice advice = new Advice(evidence);
        advice.pickAll();
        return advice.picks;
    }

    /** The rule, a sentence a line. */
    static List<String> rule() {
        return List.of(
                format("1. Drop what refuses significantly more than the best, and by more than %.0f in 100 requests.", REFUSALS_APART),
                format("2. Drop what wastes more than %.0f %% of the pages that it hands out. If nothing is left, go on with what 1 left.", MOST_WASTE),
                format("3. Of the rest take the fastest. If others are neither significantly nor %.2f times slower: of them all, the one with", AS_FAST),
                "   the least metadata.",
                "   For other needs, steps are left out that are named there, or what 1 left is judged by another figure.");
    }

    private void pickAll() {
        List<String> serving = kept(titles, this::refusesLittle);
        List<String> thrifty = kept(serving, this::wastesLittle);
        List<String> chosen = thrifty.isEmpty() ? serving : thrifty;
        String usual = fastest(chosen);
        pick("you have no special need", usual, format("%s; %s", nanoseconds(usual), dropped(serving, chosen)));
        String wasteful = fastest(titles);
        pick("addresses are plenty, as with 64 bits", wasteful, format("without 1 and 2: a larger region refuses nothing, and what is"
                + " wasted, %.1f %%, is never mapped; %s", evidence.waste().mean(wasteful), nanoseconds(wasteful)));
        String small = least(serving, evidence.metadataBytes()::get);
        pick("bookkeeping must be small", small, format("%.2f bytes a page of the region", evidence.metadataBytes().get(small)));
        String full = leastRefusing();
        pick("the region is nearly full all the time", full, format("%.2f %% of requests refused", evidence.refusals().mean(full)));
        String steady = least(serving, evidence.growth()::get);
        pick("the region may become much larger", steady, format("an allocation or a free takes at most %.1f times as long in 2^%d pages as in 2^%d",
                evidence.growth().get(steady), Clocking.LARGEST, Clocking.SMALLEST));
        List<String> keeping = kept(titles, evidence.keepsWishes()::get);
        if (!keeping.isEmpty()) {
            String wishes = fastest(keeping);
            pick("ranges must not cross a boundary, or lie within limits", wishes, "it keeps such wishes; " + nanoseconds(wishes));
        }
    }

    private void pick(String need, String strategy, String why) {
        picks.add(new Pick(need, strategy, why));
    }

    private static List<String> kept(List<String> titles, Predicate<String> condition) {
        return titles.stream().filter(condition).toList();
    }

    private boolean refusesLittle(String title) {
        Figure refusals = evidence.refusals();
        return refusals.isBest(title) || refusals.mean(title) - refusals.mean(refusals.best()) <= REFUSALS_APART;
    }

    private boolean wastesLittle(String title) {
        return evidence.waste().mean(title) <= MOST_WASTE;
    }

    /** The fastest of these; of those as fast but for chance, the one with the least metadata. */
    private String fastest(List<String> from) {
        Figure nanoseconds = evidence.nanoseconds();
        String first = least(from, nanoseconds::mean);
        List<String> asFast = kept(from, title -> !nanoseconds.differences().significant(title, first)
                && nanoseconds.mean(title) <= AS_FAST * nanoseconds.mean(first));
        return least(asFast, evidence.metadataBytes()::get);
    }

    /** Of those that refuse about as little as the best, the fastest. What too few seeds cannot tell apart is not taken to be alike. */
    private String leastRefusing() {
        Figure refusals = evidence.refusals();
        return fastest(kept(titles, title -> refusals.isBest(title) && refusals.mean(title) - refusals.mean(refusals.best()) <= REFUSALS_APART));
    }

    private static String least(List<String> from, ToDoubleFunction<String> figure) {
        return from.stream().min(Comparator.comparingDouble(figure)).orElseThrow();
    }

    private String nanoseconds(String title) {
        return format("%.0f ns a call", evidence.nanoseconds().mean(title));
    }

    private String dropped(List<String> serving, List<String> chosen) {
        List<String> reasons = new ArrayList<>();
        for (String title : titles) {
            if (!serving.contains(title)) {
                reasons.add(format("1 drops %s (refuses %.1f %%, the best %.1f %%)", title, evidence.refusals().mean(title),
                        evidence.refusals().mean(evidence.refusals().best())));
            } else if (!chosen.contains(title)) {
                reasons.add(format("2 drops %s (wastes %.1f %%)", title, evidence.waste().mean(title)));
            }
        }
        return reasons.isEmpty() ? "the rule drops none" : String.join(", ", reasons);
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
