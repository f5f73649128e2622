package org.tlalloc.range;

class RangeArenaNextFitProperties extends RangeProperties {
    RangeArenaNextFitProperties() {
        super(new ArenaKind("next", 5, 2, 4));
    }
}
