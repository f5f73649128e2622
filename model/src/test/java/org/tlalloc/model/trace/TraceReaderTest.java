package org.tlalloc.model.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueParser;

class TraceReaderTest {
    private static final String ERROR_TRACE = """
            Finished computing initial states: 1 distinct state generated at 2026-11-24 06:29:29.
            Error: Invariant Inv is violated.
            Error: The behavior up to this point is:
            State 1: <Initial predicate>
            /\\ allocated = (0 :> -1 @@ 1 :> -1)
            /\\ free = <<>>

            State 2: <Allocate line 42, col 5 to line 47, col 20 of module Buddy>
            /\\ allocated = (0 :> 0 @@ 1 :> -1)
            /\\ free = <<{1}, {}>>

            State 3: <B!Free line 2, col 5 to line 7, col 20 of module Buddy>
            /\\ allocated = (0 :> -1 @@ 1 :> -1)
            /\\ free = <<>>

            26 states generated, 26 distinct states found, 0 states left on queue.
            """;

    @TempDir
    private Path directory;

    private List<Step> read(String text) throws IOException {
        return TraceReader.read(Files.writeString(directory.resolve("t.txt"), text));
    }

    private String refusal(String text) {
        String message = assertThrows(IOException.class, () -> read(text)).getMessage();
        assertEquals(1, message.lines().count(), message);
        String file = "file=" + directory.resolve("t.txt");
        assertTrue(message.startsWith(file), message);
        return message.substring(file.length());
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(step -> String.valueOf(step.name())).toList();
    }

    private static List<String> states(List<Step> steps) {
        return steps.stream().map(step -> step.state().toString()).toList();
    }

    @Test
    void shouldReadAnErrorTraceAmongOtherText() throws IOException {
        List<Step> steps = read(ERROR_TRACE);
        assertEquals(Arrays.asList("null", "Allocate", "B!Free"), names(steps));
        assertNull(steps.get(1).action());
        assertEquals(Map.of("allocated", ValueParser.parse("(0 :> 0 @@ 1 :> -1)"),
                "free", ValueParser.parse("<<{1}, {}>>")), steps.get(1).state());
    }

    @Test
    void shouldReadATraceWithWindowsLineEnds() throws IOException {
        assertEquals(read(ERROR_TRACE), read(ERROR_TRACE.replace("\n", "\r\n")));
    }

    @Test
    void shouldReadAStateOfOneVariableAndValuesSpreadOverLines() throws IOException {
        List<Step> steps = read("""
                State 1: <Initial predicate>
                x = ( 0 :>
                      {1,
                       2} @@
                  1 :> {} )

                State 2: <Next(a, <<1, ")">>) line 9, col 9 to line 9, col 34 of module Val>
                x = "a /\\\\ b = 1"
                """);
        assertEquals(List.of("{x=(0 :> {1, 2} @@ 1 :> {})}", "{x=\"a /\\\\ b = 1\"}"), states(steps));
        assertEquals("Next", steps.get(1).name());
    }

    @Test
    void shouldReadTheOutputOfToolMode() throws IOException {
        List<Step> steps = read("""
                @!@!@STARTMSG 2200:0 @!@!@
                Progress(23) at 2026-11-24 06:29:30: 23 states generated (1,621 s/min)
                @!@!@ENDMSG 2200 @!@!@
                1: <Not in a message>
                @!@!@STARTMSG 2217:4 @!@!@
                1: <Initial predicate>
                x = 0

                @!@!@ENDMSG 2217 @!@!@
                @!@!@STARTMSG 2217:4 @!@!@
                2: <Allocate line 5, col 24 to line 5, col 59 of module One>
                x = 1
                @!@!@ENDMSG 2217 @!@!@
                @!@!@STARTMSG 2122:4 @!@!@
                1: Back to state: <Free line 6, col 24 to line 6, col 59 of module One>

                @!@!@ENDMSG 2122 @!@!@
                """);
        assertEquals(List.of("null", "Allocate", "Free"), names(steps));
        assertEquals(List.of("{x=0}", "{x=1}", "{x=0}"), states(steps));
    }

