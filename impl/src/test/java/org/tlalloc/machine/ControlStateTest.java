package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ControlStateTest {
    @Test
    void shouldBeInTheModeThatTheBitsSay() {
        for (PagingLayout layout : List.of(PagingLayout.IA32, PagingLayout.PAE, PagingLayout.FOUR_LEVEL, PagingLayout.FIVE_LEVEL)) {
            ControlState state = ControlState.of(layout, 0x1000);
            assertSame(layout, state.layout());
            assertNull(state.withCr0(ControlState.CR0_PE).layout());
        }
        // LA57 without long mode, and NXE without PAE, mean nothing.
        ControlState pae = ControlState.of(PagingLayout.PAE, 0);
        assertSame(PagingLayout.PAE, pae.withCr4(pae.cr4() | ControlState.CR4_LA57).layout());
        ControlState ia32 = ControlState.of(PagingLayout.IA32, 0).withEfer(ControlState.EFER_NXE);
        assertSame(PagingLayout.IA32, ia32.layout());
        assertEquals(false, ia32.noExecute());
        assertEquals(true, pae.noExecute());
    }

    @Test
    void shouldRefuseWhatTheMachineHasNot() {
        ControlState plain = ControlState.of(PagingLayout.FOUR_LEVEL, 0);
        refuse("cr0=0x80000000", () -> plain.withCr0(ControlState.CR0_PG));
        refuse("cr4=0x20020", () -> plain.withCr4(ControlState.CR4_PAE | 1 << 17));
        refuse("has no PAE", () -> plain.withCr4(0));
        refuse("cr3=0x10000000000", () -> plain.withCr3(1L << 40));
        refuse("cr3=0x100000000", () -> ControlState.of(PagingLayout.PAE, 1L << 32));
        refuse("cpl=4", () -> plain.withCpl(4));
        refuse("cpl=-1", () -> plain.withCpl(-1));
        refuse("physicalBits=53", () -> plain.withPhysicalBits(53));
        refuse("physicalBits=31", () -> plain.withPhysicalBits(31));
    }

    private static void refuse(String part, Supplier<ControlState> making) {
        String message = assertThrows(IllegalArgumentException.class, making::get).getMessage();
        assertTrue(message.contains(part), message);
    }
}
