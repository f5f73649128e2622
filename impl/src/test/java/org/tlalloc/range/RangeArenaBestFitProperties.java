package org.tlalloc.range;

class RangeArenaBestFitProperties extends RangeProperties {
    RangeArenaBestFitProperties() {
        super(new ArenaKind("best", 0, 8, 3));
    }
}
