package org.tlalloc.range;

class RangeArenaBestFitTest extends RangeContractTest {
    RangeArenaBestFitTest() {
        super(ArenaKind.whole("best"));
    }
}
