package org.tlalloc.conformance.range;

class RangeTreesOracleProperties extends RangeOracleProperties {
    RangeTreesOracleProperties() {
        super(PooledRanges.Trees.class, "RangeAllocationJudgeRoomy");
    }
}
