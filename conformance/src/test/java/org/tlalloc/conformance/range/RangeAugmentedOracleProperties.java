package org.tlalloc.conformance.range;

class RangeAugmentedOracleProperties extends RangeOracleProperties {
    RangeAugmentedOracleProperties() {
        super(PooledRanges.Augmented.class, "RangeAllocationJudgeRoomy");
    }
}
