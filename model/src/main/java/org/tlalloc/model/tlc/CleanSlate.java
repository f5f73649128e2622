package org.tlalloc.model.tlc;

import tlc2.TLCGlobals;
import tlc2.output.MP;
import tlc2.output.MPRecorder;
import tlc2.value.impl.ModelValue;
import util.UniqueString;

/**
 * Puts back what TLC keeps of a model in static fields, so that its classes can check another.
 *
 * <p>It keeps, of a model: on each interned string whether it names a variable or a definition,
 * and which; the model values; the checker, with its table of fingerprints. The parser starts
 * anew by itself, and what is set at the start of each run (the variables, the empty state, the tool, the streams, the seed) needs no
 * wiping. Not put back is what the search for behaviours without end keeps in private fields: no used copy
 * is to make one. Nor is the order of interned strings, which is the order of TLC's strings and records: a model that
 * goes by it is told by its digest.
 */
final class CleanSlate {
    private CleanSlate() {
    }

    static void wipe() {
        UniqueString.internTbl.toMap().values().forEach(name -> name.setLoc(-1));
        UniqueString.setVariableCount(0);
        ModelValue.init();
        TLCGlobals.mainChecker = null;
        MP.setRecorder(new MPRecorder());
    }
}
