package org.tlalloc.range;

class RangeAugmentedProperties extends RangeProperties {
    RangeAugmentedProperties() {
        super(GapKind.augmented());
    }
}