    @Test
    void shouldEndALoopWithTheStepThatClosesIt() throws IOException {
        List<Step> steps = read("""
                State 1: <Initial predicate>
                x = 0

                State 2: <A line 5, col 24 to line 5, col 59 of module One>
                x = 1

                Back to state 2: <B line 5, col 24 to line 5, col 59 of module One>

                Finished checking temporal properties in 00s at 2026-11-24 06:30:04
                """);
        assertEquals(List.of("null", "A", "B"), names(steps));
        assertEquals(steps.get(1).state(), steps.get(2).state());
    }

    @Test
    void shouldAddNothingForStuttering() throws IOException {
        assertEquals(1, read("State 1: <Initial predicate>\nx = 0\n\nState 2: Stuttering\nFinished\n").size());
        assertEquals(1, read("""
                @!@!@STARTMSG 2217:4 @!@!@
                1: <Initial predicate>
                x = 0
                @!@!@ENDMSG 2217 @!@!@
                @!@!@STARTMSG 2218:4 @!@!@
                2: Stuttering
                @!@!@ENDMSG 2218 @!@!@
                """).size());
    }

    @Test
    void shouldReadAnInitialStateThatViolatesAlone() throws IOException {
        List<Step> steps = read("Error: Invariant Inv is violated by the initial state:\n/\\ x = 5\n/\\ y = 1\n\nFinished in 01s\n");
        assertEquals(List.of(Step.initial(Map.of("x", Value.of(5), "y", Value.of(1)))), steps);
    }

    @Test
    void shouldFillInWhatDifftraceLeavesOut() throws IOException {
        List<Step> steps = read("""
                State 1: <Initial predicate>
                /\\ x = 5
                /\\ y = 1

                State 2: <Next line 5, col 9 to line 5, col 33 of module Two>
                /\\ x = 6

                State 3: <Next line 5, col 9 to line 5, col 33 of module Two>

                State 4: <Next line 5, col 9 to line 5, col 33 of module Two>
                /\\ x = 7
                /\\ y = 1

                """);
        assertEquals(List.of("{x=5, y=1}", "{x=6, y=1}", "{x=6, y=1}", "{x=7, y=1}"), states(steps));
    }

    @Test
    void shouldNotNameAStepThatTlcCouldNotName() throws IOException {
        assertNull(read("State 1: <Initial predicate>\nx = 0\n\n"
                + "State 2: <Action line 5, col 24 to line 5, col 59 of module One>\nx = 1\n").get(1).name());
    }

    @Test
    void shouldReadASimulation() throws IOException {
        List<Step> steps = read("""
                ---------------- MODULE sim/t_0_0 -----------------
                STATE_1 ==\s
                /\\ x = 0
                /\\ y = << >>


                STATE_2 ==\s
                /\\ x = 1
                /\\ y = 1..3


                =================================================
                """);
        assertEquals(List.of("{x=0, y=<<>>}", "{x=1, y={1, 2, 3}}"), states(steps));
        assertEquals(List.of("null", "null"), names(steps));
    }

