package org.tlalloc.conformance.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.DivergenceKind;
import org.tlalloc.conformance.replay.PlantedFaults;
import org.tlalloc.model.SpecOracle;

/** What a reader is told of a divergence. */
class DivergenceReportTest {
    private static PlantedFaults.Fault fault(String name, String model) {
        return PlantedFaults.all().stream().filter(each -> each.name().equals(name) && each.model().equals(model)).findFirst().orElseThrow();
    }

    private static String report(String name, String model) throws IOException {
        PlantedFaults.Found found = PlantedFaults.found(fault(name, model));
        try (SpecOracle oracle = Graphs.oracle(model)) {
            return new DivergenceReport(found.binding(), new OracleClauses(oracle)).text(found.verdict().divergences().get(0));
        }
    }

    private static void assertSays(String text, String... parts) {
        int from = 0;
        for (String part : parts) {
            int at = text.indexOf(part, from);
            assertTrue(at >= 0, () -> "no `" + part + "` in its place in\n" + text);
            from = at + part.length();
        }
    }

    @Test
    void shouldTellAWrongState() throws IOException {
        assertSays(report("no merge", "BuddyLowestFirst"), "Subject reaches a state that the specification does not allow.",
                "1  Allocate(0) = 0\n", "2  Free(0, 0)\n", "actual    it returns, in another state",
                "(expected -> actual):\n  freeBlocks[0]: {} -> {0, 1}\n", "freeBlocks[3]: {0} -> {}",
                "module BuddySystem, line ", ": freeBlocks' = Coalesce(freeBlocks, frame, order)",
                "Before:", "order  0 |UUff|", "After, by the subject:", "order  0 |ffff|", "As a test:", "class SubjectStateTest {",
                "subject.free(0, 0);", "assertArrayEquals(new BitSet[] {bits(), bits(), bits(), bits(0)}, subject.freeBlocks());");
    }

    @Test
    void shouldTellAWrongAnswer() throws IOException {
        assertSays(report("gives up early", "BuddyLowestFirst"), "Subject gives an answer that the specification does not allow.",
                "1  Allocate(0)\n", "expected  the answer 0\n", "actual    it answers -1\n", "  allocated[0]: 0 -> -1\n",
                "module BuddyLowestFirst, line ", ": result = Choice(order)", "assertEquals(0, subject.allocate(0));");
    }

    @Test
    void shouldTellOfBytes() throws IOException {
        assertSays(report("freed twice, in memory", "BuddyLowestFirst"), "Subject accepts a call that the specification refuses.",
                "expected  a refusal by an exception", "module BuddySystem, line ", ": allocated[frame] = order",
                "Its bytes:\n  before  00100010  00 00", "\n   after  00100010 *01 00", "assertThrows(Exception.class, () -> subject.free(0, 0));");
    }

    private static List<String> lines(String module) throws IOException {
        for (Path library : Graphs.models().libraries()) {
            if (Files.exists(library.resolve(module + ".tla"))) {
                return Files.readAllLines(library.resolve(module + ".tla"));
            }
        }
        throw new AssertionError(module);
    }

    /** The clause is one of the specification, found by evaluating it: the line that is named holds what is cited. */
    @Test
    void shouldNameALineThatSaysNo() throws IOException {
        int named = 0;
        for (PlantedFaults.Fault fault : PlantedFaults.all()) {
            Divergence divergence = PlantedFaults.found(fault).verdict().divergences().get(0);
            if (!List.of(DivergenceKind.STATE, DivergenceKind.ANSWER, DivergenceKind.ACCEPTED).contains(divergence.kind()) || divergence.call() == null) {
                continue;
            }
            try (SpecOracle oracle = Graphs.oracle(fault.model())) {
                String clause = new OracleClauses(oracle).clause(divergence);
                Matcher place = Pattern.compile("module (\\w+), line (\\d+): (.*)").matcher(String.valueOf(clause));
                assertTrue(place.matches(), fault + ": " + clause);
                String line = lines(place.group(1)).get(Integer.parseInt(place.group(2)) - 1);
                String first = place.group(3).strip().split("\\s+")[0];
                assertTrue(line.contains(first), fault + ": " + clause + "\nthe line is: " + line);
                named++;
            }
        }
        assertTrue(named > 20, "clauses named=" + named);
    }
}
