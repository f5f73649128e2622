package org.tlalloc.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tlalloc.model.value.Value;

class StateGraphProperties {
    @Provide
    Arbitrary<Sketch> sketches() {
        return Sketches.any();
    }

    @Property(tries = 300)
    void shouldNumberEqualGraphsAlike(@ForAll("sketches") Sketch sketch, @ForAll Random random) {
        StateGraph one = sketch.built(random);
        StateGraph other = sketch.built(random);
        assertEquals(Sketch.contents(one), Sketch.contents(other));
        assertEquals(one.digest(), other.digest());
    }

    @Property(tries = 100)
    void shouldReadFromAFileWhatWasBuilt(@ForAll("sketches") Sketch sketch, @ForAll Random random) throws IOException {
        Path file = Files.createTempFile("sketch", ".graph");
        try {
            sketch.write(file, random);
            StateGraph read = StateGraph.read(file);
            assertEquals(Sketch.contents(sketch.built(random)), Sketch.contents(read));
            assertEquals(sketch.built(random).digest(), read.digest());
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 300)
    void shouldHaveAnotherDigestWhateverIsChanged(@ForAll("sketches") Sketch sketch, @ForAll Random random) {
        Sketch changed = changed(sketch, random);
        StateGraph before = sketch.built(random);
        StateGraph after = changed.built(random);
        assertEquals(Sketch.contents(before).equals(Sketch.contents(after)), before.digest().equals(after.digest()));
        assertNotEquals(before.digest(), after.digest());
    }

    private static Sketch changed(Sketch sketch, Random random) {
        List<Sketch.Arrow> arrows = new ArrayList<>(sketch.arrows());
        Map<String, Value> root = sketch.initial().get(0);
        Map<String, Value> fresh = Map.of("a", Value.of("fresh"), "b", Value.of(true));
        switch (random.nextInt(4)) {
            case 0 -> arrows.add(new Sketch.Arrow(root, Sketches.action(random), root));
            case 1 -> arrows.add(new Sketch.Arrow(root, Sketches.action(random), fresh));
            case 2 -> {
                Map<String, Value> constants = new LinkedHashMap<>(sketch.constants());
                constants.put("C9", Value.of(1));
                return new Sketch(constants, sketch.initial(), sketch.actions(), arrows);
            }
            default -> {
                List<Map<String, Value>> initial = new ArrayList<>(sketch.initial());
                initial.add(fresh);
                return new Sketch(sketch.constants(), initial, sketch.actions(), arrows);
            }
        }
        return new Sketch(sketch.constants(), sketch.initial(), sketch.actions(), arrows);
    }
}