    @Test
    void shouldReadNamesInASimulationOfNewerReleases() throws IOException {
        List<Step> steps = read("""
                ---------------- MODULE DieHard_0_0 -----------------
                \\* <Init line 9, col 9 to line 11, col 17 of module DieHard>
                STATE_1 ==\s
                /\\ big = 0
                /\\ small = 0


                \\* <FillBig(2) line 17, col 12 to line 19, col 21 of module DieHard>
                STATE_2 ==\s
                /\\ big = 5
                /\\ small = 0


                =================================================
                """);
        assertEquals(List.of("null", "FillBig"), names(steps));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '|', value = {
        "||!|: no trace in it|",
        "a\\nb\\n!|: no trace in it|",
        "State 2: <A line 1, col 1 to line 1, col 2 of module M>\\nx = 1\\n!| line=1: the initial state, state=1, should stand before state=2|",
        "State 1: <Initial predicate>\\nx = 1\\n\\nState 3: <A line 1, col 1 to line 1, col 2 of module M>\\nx = 1\\n!| line=4: state=3 stands behind state=1|",
        "State 1: <Initial predicate>\\nx = 1\\n\\n\\nState 1: <Initial predicate>\\nx = 1\\n!| line=5: a second trace begins here: keep one of them|",
        "State 1: <Initial predicate>\\n\\nx = 1\\n!| line=1: the initial state has no variables|",
        "State 1: <Initial predicate>\\n/\\ x = 1\\n/\\ y = {1, \\n]\\n!| line=4: a value should begin here, not `]`|",
        "State 1: <Initial predicate>\\n/\\ x = 1\\n/\\ y = {1,\\n!| line=3: a value should begin here, but the text ends|",
        "State 1: <Initial predicate>\\n/\\ x = 1\\n/\\ x = 1\\n!| line=3: variable x stands twice in one state|",
        "State 1: <Initial predicate>\\n/\\ x = 1\\ny = 1\\n!| line=3: `/\\` should stand here|",
        "State 1: <Initial predicate>\\nx = 1 y = 1\\n!| line=2: behind the value of x the state should end|",
        "State 1: <Initial predicate>\\nx 1\\n!| line=2: `=` should stand here|",
        "State 1: <Initial predicate>\\n= 1\\n!| line=2: the name of a variable should stand here|",
        "State 1: <Initial predicate>\\nx = 1\\n\\nState 2: <A line 1, col 1 to line 1, col 2 of module M>\\ny = 1\\n!| line=4: variable y is not in the initial state|",
        "State 1: <Initial predicate>\\n/\\ x = 1\\n/\\ y = 2\\n\\nState 2: <A line 1, col 1 to line 1, col 2 of module M>\\n/\\ y = 1\\n!| line=5: the last state lacks variables [x]|",
        "State 1: <Initial predicate>\\nx = 1\\n\\nState 2: <A line 1, col 1 to\\nx = 2\\n!| line=4: an action such as <Allocate line 1, col 2 to line 3, col 4 of module Buddy> should stand here, not `<A line 1, col 1 to`|",
        "State 1: <Initial predicate>\\nx = 1\\n\\nBack to state 2: <A line 1, col 1 to line 1, col 2 of module M>\\n!| line=4: there is no state=2 to lead back to|",
        "State 99999999999: <Initial predicate>\\nx = 1\\n!| line=1: state=99999999999 is beyond every trace|",
        "STATE_1 == \\nx = 1\\n\\n\\nSTATE_2 == \\nx = 1\\n!| line=6: the trace is cut short: a line of ==== should end it|",
        "State 1: <Initial predicate>\\nx = 1\\n\\nState 2: Stuttering\\nState 2: <A line 1, col 1 to line 1, col 2 of module M>\\nx = 2\\n!| line=5: state=2 stands behind the trace's end|",
        "State 1: <Initial predicate>\\nx = 12!| line=2: the trace is cut short: its last line does not end|",
    })
    void shouldSayWhereATraceIsMalformed(String text, String why) {
        assertEquals(why, refusal(text.replace("\\n", "\n")));
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        Path missing = directory.resolve("missing");
        assertEquals("file=" + missing + " does not exist",
                assertThrows(IOException.class, () -> TraceReader.read(missing)).getMessage());
        assertThrows(IOException.class, () -> TraceReader.read(directory));
    }

