package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaSizeTest {
    @ParameterizedTest
    @CsvSource({"1048576,1048576", "1,1", "100%,20599", "110%,22658", "80%,16479", "1%,205"})
    void shouldBeANumberOrAShareOfThePeak(String text, int frames) {
        assertEquals(frames, ArenaSize.parse(text).frames(Traces.read("gcc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "0%", "-5", "1.5", "12k", "80 %", "%80", "\u0661"})
    void shouldRefuseAnythingElse(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ArenaSize.parse(text));
        assertEquals("frames=" + text + " is neither a number of frames nor, such as 80%, a percentage of the workload's peak",
                e.getMessage());
    }

    @Test
    void shouldRefuseArenasOfNoFramesAndTooLargeOnes() {
        Workload gcc = Traces.read("gcc");
        assertEquals(1 << 24, ArenaSize.parse("16777216").frames(gcc));
        for (String text : new String[] {"0", "16777217", "2147483648", "99999999999999999999"}) {
            assertEquals("frames=" + text + " is not within 1..16777216",
                    assertThrows(IllegalArgumentException.class, () -> ArenaSize.parse(text).frames(gcc)).getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> ArenaSize.parse("999999999%").frames(gcc));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "3,1", "1023,9", "1024,10", "16777216,10"})
    void shouldLeaveNoOrderWithoutRoom(int frames, int order) {
        assertEquals(order, ArenaSize.usualMaxOrder(frames));
    }
}
