package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RangeArenaNextFitTest extends RangeContractTest {
    RangeArenaNextFitTest() {
        super(ArenaKind.whole("next"));
    }

    /* Behind the last tag of a span it goes on, though the span that follows is not here. */
    @Test
    void shouldGoOnInTheNextSpanThatIsHere() {
        Region region = new Region(new ArenaKind("next", 8, 1, 3), 12);
        for (int pages : new int[] {2, 2, 4, 2, 2}) {
            region.allocate(pages);
        }
        region.free(8, 2);
        region.free(4, 4);
        region.free(2, 2);
        assertEquals(2, region.allocate(2), "from the last tag to the first");
        region.free(0, 2);
        assertEquals(8, region.allocate(2), "over the span in between");
        assertEquals(0, region.allocate(2));
    }
}
