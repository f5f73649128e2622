package org.tlalloc.conformance.range;

import java.util.List;
import org.tlalloc.range.RangeRequest;

class RangeArenaNextOracleProperties extends RangeOracleProperties {
    RangeArenaNextOracleProperties() {
        super(PooledRanges.NextFit.class, "RangeAllocationJudge");
    }

    @Override
    List<RangeRequest> requests() {
        return withWishes();
    }
}
