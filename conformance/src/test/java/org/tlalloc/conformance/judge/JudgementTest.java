package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reader, or a program, is shown of a judgement. */
class JudgementTest {
    private static FreeMemory free(int... frameAndOrder) {
        int[] orders = new int[16];
        Arrays.fill(orders, -1);
        for (int i = 0; i < frameAndOrder.length; i += 2) {
            orders[frameAndOrder[i]] = frameAndOrder[i + 1];
        }
        return FreeMemory.of(orders, 3);
    }

    private static Judgement judgement(Disagreement disagreement) {
        Workload workload = new Workload(Path.of("somewhere", "w.csv"));
        int block = workload.allocate(2);
        workload.allocate(3);
        workload.free(block);
        workload.allocate(0);
        return new Judgement(workload, "org.example.First", 16, 3, disagreement == null ? 4 : 3, 1234, 21, 20, List.of(5, 0, 3, 0), 7,
                12, 2, 9, 2, List.of(new Judgement.Sample(2, free(0, 3, 8, 3)), new Judgement.Sample(3, free(8, 2)),
                new Judgement.Sample(4, free(1, 0))), free(1, 0), disagreement, 0.5);
    }

    @Test
    void shouldTellWhatCameOut() {
        assertEquals(List.of(
                "w.csv on 16 frames, orders 0..3, by First",
                "",
                "1,234 calls judged by BlockAllocation: it agrees with every answer.",
                "",
                "events                      4",
                "handed out                 21  blocks",
                "taken back                 20  blocks",
                "refused                     8  calls, no block being free: 5 of order 0, 3 of order 2; their frees=7 are skipped",
                "peak                       12  frames in 2 blocks; the workload asks for 12",
                "live at the end             9  frames in 2 blocks",
                "free at the end            15  frames",
                "largest block               8  frames free, aligned, of an order that the arena has",
                "longest run                14  frames free side by side: external fragmentation is 0.067",
                "seconds                  0.50  2,468 calls a second",
                "",
                "Node 0, zone   Normal      1      1      1      1 ",
                "",
                "Unusable free space index: how much of the free memory is in blocks too small for an order, in per cent,",
                "as the workload goes on (. nothing, 100 all of it):",
                "done %    50  75 100",
                "order  1 100   .   7",
                "order  2 100   .  20",
                "order  3 100  33  47"), JudgementText.of(judgement(null)));
    }

    @Test
    void shouldTellWhereItDisagrees() {
        List<String> lines = JudgementText.of(judgement(new Disagreement("free(0, 2)", "throws Oops", "it may not")));
        assertEquals(List.of(
                "w.csv on 16 frames, orders 0..3, by First",
                "",
                "DISAGREEMENT at event=3, line=4, after 1,234 calls judged:",
                "  call    free(0, 2)",
                "  what    it throws Oops",
                "  but     it may not",
                "The figures below are of the calls before.",
                "",
                "events                      3  of 4"), lines.subList(0, 9));
    }

    @Test
    void shouldBeJson() {
        JsonNode json = JudgementJson.of(judgement(null));
        assertTrue(json.get("agreed").asBoolean());
        assertTrue(json.get("disagreement").isNull());
        assertEquals("{\"file\":\"" + Path.of("somewhere", "w.csv") + "\",\"events\":4,\"allocations\":3,\"frees\":1,\"largestOrder\":3,"
                + "\"peakFrames\":12}", json.get("workload").toString());
        assertEquals("[5,0,3,0]", json.get("refusals").toString());
        assertEquals("{\"frames\":15,\"blocks\":[1,1,1,1],\"largestBlock\":8,\"longestRun\":14,\"externalFragmentation\":0.066667,"
                + "\"buddyinfo\":\"Node 0, zone   Normal      1      1      1      1 \"}", json.get("free").toString());
        assertEquals("[2,3,4]", json.at("/unusableFreeSpace/events").toString());
        assertEquals("[1.0,0.333333,0.466667]", json.at("/unusableFreeSpace/index/3").toString());
        assertEquals(4, json.at("/unusableFreeSpace/index").size());
        assertEquals(2468, json.get("callsPerSecond").asInt());
    }

    @Test
    void shouldBeJsonWhereItDisagrees() {
        JsonNode json = JudgementJson.of(judgement(new Disagreement("free(0, 2)", "throws Oops", "it may not")));
        assertFalse(json.get("agreed").asBoolean());
        assertEquals("{\"event\":3,\"line\":4,\"call\":\"free(0, 2)\",\"answer\":\"throws Oops\",\"reason\":\"it may not\"}",
                json.get("disagreement").toString());
    }
}
