package org.tlalloc.model.tlc;

import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/** A place where {@code Next} leaves its form, and what to write instead. */
record Finding(String module, int line, int column, String message) {

    static Finding at(SemanticNode node, String message) {
        Location place = node.getLocation();
        return new Finding(place.source(), place.beginLine(), place.beginColumn(), message);
    }

    @Override
    public String toString() {
        return "module " + module + ", line " + line + ", column " + column + ": " + message;
    }
}
