package org.tlalloc.conformance.range;

import java.util.List;
import org.tlalloc.range.RangeRequest;

class QuantumCachesOracleProperties extends RangeOracleProperties {
    QuantumCachesOracleProperties() {
        super(PooledRanges.Caches.class, "RangeAllocationJudge");
    }

    @Override
    List<RangeRequest> requests() {
        return withWishes();
    }
}
