package org.tlalloc.conformance.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {
    @Test
    void shouldReadBothForms() {
        assertEquals(List.of(3L, 4L, 5L), Seeds.parse("3..5"));
        assertEquals(List.of(8L, 3L), Seeds.parse("8,3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "5..5", "9..3", "1..100000", "a", "1..", "1,,2", "-1..4", "4,4", "1;2", "1..9999999999999999999999"})
    void shouldRefuseWhatAreNoSeeds(String text) {
        String message = assertThrows(ComparisonException.class, () -> Seeds.parse(text)).getMessage();
        assertTrue(message.startsWith("seeds=" + text + " "), message);
    }
}
