package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlallocTest {
    @ParameterizedTest
    @ValueSource(strings = {"verify", "check", "conform", "replay", "judge", "compare", "list", "machine", "machine export", "machine probe"})
    void shouldExplainEachCommand(String command) {
        Session session = Session.of((command + " --help").split(" "));
        assertEquals(0, session.exit());
        assertTrue(session.out().startsWith("Usage: tlalloc " + command), session.out());
        assertEquals("", session.err());
        assertFalse(session.out().contains("%%") || session.out().contains("%n"), session.out());
    }

    @Test
    void shouldSayInOneLineThatACommandIsUnknown() {
        Session session = Session.of("verfy");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("verfy"), session.err());
    }

    @Test
    void shouldSayInOneLineThatAnOptionIsUnknown() {
        Session session = Session.of("list", "--colour");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("--colour"), session.err());
    }

    @Test
    void shouldListEveryModel() {
        Session session = Session.of("list");
        assertEquals(0, session.exit());
        assertEquals(Project.open(Session.home()).catalogue().models().size() + 1, session.out().lines().count());
    }

    @Test
    void shouldNotSayThatAllIsWellWhereItsOutputIsLost() {
        PrintStream out = System.out;
        System.setProperty("tlalloc.home", Session.home().toString());
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        try {
            assertEquals(2, Tlalloc.run("list"));
        } finally {
            System.setOut(out);
            System.clearProperty("tlalloc.home");
        }
    }

    @Test
    void shouldSayThatItIsNotInACheckout(@TempDir Path elsewhere) {
        System.setProperty("tlalloc.home", elsewhere.toString());
        try {
            Session session = Session.of("list");
            assertEquals(2, session.exit());
            assertTrue(session.complaint().contains("has no spec/"), session.err());
        } finally {
            System.clearProperty("tlalloc.home");
        }
    }
}
