package org.tlalloc.range;

class QuantumCachesProperties extends RangeProperties {
    QuantumCachesProperties() {
        super(QuantumCachesTest.KIND);
    }
}
