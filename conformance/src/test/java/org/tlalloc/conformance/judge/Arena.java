package org.tlalloc.conformance.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/** The constants of the specifications of {@code frame}, with an oracle for each specification that is asked under them. */
record Arena(int frameCount, int maxOrder, BitSet reserved) {
    /* An oracle takes a second to open, and nothing it is asked changes it. */
    private static final Map<String, SpecOracle> ORACLES = new HashMap<>();

    /** A new subject, idle, that the specification judges. */
    JudgedSubject judged(Class<?> type, String spec) {
        return JudgedSubject.of(type, spec, ORACLES.computeIfAbsent(spec + " " + this, name -> open(spec)));
    }

    /** Lets go of the oracles. */
    static void close() throws IOException {
        for (SpecOracle oracle : ORACLES.values()) {
            oracle.close();
        }
        ORACLES.clear();
    }

    private SpecOracle open(String spec) {
        Map<String, Value> constants = new LinkedHashMap<>();
        constants.put("FrameCount", Value.of(frameCount));
        constants.put("MaxOrder", Value.of(maxOrder));
        constants.put("Reserved", SetValue.of(reserved.stream().mapToObj(Value::of).toList()));
        try {
            Catalogue catalogue = Catalogue.at(Path.of(".."));
            return catalogue.oracle(catalogue.model(spec), constants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
