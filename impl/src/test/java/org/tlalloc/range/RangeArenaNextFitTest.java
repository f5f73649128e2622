package org.tlalloc.range;

class RangeArenaNextFitTest extends RangeContractTest {
    RangeArenaNextFitTest() {
        super(ArenaKind.whole("next"));
    }
}
