package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RangeLengthsTest {
    @Test
    void shouldReadEveryLengthThatWasWrittenInDigits() {
        for (int pages = 1; pages <= GapsLayout.MAX_PAGES; pages += pages < 10_000 ? 1 : 997) {
            assertEquals(pages, RangeLengths.longLength(RangeLengths.longCode(pages)));
        }
        assertEquals(GapsLayout.MAX_PAGES, RangeLengths.longLength(RangeLengths.longCode(GapsLayout.MAX_PAGES)));
    }

    /* Or a range would seem to begin inside of another. */
    @Test
    void shouldNotWriteADigitThatLooksLikeABeginning() {
        for (int pages = 1; pages <= GapsLayout.MAX_PAGES; pages += 61) {
            int code = RangeLengths.longCode(pages);
            for (int digit = 0; digit < Integer.BYTES; digit++) {
                byte found = (byte) (code >>> 8 * digit);
                assertTrue(found < 0 && found != RangeLengths.LONG && found != RangeLengths.EDGE, "pages=" + pages);
            }
        }
    }
}
