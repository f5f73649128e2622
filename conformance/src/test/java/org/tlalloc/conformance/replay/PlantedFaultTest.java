package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each fault that is planted in an allocator is found, by a shortest sequence of calls. */
class PlantedFaultTest {
    @TestFactory
    Stream<DynamicTest> shouldFindInWhatItDoes() {
        return tests(PlantedFaults.BEHAVIOUR);
    }

    @TestFactory
    Stream<DynamicTest> shouldFindInWhereItKeepsItsState() {
        return tests(PlantedFaults.MEMORY);
    }

    private static Stream<DynamicTest> tests(List<PlantedFaults.Fault> faults) {
        return faults.stream().map(fault -> DynamicTest.dynamicTest(fault.toString(), () -> found(fault)));
    }

    private static void found(PlantedFaults.Fault fault) {
        Verdict verdict = PlantedFaults.found(fault).verdict();
        assertEquals(1, verdict.divergences().size(), verdict.toString());
        Divergence divergence = verdict.divergences().get(0);
        int calls = divergence.path().size() + (divergence.call() == null ? 0 : 1);
        assertEquals(fault.kind() + " after " + fault.calls(), divergence.kind() + " after " + calls, divergence.path() + " "
                + divergence.call() + "\nexpected " + divergence.expected() + "\nactual " + divergence.actual());
    }

    @Test
    void shouldAgreeWithTheSoundOnes() {
        for (String model : List.of(PlantedFaults.SMALL, PlantedFaults.HOLES, PlantedFaults.CONTRACT, "BlockAllocationHoles", "Buddy", "BuddyHoles", "BuddyRagged")) {
            Verdict plain = Replays.of(model, PlainBuddy.SOURCE);
            assertTrue(plain.agrees(), model + ": " + plain);
            Verdict resident = Replays.of(model, ResidentBuddy.SOURCE);
            assertTrue(resident.agrees(), model + ": " + resident);
            assertNull(resident.incomplete());
            assertEquals(plain.productStates(), resident.productStates());
            assertEquals(plain.transitions(), resident.transitions());
            assertEquals(plain.refusedCalls(), resident.refusedCalls());
        }
    }
}
