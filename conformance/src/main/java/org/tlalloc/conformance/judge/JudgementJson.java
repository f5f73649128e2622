package org.tlalloc.conformance.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A judgement for programs to read.
 *
 * <pre>
 * command            "judge"
 * agreed             Boolean
 * disagreement       null, or {event (from 1), line, call, answer, reason}
 * workload           {file, events, allocations, frees, largestOrder, peakFrames}: as recorded
 * allocator          full name of the class
 * specification      "BlockAllocation"
 * frames, maxOrder   of the arena
 * events, callsJudged
 * allocations, frees, skippedFrees, peakLiveFrames, peakLiveBlocks, liveFrames, liveBlocks
 * refusals           a number an order, from 0
 * free               {frames, blocks (a number an order), largestBlock and longestRun in frames,
 *                    externalFragmentation, buddyinfo}: at the end
 * unusableFreeSpace  {events: when the samples were taken, after how many events;
 *                    index: for each order from 0, a number 0..1 a sample}
 * seconds, callsPerSecond
 * </pre>
 */
public final class JudgementJson {
    private static final double DIGITS = 1e6;

    private JudgementJson() {
    }

    public static ObjectNode of(Judgement judgement) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("command", "judge").put("agreed", judgement.agreed());
        Disagreement disagreement = judgement.disagreement();
        if (disagreement == null) {
            root.putNull("disagreement");
        } else {
            root.putObject("disagreement").put("event", judgement.events()).put("line", judgement.line())
                    .put("call", disagreement.call()).put("answer", disagreement.answer()).put("reason", disagreement.reason());
        }
        Workload workload = judgement.workload();
        root.putObject("workload").put("file", workload.file().toString()).put("events", workload.size())
                .put("allocations", workload.allocations()).put("frees", workload.frees())
                .put("largestOrder", workload.largestOrder()).put("peakFrames", workload.peakFrames());
        root.put("allocator", judgement.allocator()).put("specification", Judge.CONTRACT);
        root.put("frames", judgement.frameCount()).put("maxOrder", judgement.maxOrder());
        root.put("events", judgement.events()).put("callsJudged", judgement.calls());
        root.put("allocations", judgement.allocations()).put("frees", judgement.frees())
                .put("skippedFrees", judgement.skippedFrees()).put("peakLiveFrames", judgement.peakLiveFrames())
                .put("peakLiveBlocks", judgement.peakLiveBlocks()).put("liveFrames", judgement.liveFrames())
                .put("liveBlocks", judgement.liveBlocks());
        judgement.refusals().forEach(root.putArray("refusals")::add);
        free(judgement.free(), root.putObject("free"));
        unusable(judgement, root.putObject("unusableFreeSpace"));
        root.put("seconds", rounded(judgement.seconds())).put("callsPerSecond", Math.round(judgement.callsPerSecond()));
        return root;
    }

    private static void free(FreeMemory free, ObjectNode into) {
        into.put("frames", free.frames());
        ArrayNode blocks = into.putArray("blocks");
        for (int order = 0; order <= free.maxOrder(); order++) {
            blocks.add(free.blocks(order));
        }
        into.put("largestBlock", free.largestBlock()).put("longestRun", free.longestRun());
        into.put("externalFragmentation", rounded(free.externalFragmentation())).put("buddyinfo", free.buddyinfo());
    }

    private static void unusable(Judgement judgement, ObjectNode into) {
        ArrayNode events = into.putArray("events");
        judgement.samples().forEach(sample -> events.add(sample.events()));
        ArrayNode index = into.putArray("index");
        for (int order = 0; order <= judgement.maxOrder(); order++) {
            ArrayNode row = index.addArray();
            for (Judgement.Sample sample : judgement.samples()) {
                row.add(rounded(sample.free().unusable(order)));
            }
        }
    }

    private static double rounded(double number) {
        return Math.round(number * DIGITS) / DIGITS;
    }
}
