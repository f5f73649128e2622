package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Property;
import org.tlalloc.conformance.judge.DisagreementException;
import org.tlalloc.range.RangeBuddy;

class RangeBuddyOracleProperties extends RangeOracleProperties {
    RangeBuddyOracleProperties() {
        super(RangeBuddy.class, "RangeAllocationJudgeBlocks");
    }

    @Property(tries = 1)
    void shouldCatchBlocksThatAreNotJoined() {
        Calls calls = start(PlantedRanges.NeverJoins.class);
        calls.allocate(20_000);
        calls.freeAny(0);
        calls.compare();
        DisagreementException found = assertThrows(DisagreementException.class, () -> calls.allocate(40_000));
        assertTrue(found.getMessage().contains("RangeAllocation"), found.getMessage());
    }
}
