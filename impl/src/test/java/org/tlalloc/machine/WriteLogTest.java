package org.tlalloc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WriteLogTest {
    private final WriteLog log = new WriteLog();

    @Test
    void shouldKeepEveryWriteInOrder() {
        int writes = 1_000;
        for (int i = 0; i < writes; i++) {
            log.add(1L << 35 | i, i + 1);
        }
        assertEquals(writes, log.count());
        for (int i = 0; i < writes; i++) {
            assertEquals(1L << 35 | i, log.address(i));
            assertEquals(i + 1, log.length(i));
        }
    }

    @Test
    void shouldForgetWhenCleared() {
        log.add(7, 1);
        log.clear();
        assertEquals(0, log.count());
        log.add(9, 2);
        assertEquals(1, log.count());
        assertEquals(9, log.address(0));
    }

    @Test
    void shouldRefuseAWriteThatWasNot() {
        log.add(7, 1);
        log.clear();
        assertThrows(IndexOutOfBoundsException.class, () -> log.address(0));
        assertThrows(IndexOutOfBoundsException.class, () -> log.length(0));
        assertThrows(IndexOutOfBoundsException.class, () -> log.address(-1));
    }
}
