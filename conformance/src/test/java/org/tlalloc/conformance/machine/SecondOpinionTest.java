package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tlalloc.machine.PageFault;

/** Our machine and QEMU say the same. */
class SecondOpinionTest {
    private static final int MACHINES = 26;
    private static final int PROBES = 4_096;

    @BeforeAll
    static void requireQemu() {
        NeedsQemu.check();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithQemu(PagingMode mode) throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (int seed = 0; seed < MACHINES; seed++) {
            RandomMachine machine = new RandomMachine(mode, seed);
            for (SecondOpinion.Answer answer : SecondOpinion.ask(mode, machine.memory(), machine.probes(PROBES))) {
                if (answer.asked()) {
                    kinds.merge(answer.ours().kind(), 1, Integer::sum);
                    if (!answer.agreed()) {
                        differences.add("seed=" + seed + " " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), differences.subList(0, Math.min(10, differences.size())), differences.size() + " differences");
        int asked = kinds.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(asked >= 100_000, "probes asked=" + asked + " of " + MACHINES * PROBES);
        assertTrue(kinds.get("made") > asked / 10, kinds.toString());
        // Every error code that there can be: P, W, U, RSVD and I/D, but W together with I/D.
        for (int code = 0; code < 32; code++) {
            boolean possible = (code & PageFault.WRITE) == 0 || (code & PageFault.FETCH) == 0;
            possible &= (code & PageFault.RESERVED) == 0 || (code & PageFault.PROTECTION) != 0;
            assertEquals(possible, kinds.getOrDefault("page fault " + code, 0) > 0, "errorCode=" + code + " in " + kinds);
        }
        assertEquals(mode.isLong(), kinds.containsKey("exception 13"), kinds.toString());
    }
}
