package org.tlalloc.range;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeArenaLayoutTest {
    @ParameterizedTest
    @CsvSource({"16777216, 1", "16777216, 2", "16777216, 4096", "16777216, 8388608", "16777216, 16777216", "14348907, 3", "14348907, 4782969",
        "16777213, 1", "16777213, 16777213", "16777215, 5592405", "10, 5", "1, 1"})
    void shouldTellSpansByDividing(int pageCount, int spanPages) {
        RangeArenaLayout layout = RangeArenaLayout.of(pageCount, spanPages, 1, 0);
        for (int span = 0; span <= layout.spanCount; span += Math.max(1, layout.spanCount / 1000)) {
            for (int page = Math.max(0, span * spanPages - 1); page <= Math.min(pageCount, span * spanPages + 1); page++) {
                assertEquals(page / spanPages, layout.span(page), "page=" + page);
                assertEquals(page % spanPages == 0, layout.beginsSpan(page), "page=" + page);
            }
        }
        assertEquals(layout.spanCount, layout.span(pageCount));
    }

    /** Each class begins where the one before ends; with one length each up to 2 * steps - 1, and so without a tree. */
    @ParameterizedTest
    @CsvSource({"1", "2", "8", "1024"})
    void shouldHaveAClassForEachLength(int steps) {
        RangeArenaLayout layout = RangeArenaLayout.of(1 << 14, 1 << 14, steps, 0);
        int least = 1;
        for (int pages = 1; pages <= 1 << 14; pages++) {
            int sizeClass = layout.classOf(pages);
            if (pages > 1 && sizeClass != layout.classOf(pages - 1)) {
                assertEquals(layout.classOf(pages - 1) + 1, sizeClass, "pages=" + pages);
                least = pages;
            }
            assertEquals(pages >= 2 * steps, layout.isWide(sizeClass), "pages=" + pages);
            assertEquals(pages == least ? sizeClass : sizeClass + 1, layout.classFrom(pages), "pages=" + pages);
        }
        assertEquals(layout.classes - 1, layout.classOf(1 << 14));
    }
}
