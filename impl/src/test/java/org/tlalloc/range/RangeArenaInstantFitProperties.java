package org.tlalloc.range;

class RangeArenaInstantFitProperties extends RangeProperties {
    RangeArenaInstantFitProperties() {
        super(new ArenaKind("instant", 0, 1, 1));
    }
}
