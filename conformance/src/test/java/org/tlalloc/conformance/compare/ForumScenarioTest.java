package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForumScenarioTest {
    private static List<String> regions(Strategy strategy) {
        return ForumScenario.of(strategy).stream().map(ForumScenario.Step::region).toList();
    }

    @Test
    void shouldDrawTheBitmapsAnswer() {
        assertEquals(List.of("AAAA............................",
                "AAAABBBB........................",
                "AAAABBBBCCCCC...................",
                "AAAA....CCCCC...................",
                "AAAA....CCCCCDDDDD..............",
                "AAAAEEE.CCCCCDDDDD.............."), regions(Strategy.BITMAP));
    }

    @Test
    void shouldDrawWhatTheBuddyWastes() {
        assertEquals(List.of("AAAA............................",
                "AAAABBBB........................",
                "AAAABBBBCCCCC---................",
                "AAAA....CCCCC---................",
                "AAAA....CCCCC---DDDDD---........",
                "AAAAEEE-CCCCC---DDDDD---........"), regions(Strategy.BUDDY));
    }

    /** What the question is about: five pages do not go where four were, and three do. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerTheQuestion(Strategy strategy) {
        List<String> regions = regions(strategy);
        int hole = regions.get(1).indexOf('B');
        assertEquals('.', regions.get(3).charAt(hole));
        assertTrue(regions.get(4).contains("DDDDD"), regions.toString());
        assertTrue(regions.get(4).indexOf('D') < hole || regions.get(4).indexOf('D') > hole + 3, regions.toString());
        assertTrue(regions.get(5).contains("EEE"), regions.toString());
    }

    @Test
    void shouldSayWhereInTheForumsRegionASlabLies() {
        List<String> picture = ForumScenario.picture(Strategy.BITMAP);
        assertTrue(picture.get(0).startsWith("RangeBitmap: "), picture.get(0));
        assertEquals("  2  B, a slab of 4 pages   |AAAA|BBBB|....|....|....|....|....|....|  page  4, 0xD0404000", picture.get(2));
    }
}
