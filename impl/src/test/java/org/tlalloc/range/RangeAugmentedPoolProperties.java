package org.tlalloc.range;

/** With a pool that runs dry. */
class RangeAugmentedPoolProperties extends RangeProperties {
    RangeAugmentedPoolProperties() {
        super(GapKind.augmented().withFewNodes());
    }
}
