package org.tlalloc.conformance.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.tlalloc.machine.Access;
import org.tlalloc.machine.PagingLayout;

/** Two observations that differ where they should not are told apart; QEMU is not needed. */
class AnswerTest {
    private static final long A = PagingLayout.ACCESSED;
    private static final long D = PagingLayout.DIRTY;
    private static final Probe PROBE = new Probe(PagingMode.FOUR_LEVEL.control(0), 0x1000, Access.READ);

    private static Observation made(int value, int seen, long before, long after) {
        return new Observation(Observation.MADE, 0, 0, List.of(value), List.of(seen), List.of(before), List.of(after));
    }

    private static Observation fault(int vector, int errorCode, long cr2, long after) {
        return new Observation(vector, errorCode, cr2, List.of(), List.of(), List.of(1L), List.of(after));
    }

    private static boolean agreed(Observation ours, Observation theirs, long compared) {
        return new SecondOpinion.Answer(PROBE, ours, theirs, List.of(compared)).agreed();
    }

    @Test
    void shouldCompareEverythingOfAnAccessThatWasMade() {
        Observation ours = made(5, 6, 1, 1 | A);
        assertTrue(agreed(ours, ours, -1));
        for (Observation theirs : List.of(made(4, 6, 1, 1 | A), made(5, 7, 1, 1 | A), made(5, 6, 3, 1 | A), made(5, 6, 1, 1),
                made(5, 6, 1, 1 | A | D), fault(14, 0, 0, 1 | A))) {
            assertEquals(false, agreed(ours, theirs, -1), theirs.toString());
            assertEquals(false, agreed(theirs, ours, -1), theirs.toString());
        }
        // But not the bits that are none of this entry's.
        assertTrue(agreed(ours, made(5, 6, 1, 1), ~A));
        assertTrue(agreed(ours, made(5, 6, 1 | 1L << 40, 1 | A | 1L << 40), 0xffff_ffffL));
    }

    @Test
    void shouldCompareEverythingOfAFaultButAccessed() {
        Observation ours = fault(14, 3, 0x1000, 1);
        assertTrue(agreed(ours, ours, -1));
        assertTrue(agreed(ours, fault(14, 3, 0x1000, 1 | A), -1));
        for (Observation theirs : List.of(fault(13, 3, 0x1000, 1), fault(14, 2, 0x1000, 1), fault(14, 3, 0x1004, 1),
                fault(14, 3, 0x1000, 1 | D), fault(14, 11, 0x1000, 1))) {
            assertEquals(false, agreed(ours, theirs, -1), theirs.toString());
        }
    }

    @Test
    void shouldForgiveTheMissingProtectionBitWithReservedOnly() {
        assertTrue(agreed(fault(14, 9, 0, 1), fault(14, 8, 0, 1), -1));
        assertEquals(false, agreed(fault(14, 8, 0, 1), fault(14, 9, 0, 1), -1));
        assertEquals(false, agreed(fault(14, 1, 0, 1), fault(14, 0, 0, 1), -1));
    }

    @Test
    void shouldSkipWithoutQemuButFailInContinuousIntegration() {
        NeedsQemu.check(null, "true");
        NeedsQemu.check(null, null);
        String why = "nasm is not installed: " + Qemu.INSTALL;
        assertTrue(assertThrows(TestAbortedException.class, () -> NeedsQemu.check(why, null)).getMessage().contains(Qemu.INSTALL));
        assertTrue(assertThrows(AssertionFailedError.class, () -> NeedsQemu.check(why, "true")).getMessage().contains(Qemu.INSTALL));
    }
}
