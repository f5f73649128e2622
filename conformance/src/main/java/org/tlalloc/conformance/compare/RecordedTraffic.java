package org.tlalloc.conformance.compare;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * What somebody recorded. There is but one recording, so a seed says where in it the replay begins: from
 * there it goes to the end, where whatever is left ends, and then from the beginning to there. What was
 * asked for before ends unseen.
 */
final class RecordedTraffic implements Traffic {
    /* Of the pages that the recording has in use at most: scarce, but enough. */
    private static final double ROOM = 1.1;

    private final String name;
    private final String description;
    private final Script recording;
    private final int pageCount;

    RecordedTraffic(String name, String description, Script recording) {
        this.name = name;
        this.description = description;
        this.recording = recording;
        this.pageCount = (int) Math.ceil(ROOM * recording.peakPages());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description + String.format(java.util.Locale.ROOT, "; the region has %.1f times the pages in use at most", ROOM);
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public Script script(long seed) {
        int begin = new SplittableRandom(seed).nextInt(recording.size());
        Script script = new Script();
        play(begin, recording.size(), script);
        play(0, begin, script);
        return script;
    }

    private void play(int from, int to, Script script) {
        int[] numbers = new int[recording.ranges()];
        BitSet live = new BitSet();
        for (int at = from; at < to; at++) {
            int range = recording.range(at);
            if (recording.asks(at)) {
                numbers[range] = script.ask(recording.pages(range));
                live.set(range);
            } else if (live.get(range)) {
                script.end(numbers[range]);
                live.clear(range);
            }
        }
        live.stream().forEach(range -> script.end(numbers[range]));
    }
}
