package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.report.JUnitSource;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.graph.StateGraph;

/** Subjects that keep nodes in slots: which slot a node lies in makes no state of its own, and must make no difference. */
class RenamingTest {
    private static final int NUMBERS = 4;
    private static final int STATES = 1 << NUMBERS;
    private static final String PLACED = "while (get(place) != 0 && number(get(place)) < number) {";
    /* Puts a number first, if its slot is of an even link. */
    private static final String[] UNORDERED = {PLACED, "while (link % 2 != 0 && " + PLACED.substring("while (".length()),
        "return get(HEAD) == 0 ? -1 : number(get(HEAD));", "return members().nextSetBit(0);"};
    private static final String LINKS = "new Links(new Extent(base + 16, numbers * SLOT), SLOT, List.of(0, BEFORE), List.of(new Extent(base + HEAD, 8)))";

    private static final String PUSHED = "put(slot(link), get(FREE));\n        put(FREE, link);";
    private static final String PUT_BEFORE = "put(slot(link) + BEFORE, before);";

    private static StateGraph graph() {
        return Graphs.ofResource("/replay/NumberSet.tla", "SPECIFICATION Spec\nCONSTANT Numbers = " + NUMBERS + "\n");
    }

    private static Verdict replay(String source) {
        return Replays.of(graph(), Compiled.classOf(source), Options.standard().withPatience(2).withProductBudget(5_000));
    }

    private static Divergence only(Verdict verdict) {
        assertEquals(1, verdict.divergences().size(), verdict.toString());
        assertFalse(verdict.agrees());
        return verdict.divergences().get(0);
    }

    @Test
    void shouldTakeStatesForOneThatDifferBySlotsAlone() {
        Verdict verdict = replay(LinkedSet.SOURCE);
        assertTrue(verdict.agrees(), verdict.toString());
        assertTrue(verdict.upToRenaming());
        assertEquals(STATES, verdict.productStates());
        // Each set can lie in its slots, and the free ones in their list, in another order than that of its first time.
        assertEquals(STATES, verdict.renamed());
        assertEquals(0, verdict.unexhibited());
    }

    @Test
    void shouldTellStatesApartByTheirBytesWhereNoLinksAreDeclared() {
        Verdict verdict = replay(LinkedSet.with("implements Linked {", "implements org.tlalloc.machine.Resident {",
                "    @Override\n    public Links links", "    public Links links"));
        assertTrue(verdict.agrees(), verdict.toString());
        assertFalse(verdict.upToRenaming());
        // Each set with its slots, and the free ones, in every order.
        assertEquals(STATES * 24, verdict.productStates());
        assertEquals(0, verdict.renamed());
    }

    @Test
    void shouldGoThroughMoreStatesWhereALinkIsNotDeclared() {
        Verdict verdict = replay(LinkedSet.with(LINKS, LINKS.replace("List.of(0, BEFORE)", "List.of(0)")));
        assertTrue(verdict.productStates() > 2 * STATES, verdict.toString());
    }

    @Test
    void shouldFindABehaviourThatDependsOnASlotsNumber() {
        Divergence found = only(replay(LinkedSet.with("if (number < 0 ||", "if (get(FREE) == 2 && number == 3 || number < 0 ||")));
        assertEquals(DivergenceKind.REFUSED, found.kind());
        found = only(replay(LinkedSet.with("return get(HEAD) == 0 ? -1 :", "return get(HEAD) == 3 ? 2 : get(HEAD) == 0 ? -1 :")));
        assertEquals(DivergenceKind.ANSWER, found.kind());
    }

    /* The set is the same in whichever order the list is: only the nodes tell. */
    @Test
    void shouldFindAStructureThatDependsOnASlotsNumber() {
        Divergence found = only(replay(LinkedSet.with(UNORDERED)));
        assertEquals(DivergenceKind.SLOT_NUMBERS, found.kind());
        assertTrue(found.actual().matches("it returns; with the same nodes in other slots it leads to other nodes: after calls=\\[.*]"), found.actual());
    }

    @Test
    void shouldFindASlotThatIsANumberOfTheSet() {
        Divergence found = only(replay(LinkedSet.with("return memory.readByte(base + slot(link) + NUMBER);", "return link - 1;",
                "int link = get(FREE);\n        put(FREE, get(slot(link)));", "int link = number + 1; int free = FREE;"
                        + " while (get(free) != link) { free = slot(get(free)); } put(free, get(slot(link)));",
                "memory.writeByte(base + slot(link) + NUMBER, (byte) number);", "",
                "new Extent(base + slot(link) + NUMBER + 1, 3)", "new Extent(base + slot(link) + NUMBER, 4)")));
        assertEquals(DivergenceKind.SLOT_NUMBERS, found.kind(), found.toString());
    }

    @Test
    void shouldFindASlotThatIsLost() {
        Divergence found = only(replay(LinkedSet.with(PUSHED, "")));
        assertEquals(DivergenceKind.LOST_SLOT, found.kind());
        assertEquals(List.of("Insert(0)", "Remove(0)"), found.path().stream().map(Divergence.Step::toString).toList());
        assertEquals("no link leads to slot=0 at address=0x100010 length=12, and it is not scratch", found.actual());
    }

    @Test
    void shouldFindThatFreeSlotsAreLostWhereTheirListIsNotDeclared() {
        Divergence found = only(replay(LinkedSet.with(LINKS, LINKS.replace("base + HEAD, 8", "base + HEAD, 4"))));
        assertEquals(DivergenceKind.LOST_SLOT, found.kind());
        assertEquals(List.of(), found.path());
    }

    @Test
    void shouldFindALinkThatLeadsNowhere() {
        Divergence found = only(replay(LinkedSet.with(PUT_BEFORE, "put(slot(link) + BEFORE, before == 0 ? 5 : before);")));
        assertEquals(DivergenceKind.LINKS, found.kind());
        assertEquals("link=5 at address=0x100018 is not within 0..4", found.actual());
        found = only(replay(LinkedSet.with(PUT_BEFORE, "put(slot(link) + BEFORE, before - (before == 0 ? 1 : 0));")));
        assertEquals("link=-1 at address=0x100018 is not within 0..4", found.actual());
    }

    @Test
    void shouldGiveATestThatFailsUntilTheClassIsMended() throws ReflectiveOperationException {
        for (String[] fault : new String[][] {UNORDERED, {PUSHED, ""}, {PUT_BEFORE, "put(slot(link) + BEFORE, 5);"}}) {
            Compiled faulty = Compiled.of(LinkedSet.with(fault));
            Binding binding = Binding.of(faulty.load("Subject"), Alphabet.of(graph()));
            String test = JUnitSource.of(only(ProductReplay.run(graph(), binding, Options.standard())), binding);
            assertNotNull(PastedTestTest.run(Compiled.of(faulty, test).load(Compiled.nameIn(test))), test);
            assertNull(PastedTestTest.run(Compiled.of(Compiled.of(LinkedSet.SOURCE), test).load(Compiled.nameIn(test))), test);
        }
    }

    @Test
    void shouldFindLinksThatAreNotItsOwn() {
        for (String other : new String[] {LINKS.replace("base + HEAD, 8", "base - HEAD, 8"), LINKS.replace("base + 16", "base + 28"),
            LINKS.replace("base + HEAD, 8", "base + HEAD, 7"), "null", LINKS.replace("SLOT,", "SLOT + 1,")}) {
            assertEquals(DivergenceKind.EXTENTS, only(replay(LinkedSet.with(LINKS, other))).kind(), other);
        }
    }
}
