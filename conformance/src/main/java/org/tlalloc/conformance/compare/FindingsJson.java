package org.tlalloc.conformance.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A comparison for programs to read. An interval is {mean, low, high, values}: the mean of the values, one
 * a seed or a round, and the bounds of its 95 % confidence interval; of times the geometric mean.
 *
 * <pre>
 * command     "compare"
 * seeds       numbers; rounds: how many Java machines timed each strategy
 * recorded    whether there was recorded traffic
 * strategies  {name, description, keepsWishes}
 * scenario    {strategy, steps: {what, start (page, or -1), region (a character a page)}}
 * traffic     {name, description, pages, strategies: {strategy, refused, fragmentation, waste (intervals, in
 *             per cent), asked, refusedThoughFree (ranges over all seeds), metadataBytes, fragmentationOverTime,
 *             wasteOverTime (0..1, mean of the seeds)}, differences: {figure, some, other, p, adjusted, significant}}
 * times       {lengths (short-ranges or any-ranges, as traffic is called), longest (pages), log2Pages, strategies: {strategy, median, least, most, call,
 *             allocate, free (intervals, in ns)}, differences}
 * growth      {strategy, allocate, free, call}: how many times as long each takes in the largest region as in the smallest
 * advice      {rule (sentences), limits, worst: {strategy, refuses, wastes ({traffic, amount, best, drops}, where
 *             it does so most), metadataBytes (a page), call, callInLargest (ns, medians)}, picks: {need, strategy, why}}
 * </pre>
 */
public final class FindingsJson {
    private static final double DIGITS = 1e6;

    private final Findings findings;
    private final ObjectNode root = new ObjectMapper().createObjectNode();

    private FindingsJson(Findings findings) {
        this.findings = findings;
    }

    public static ObjectNode of(Findings findings) {
        FindingsJson json = new FindingsJson(findings);
        json.head();
        json.scenario();
        json.traffic();
        json.times();
        json.advice();
        return json.root;
    }

    private void head() {
        root.put("command", "compare");
        findings.seeds().forEach(root.putArray("seeds")::add);
        root.put("rounds", findings.rounds()).put("recorded", findings.recorded());
        ArrayNode strategies = root.putArray("strategies");
        for (Strategy strategy : findings.strategies()) {
            strategies.addObject().put("name", strategy.title()).put("description", strategy.description())
                    .put("keepsWishes", strategy.keepsWishes());
        }
    }

    private void scenario() {
        ArrayNode scenarios = root.putArray("scenario");
        for (Strategy strategy : findings.strategies()) {
            ArrayNode steps = scenarios.addObject().put("strategy", strategy.title()).putArray("steps");
            for (ForumScenario.Step step : ForumScenario.of(strategy)) {
                steps.addObject().put("what", step.what()).put("start", step.start()).put("region", step.region());
            }
        }
    }

    private void traffic() {
        ArrayNode all = root.putArray("traffic");
        for (Played played : findings.played()) {
            Traffic traffic = played.traffic();
            ObjectNode node = all.addObject().put("name", traffic.name()).put("description", traffic.description())
                    .put("pages", traffic.pageCount());
            ArrayNode strategies = node.putArray("strategies");
            for (String title : findings.titles()) {
                ObjectNode each = strategies.addObject().put("strategy", title);
                interval(played.refusals(), title, each.putObject("refused"));
                interval(played.fragmentation(), title, each.putObject("fragmentation"));
                interval(played.waste(), title, each.putObject("waste"));
                Play[] plays = played.plays().get(title);
                each.put("asked", Arrays.stream(plays).mapToLong(Play::asked).sum());
                each.put("refusedThoughFree", Arrays.stream(plays).mapToLong(Play::fragmented).sum());
                each.put("metadataBytes", played.metadataBytes(title));
                ArrayNode time = each.putArray("fragmentationOverTime");
                IntStream.range(0, Play.SAMPLES).forEach(sample -> time.add(rounded(played.fragmentation(title, sample))));
                ArrayNode waste = each.putArray("wasteOverTime");
                IntStream.range(0, Play.SAMPLES).forEach(sample -> waste.add(rounded(played.waste(title, sample))));
            }
            ArrayNode differences = node.putArray("differences");
            differences("refused", played.refusals(), differences);
            differences("fragmentation", played.fragmentation(), differences);
            differences("waste", played.waste(), differences);
        }
    }

