package org.tlalloc.range;

class RangeBuddyProperties extends RangeProperties {
    RangeBuddyProperties() {
        super(RangeBuddyTest.KIND);
    }
}