    /* Wherever a file is cut off, it is read as the beginning of the trace, or refused; nothing is made up. */
    @Test
    void shouldReadNothingElseFromATruncatedTrace() throws IOException {
        List<String> whole = states(read(ERROR_TRACE));
        Map<String, Value> initial = read(ERROR_TRACE).get(0).state();
        int refused = 0;
        for (int length = 0; length < ERROR_TRACE.length(); length++) {
            String cut = ERROR_TRACE.substring(0, length);
            try {
                List<Step> steps = read(cut);
                List<String> states = states(steps);
                if (steps.size() == 1) {
                    assertTrue(initial.entrySet().containsAll(steps.get(0).state().entrySet()), cut);
                } else {
                    assertEquals(whole.subList(0, states.size()), states, cut);
                }
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 100, "refused=" + refused);
    }

    private static final String STORY = """
            model     TLC     states
            Buddy     Inv     12

            invariant Inv does not hold in the last state:
               1  initially
                    list = <<>>
                    used = (0 :> -1 @@ 1 :> [of |-> <<1, 2>>])
               2  Allocate(0, [a |-> "x: 1 -> 2"], 0)
                    list: <<>> -> <<[at |-> 3]>>
                    used[0]: -1 -> 0
               3  B!Free(1)
                    used[1].of[2]: 2 -> "]: 1 -> 2"
               4  nothing happens
                    nothing changes
                  and from here by Allocate(1, 2) back to 2

            All agree: models=1, seconds=1
            """;

    @Test
    void shouldReadAStory() throws IOException {
        List<Step> steps = read(STORY);
        assertEquals(List.of("null", "Allocate", "B!Free", "null", "Allocate"), names(steps));
        assertEquals(Map.of("list", ValueParser.parse("<<>>"), "used", ValueParser.parse("(0 :> -1 @@ 1 :> [of |-> <<1, 2>>])")),
                steps.get(0).state());
        assertEquals(Map.of("list", ValueParser.parse("<<[at |-> 3]>>"), "used",
                ValueParser.parse("(0 :> 0 @@ 1 :> [of |-> <<1, 2>>])")), steps.get(1).state());
        assertEquals(ValueParser.parse("(0 :> 0 @@ 1 :> [of |-> <<1, \"]: 1 -> 2\">>])"), steps.get(2).state().get("used"));
        assertEquals(steps.get(2).state(), steps.get(3).state());
        assertEquals(steps.get(1).state(), steps.get(4).state());
    }

    /** Whatever is told can be read again. */
    @Test
    void shouldReadWhatIsTold() throws IOException {
        List<Step> steps = read(ERROR_TRACE);
        assertEquals(steps, read(Story.of(new Counterexample(Counterexample.Kind.INVARIANT, "Inv", steps, -1, null, false)) + "\n"));
        assertEquals(steps, read(Story.of(new Counterexample(Counterexample.Kind.PROPERTY, "Inv", steps, -1, null, true)) + "\n"));
        assertEquals(steps.subList(0, 2), read(Story.of(new Counterexample(Counterexample.Kind.REFUSAL, "C!Free", steps, -1, null, false)) + "\n"));
    }

    @Test
    void shouldRefuseADamagedStory() {
        assertEquals(" line=10: the value before is -1 and not 7", refusal(STORY.replace("used[0]: -1", "used[0]: 7")));
        assertEquals(" line=10: (0 :> -1 @@ 1 :> [of |-> <<1, 2>>]) has no component 4", refusal(STORY.replace("used[0]", "used[4]")));
        assertEquals(" line=10: variable usage is not in the initial state", refusal(STORY.replace("used[0]", "usage[0]")));
        assertEquals(" line=10: ` -> ` should stand here", refusal(STORY.replace("-1 -> 0", "-1")));
        assertEquals(" line=10: behind the new value the line should end", refusal(STORY.replace("-1 -> 0", "-1 -> 0 -> 1")));
        assertEquals(" line=11: state=5 stands behind state=2", refusal(STORY.replace("3  B!Free", "5  B!Free")));
        assertEquals(" line=15: there is no state=9 to lead back to", refusal(STORY.replace("back to 2", "back to 9")));
        assertEquals(" line=14: what the step changes should stand here", refusal(STORY.replace("        nothing changes\n", "")));
        assertEquals(" line=22: a second trace begins here: keep one of them", refusal(STORY + STORY));
        assertEquals(" line=14: variable nothing is not in the initial state", refusal(STORY.substring(0, STORY.indexOf("changes"))));
        assertEquals(" line=15: variable and is not in the initial state", refusal(STORY.substring(0, STORY.indexOf("back to 2"))));
        assertEquals(" line=15: the trace is cut short: its last line does not end", refusal(STORY.substring(0, STORY.indexOf("\n\nAll"))));
    }
}
