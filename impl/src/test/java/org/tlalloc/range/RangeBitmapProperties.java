package org.tlalloc.range;

class RangeBitmapProperties extends RangeProperties {
    RangeBitmapProperties() {
        super(RangeBitmapTest.KIND);
    }
}
