package org.tlalloc.conformance.range;

import java.util.List;
import org.tlalloc.range.RangeRequest;

class RangeArenaInstantOracleProperties extends RangeOracleProperties {
    RangeArenaInstantOracleProperties() {
        super(PooledRanges.Instant.class, "RangeAllocationJudge");
    }

    @Override
    List<RangeRequest> requests() {
        return withWishes();
    }
}
