package org.tlalloc.range;

/** With a pool that runs dry. */
class RangeTreesPoolProperties extends RangeProperties {
    RangeTreesPoolProperties() {
        super(GapKind.trees().withFewNodes());
    }
}
