package org.tlalloc.range;

class RangeTreesProperties extends RangeProperties {
    RangeTreesProperties() {
        super(GapKind.trees());
    }
}
