package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our machine and QEMU say the same of the machines that {@code machine export --seed} makes. */
class SecondOpinionTest {
    private static final int MACHINES = 3;
    private static final int PROBES = 4_096;

    @BeforeAll
    static void requireQemu() {
        NeedsQemu.check();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithQemu(PagingMode mode) throws IOException {
        int asked = 0;
        List<String> differences = new ArrayList<>();
        for (int seed = 0; seed < MACHINES; seed++) {
            RandomMachine machine = new RandomMachine(mode, seed);
            for (SecondOpinion.Answer answer : SecondOpinion.ask(mode, machine.memory(), machine.probes(PROBES))) {
                asked += answer.asked() ? 1 : 0;
                if (!answer.agreed()) {
                    differences.add("seed=" + seed + " " + answer);
                }
            }
        }
        assertEquals(List.of(), differences.subList(0, Math.min(10, differences.size())), differences.size() + " differences");
        assertTrue(asked >= MACHINES * PROBES * 9 / 10, "probes asked=" + asked);
    }
}
