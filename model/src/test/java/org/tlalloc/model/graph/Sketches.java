package org.tlalloc.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.Values;

/** Random sketches: every state can be reached, and some transitions differ in little. */
final class Sketches {
    private static final ActionSignature ALLOCATE =
            new ActionSignature("Allocate", StepKind.CALL, List.of("order"), true);
    private static final ActionSignature TICK = new ActionSignature("Tick", StepKind.INTERNAL, List.of(), false);

    private Sketches() {
    }

    static Arbitrary<Sketch> any() {
        return Combinators.combine(Values.states(List.of("a", "b")).list().ofMinSize(1).ofMaxSize(8),
                Values.any().list().ofMaxSize(2), Arbitraries.randoms()).as(Sketches::of);
    }

    private static Sketch of(List<Map<String, Value>> some, List<Value> constants, Random random) {
        List<Map<String, Value>> states = List.copyOf(new HashSet<>(some));
        List<Sketch.Arrow> arrows = new ArrayList<>();
        int roots = 1 + random.nextInt(2);
        for (int i = roots; i < states.size(); i++) {
            arrows.add(new Sketch.Arrow(states.get(random.nextInt(i)), action(random), states.get(i)));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            arrows.add(new Sketch.Arrow(states.get(random.nextInt(states.size())), action(random),
                    states.get(random.nextInt(states.size()))));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        constants.forEach(value -> named.put("C" + named.size(), value));
        return new Sketch(named, states.subList(0, Math.min(roots, states.size())), List.of(action(random)), arrows);
    }

    static ActionInstance action(Random random) {
        return random.nextInt(3) == 0 ? new ActionInstance(TICK, List.of(), null)
                : new ActionInstance(ALLOCATE, List.of(Value.of(random.nextInt(2))), Value.of(random.nextInt(2)));
    }

    /** A small graph of four states, with everything that a graph can have. */
    static Sketch small() {
        List<Map<String, Value>> states = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            states.add(new HashMap<>(Map.of("a", Value.of(i / 2), "b", Value.of("s" + i % 2))));
        }
        ActionInstance tick = new ActionInstance(TICK, List.of(), null);
        ActionInstance zero = new ActionInstance(ALLOCATE, List.of(Value.of(0)), Value.of(-1));
        ActionInstance one = new ActionInstance(ALLOCATE, List.of(Value.of(1)), Value.of(300));
        return new Sketch(Map.of("FrameCount", Value.of(2)), states.subList(0, 2), List.of(one, zero), List.of(
                new Sketch.Arrow(states.get(0), tick, states.get(3)), new Sketch.Arrow(states.get(0), tick, states.get(2)),
                new Sketch.Arrow(states.get(1), zero, states.get(1)), new Sketch.Arrow(states.get(3), zero, states.get(0)),
                new Sketch.Arrow(states.get(2), tick, states.get(3))));
    }
}
