package org.tlalloc.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    /** Two frames allocated and the second given back, as TLC prints it for BuddyLowestFirst. */
    private static final String TRACE = """
            Error: Invariant SomeInv is violated.
            Error: The behavior up to this point is:
            State 1: <Initial predicate>
            /\\ allocated = (0 :> -1 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
            /\\ freeBlocks = (0 :> {} @@ 1 :> {} @@ 2 :> {} @@ 3 :> {0})

            State 2: <Allocate line 32, col 5 to line 36, col 65 of module BuddyLowestFirst>
            /\\ allocated = (0 :> 0 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
            /\\ freeBlocks = (0 :> {1} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

            State 3: <Allocate line 32, col 5 to line 36, col 65 of module BuddyLowestFirst>
            /\\ allocated = (0 :> 0 @@ 1 :> 0 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
            /\\ freeBlocks = (0 :> {} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

            State 4: <Allocate line 32, col 5 to line 36, col 65 of module BuddyLowestFirst>
            /\\ allocated = (0 :> 0 @@ 1 :> 0 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
            /\\ freeBlocks = (0 :> {} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

            State 5: <Free line 59, col 5 to line 61, col 55 of module BuddySystem>
            /\\ allocated = (0 :> 0 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
            /\\ freeBlocks = (0 :> {1} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

            12 states generated, 5 distinct states found, 0 states left on queue.
            """;

    @TempDir
    Path folder;

    private Session replay(String model, String text) throws IOException {
        return Session.of("replay", model, Files.writeString(folder.resolve("trace.txt"), text).toString());
    }

    @Test
    void shouldFollowATraceToItsEnd() throws IOException {
        Session session = replay("BuddyLowestFirst", TRACE);
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("   1  Allocate(0) = 0\n"), session.out());
        assertTrue(session.out().contains("   3  Allocate(3) = -1\n"), session.out());
        assertTrue(session.out().contains("   4  Free(1, 0)\n"), session.out());
        assertTrue(session.out().contains("follows the trace to its end, states=5 calls=4"), session.out());
    }

    /** The trace of a broken model, that does not coalesce: our implementation does otherwise. */
    @Test
    void shouldShowWhereTheImplementationDoesOtherwise() throws IOException {
        int second = TRACE.indexOf("State 3");
        Session session = replay("BuddyBrokenCoalesced", TRACE.substring(0, second) + """
                State 3: <Free line 59, col 5 to line 61, col 55 of module BuddySystem>
                /\\ allocated = (0 :> -1 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {0, 1} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

                """);
        assertEquals(1, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("freeBlocks[0]: {0, 1} -> {}"), session.out());
        assertTrue(session.out().startsWith("Note that BuddyBrokenCoalesced is broken on purpose"), session.out());
    }

    /** Two blocks of the order are free; the trace takes the upper one, which Buddy may and BuddyLowestFirst does not. */
    @Test
    void shouldSayThatTheClassMadeAnotherChoice() throws IOException {
        Session session = Session.of("replay", "Buddy", Files.writeString(folder.resolve("trace.txt"), """
                State 1: <Initial predicate>
                /\\ allocated = (0 :> -1 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {} @@ 2 :> {} @@ 3 :> {0})

                State 2: <Allocate line 37, col 5 to line 42, col 65 of module Buddy>
                /\\ allocated = (0 :> 1 @@ 1 :> -1 @@ 2 :> -1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {2} @@ 2 :> {4} @@ 3 :> {})

                State 3: <Allocate line 37, col 5 to line 42, col 65 of module Buddy>
                /\\ allocated = (0 :> 1 @@ 1 :> -1 @@ 2 :> 1 @@ 3 :> -1 @@ 4 :> -1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {} @@ 2 :> {4} @@ 3 :> {})

                State 4: <Allocate line 37, col 5 to line 42, col 65 of module Buddy>
                /\\ allocated = (0 :> 1 @@ 1 :> -1 @@ 2 :> 1 @@ 3 :> -1 @@ 4 :> 1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {6} @@ 2 :> {} @@ 3 :> {})

                State 5: <Free line 59, col 5 to line 61, col 55 of module BuddySystem>
                /\\ allocated = (0 :> -1 @@ 1 :> -1 @@ 2 :> 1 @@ 3 :> -1 @@ 4 :> 1 @@ 5 :> -1 @@ 6 :> -1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {0, 6} @@ 2 :> {} @@ 3 :> {})

                State 6: <Allocate line 37, col 5 to line 42, col 65 of module Buddy>
                /\\ allocated = (0 :> -1 @@ 1 :> -1 @@ 2 :> 1 @@ 3 :> -1 @@ 4 :> 1 @@ 5 :> -1 @@ 6 :> 1 @@ 7 :> -1)
                /\\ freeBlocks = (0 :> {} @@ 1 :> {0} @@ 2 :> {} @@ 3 :> {})

                """).toString(), "--subject", "BuddyLowestFirst");
        assertEquals(0, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("BuddyLowestFirst leaves the trace, as it may: at state 6 it answers Allocate(1) = 0,"
                + " where the trace has 6; the specification allows both"), session.out());
    }

    /** A step that the specification does not have: a larger block is split while one of the order is free. */
    @Test
    void shouldRefuseWhatIsNoBehaviourOfTheModel() throws IOException {
        Session session = replay("BuddyLowestFirst", TRACE.replace("1 :> 0 @@ 2 :> -1", "1 :> -1 @@ 2 :> 0"));
        assertEquals(2, session.exit(), session.out() + session.err());
        assertTrue(session.complaint().contains("state 3 of the trace does not follow from the one before"), session.err());
    }

    @Test
    void shouldRefuseATraceOfAnotherModel() throws IOException {
        assertTrue(replay("BuddyHoles", TRACE).complaint().contains("no initial state of the model"));
        assertTrue(replay("BlockAllocation", TRACE).complaint().contains("variables=[allocated, freeBlocks]"));
    }

    /** What one command prints the other takes. */
    @Test
    void shouldFollowTheStoryThatCheckTells() throws IOException {
        Session told = Session.of("check", "BuddyBrokenCoalesced");
        assertEquals(0, told.exit(), told.err());
        Session session = replay("BuddyBrokenCoalesced", told.out());
        assertEquals(1, session.exit(), session.out() + session.err());
        assertTrue(session.out().contains("\n   1  Allocate("), session.out());
        assertTrue(session.out().contains("Buddy reaches a state that the specification does not allow"), session.out());
    }

    @Test
    void shouldRefuseAFileWithoutATrace() throws IOException {
        Session session = replay("Buddy", "Model checking completed. No error has been found.\n");
        assertEquals(2, session.exit());
        assertTrue(session.complaint().contains("no trace in it"), session.err());
    }
}
