package org.tlalloc.conformance.range;

import java.util.List;
import org.tlalloc.range.RangeRequest;

class RangeArenaBestOracleProperties extends RangeOracleProperties {
    RangeArenaBestOracleProperties() {
        super(PooledRanges.Best.class, "RangeAllocationJudge");
    }

    @Override
    List<RangeRequest> requests() {
        return withWishes();
    }
}