    private void times() {
        ArrayNode all = root.putArray("times");
        for (Clocking clocking : findings.times().clockings()) {
            Figure call = findings.times().figure(clocking, Timing::call);
            Figure allocate = findings.times().figure(clocking, Timing::allocate);
            Figure free = findings.times().figure(clocking, Timing::free);
            ObjectNode node = all.addObject().put("lengths", clocking.lengths().title())
                    .put("longest", clocking.longest()).put("log2Pages", clocking.log2Pages());
            ArrayNode strategies = node.putArray("strategies");
            for (String title : findings.titles()) {
                double[] values = call.values().get(title);
                ObjectNode each = strategies.addObject().put("strategy", title).put("median", rounded(call.median(title)))
                        .put("least", rounded(Arrays.stream(values).min().orElseThrow()))
                        .put("most", rounded(Arrays.stream(values).max().orElseThrow()));
                interval(call, title, each.putObject("call"));
                interval(allocate, title, each.putObject("allocate"));
                interval(free, title, each.putObject("free"));
            }
            ArrayNode differences = node.putArray("differences");
            differences("call", call, differences);
            differences("allocate", allocate, differences);
            differences("free", free, differences);
        }
        ArrayNode growth = root.putArray("growth");
        for (String title : findings.titles()) {
            ObjectNode each = growth.addObject().put("strategy", title);
            for (Operation operation : Operation.values()) {
                each.put(operation.toString(), rounded(findings.times().growth(title, operation.nanoseconds())));
            }
            each.put("call", rounded(findings.times().growth(title, Timing::call)));
        }
    }

    private void advice() {
        ObjectNode advice = root.putObject("advice");
        AdviceRule.sentences().forEach(advice.putArray("rule")::add);
        ObjectNode limits = advice.putObject("limits");
        limits.put("refusalsApart", AdviceRule.REFUSALS_APART).put("refusalsAlike", AdviceRule.REFUSALS_ALIKE / 10.0).put("mostWaste", AdviceRule.MOST_WASTE)
                .put("asFast", AdviceRule.AS_FAST).put("metadataApart", AdviceRule.METADATA_APART).put("level", Differences.LEVEL);
        Evidence evidence = findings.evidence();
        ArrayNode all = advice.putArray("worst");
        for (String title : findings.titles()) {
            ObjectNode each = all.addObject().put("strategy", title);
            worst(evidence.refusesMost(title), each.putObject("refuses"));
            worst(evidence.wastesMost(title), each.putObject("wastes"));
            each.put("metadataBytes", rounded(evidence.metadataBytes().get(title))).put("call", rounded(evidence.nanoseconds().median(title)))
                    .put("callInLargest", rounded(evidence.inLargest().median(title)));
        }
        ArrayNode picks = advice.putArray("picks");
        for (Advice.Pick pick : Advice.of(evidence)) {
            picks.addObject().put("need", pick.need()).put("strategy", pick.strategy()).put("why", pick.why());
        }
    }

    private static void worst(Evidence.Worst worst, ObjectNode into) {
        into.put("traffic", worst.traffic()).put("amount", rounded(worst.amount())).put("best", rounded(worst.best())).put("drops", worst.drops());
    }

    private static void interval(Figure figure, String title, ObjectNode into) {
        Interval interval = figure.interval(title);
        into.put("mean", rounded(interval.mean())).put("low", rounded(interval.low())).put("high", rounded(interval.high()));
        ArrayNode values = into.putArray("values");
        Arrays.stream(figure.values().get(title)).forEach(value -> values.add(rounded(value)));
    }

    /* Probabilities are not rounded: small ones are what matters. */
    private static void differences(String name, Figure figure, ArrayNode into) {
        for (Differences.Difference each : figure.differences().all()) {
            into.addObject().put("figure", name).put("some", each.some()).put("other", each.other())
                    .put("p", each.p()).put("adjusted", each.adjusted()).put("significant", each.isSignificant());
        }
    }

    private static double rounded(double number) {
        return Math.round(number * DIGITS) / DIGITS;
    }
}
