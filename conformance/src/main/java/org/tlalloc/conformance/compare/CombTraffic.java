package org.tlalloc.conformance.compare;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.SplittableRandom;

/**
 * The adversary: fill the region with short ranges, end every other, and ask for longer ones, which do
 * not fit between; then the same with those, and so on. What is asked for never exceeds the region.
 *
 * <p>After Robson, Bounds for some functions concerning dynamic storage allocation, JACM 21(3), 1974;
 * his adversary looks at the answers, this one must be the same for all and does not.
 */
final class CombTraffic implements Traffic {
    private static final int LONGEST = 256;
    private static final double FULL = 0.95;

    private final int pageCount;
    private final int rounds;

    CombTraffic(int pageCount, int rounds) {
        this.pageCount = pageCount;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "comb";
    }

    @Override
    public String description() {
        return "an adversary fills the region with short ranges, ends every other and asks for longer ones, up to " + LONGEST + " pages";
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public Script script(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Script script = new Script();
        for (int round = 0; round < rounds; round++) {
            IntArrayList live = new IntArrayList();
            long asked = 0;
            int shortest = 1 + random.nextInt(4);
            for (int pages = shortest; pages <= LONGEST; pages = 2 * pages + random.nextInt(3)) {
                while (asked + pages <= FULL * pageCount) {
                    live.add(script.ask(pages));
                    asked += pages;
                }
                asked -= endEveryOther(script, live);
            }
            live.forEach(script::end);
        }
        return script;
    }

    private static long endEveryOther(Script script, IntArrayList live) {
        long ended = 0;
        IntArrayList kept = new IntArrayList();
        for (int i = 0; i < live.size(); i++) {
            int range = live.getInt(i);
            if (i % 2 == 0) {
                kept.add(range);
            } else {
                script.end(range);
                ended += script.pages(range);
            }
        }
        live.clear();
        live.addAll(kept);
        return ended;
    }
}
