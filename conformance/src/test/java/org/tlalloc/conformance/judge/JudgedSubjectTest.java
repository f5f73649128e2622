package org.tlalloc.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlalloc.frame.BuddyMostRecentFirst;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.Value;

/** Eight frames, orders 0 to 3. */
class JudgedSubjectTest {
    private static SpecOracle oracle;

    @BeforeAll
    static void open() throws IOException {
        Catalogue catalogue = Catalogue.at(Path.of(".."));
        oracle = catalogue.oracle(catalogue.model("BlockAllocation"));
    }

    @AfterAll
    static void close() throws IOException {
        oracle.close();
    }

    private static JudgedSubject subject(Class<?> type) {
        return JudgedSubject.of(type, "BlockAllocation", oracle);
    }

    private static JudgedSubject.Answer call(JudgedSubject subject, String action, int... arguments) {
        return subject.call(action, IntStream.of(arguments).mapToObj(Value::of).toArray(Value[]::new));
    }

    private static Disagreement disagreement(Runnable call) {
        return assertThrows(DisagreementException.class, call::run).disagreement();
    }

    @Test
    void shouldAgreeWithARightSubjectInAndOutsideTheContract() {
        for (Class<?> right : List.of(PlainBlocks.class, ByteBlocks.class, BuddyMostRecentFirst.class)) {
            JudgedSubject subject = subject(right);
            assertEquals(new JudgedSubject.Answer(true, Value.of(0)), call(subject, "Allocate", 3));
            assertEquals(new JudgedSubject.Answer(true, Value.of(-1)), call(subject, "Allocate", 0));
            for (int[] outside : new int[][] {{0, 2}, {0, 4}, {0, -1}, {1, 3}, {8, 0}, {-1, 0}, {Integer.MIN_VALUE, 3}}) {
                assertEquals(new JudgedSubject.Answer(false, null), call(subject, "Free", outside));
            }
            assertEquals(new JudgedSubject.Answer(false, null), call(subject, "Allocate", 4));
            subject.compareState();
            assertEquals(new JudgedSubject.Answer(true, null), call(subject, "Free", 0, 3));
            assertEquals(new JudgedSubject.Answer(false, null), call(subject, "Free", 0, 3));
            subject.compareState();
            assertEquals(12, subject.calls());
            assertEquals(oracle.values(oracle.initial()), oracle.values(subject.state()));
        }
    }

    @Test
    void shouldGoOnWithAnObjectAttachedToTheBytes() {
        JudgedSubject resident = subject(ByteBlocks.class);
        Object before = resident.subject();
        resident.compareState();
        assertNotSame(before, resident.subject());
        JudgedSubject plain = subject(PlainBlocks.class);
        Object same = plain.subject();
        plain.compareState();
        assertSame(same, plain.subject());
    }

    @Test
    void shouldCatchWritesOutsideTheFootprint() {
        JudgedSubject subject = subject(ByteBlocks.Trespasser.class);
        for (int frame = 0; frame < 5; frame++) {
            call(subject, "Allocate", 0);
        }
        assertEquals(new Disagreement("allocate(0)", "does its work",
                "it writes length=1 at address=0x10000a, outside its footprint [Extent[address=1048576, length=10]]"),
                disagreement(() -> call(subject, "Allocate", 0)));
    }

    @Test
    void shouldCatchARefusedCallThatChangesBytes() {
        JudgedSubject subject = subject(ByteBlocks.WritesFirst.class);
        // It writes what is there already, which changes nothing.
        call(subject, "Free", 1, 0);
        assertEquals(new Disagreement("free(2, 0)", "throws IllegalArgumentException: frame=2 order=0",
                "it changes bytes, length=1 at address=0x100003"), disagreement(() -> call(subject, "Free", 2, 0)));
    }

    @Test
    void shouldCatchWhatIsKeptInJavaFields() {
        JudgedSubject subject = subject(ByteBlocks.Forgetful.class);
        call(subject, "Allocate", 1);
        Disagreement found = disagreement(subject::compareState);
        assertEquals("finds the state of an object attached to its bytes to differ", found.answer());
        assertEquals("expected -> actual: allocated[0]: 1 -> 2", found.reason());
    }

    @Test
    void shouldCatchWhatIsReadFromBytesThatMeanNothing() {
        JudgedSubject subject = subject(ByteBlocks.ReadsScratch.class);
        call(subject, "Allocate", 1);
        assertEquals("expected -> actual: allocated[7]: -1 -> 0", disagreement(subject::compareState).reason());
    }

    /** Has planted faults outside the contract. */
    public static final class Careless extends PlainBlocks {
        public Careless(int frameCount, int maxOrder, Set<Integer> reserved) {
            super(frameCount, maxOrder, reserved);
        }

        @Override
        public int allocate(int order) {
            return order == 4 ? NONE : super.allocate(order);
        }

        @Override
        public void free(int frame, int order) {
            if (frame < 0) {
                orders[frame] = NONE;
            }
            if (frame != 2) {
                super.free(frame, order);
            }
        }
    }

    @Test
    void shouldCatchCallsThatShouldBeRefused() {
        JudgedSubject subject = subject(Careless.class);
        Disagreement free = disagreement(() -> call(subject, "Free", 2, 0));
        assertEquals("is taken", free.answer());
        assertTrue(free.reason().matches("the specification says no in module BlockAllocation, line \\d+: OrderAt\\(frame\\) = order"),
                free::reason);
        Disagreement order = disagreement(() -> call(subject, "Allocate", 4));
        assertEquals("answers -1", order.answer());
        assertTrue(order.reason().endsWith(": order = 4 is not in Order"), order::reason);
    }

    @Test
    void shouldCatchCallsThatCrashInsteadOfBeingRefused() {
        Disagreement found = disagreement(() -> call(subject(Careless.class), "Free", -1, 0));
        assertTrue(found.answer().startsWith("throws ArrayIndexOutOfBoundsException: "), found::answer);
        assertEquals("a call outside the contract is to be refused, not to crash", found.reason());
    }

    @Test
    void shouldCatchCallsThatShouldBeTaken() {
        JudgedSubject subject = subject(PlantedBlocks.ThrowsWhenExhausted.class);
        call(subject, "Allocate", 3);
        assertEquals("the specification allows the call, with result = -1 for one",
                disagreement(() -> call(subject, "Allocate", 3)).reason());
        JudgedSubject other = subject(PlantedBlocks.RefusesToFree.class);
        for (int frame = 0; frame < 4; frame++) {
            call(other, "Allocate", 0);
        }
        assertEquals("the specification allows the call", disagreement(() -> call(other, "Free", 3, 0)).reason());
    }

    @Test
    void shouldCatchStatesThatDiffer() {
        JudgedSubject subject = subject(PlantedBlocks.ShowsAnother.class);
        call(subject, "Allocate", 1);
        call(subject, "Allocate", 0);
        assertEquals(new Disagreement("after calls=2", "finds its state to differ", "expected -> actual: allocated[2]: 0 -> 1"),
                disagreement(subject::compareState));
    }

    /** A lamp that goes out by itself, but only when it is on. */
    public static class Lamp {
        private boolean on;

        public void press() {
            on = true;
        }

        public boolean expire() {
            boolean before = on;
            on = false;
            return before;
        }

        public boolean on() {
            return on;
        }
    }

    /** Says that it goes out when it is out already. */
    public static final class Eager extends Lamp {
        @Override
        public boolean expire() {
            super.expire();
            return true;
        }
    }

    /** Never goes out. */
    public static final class Lazy extends Lamp {
        @Override
        public boolean expire() {
            return false;
        }
    }

    @Test
    void shouldJudgeStepsThatAreNoCalls(@TempDir Path folder) throws IOException {
        Path module = Files.writeString(folder.resolve("Light.tla"), """
                ---- MODULE Light ----
                VARIABLE on
                Init == on = FALSE
                Press == on' = TRUE
                Expire == on /\\ on' = FALSE
                Call == Press
                Internal == Expire
                Next == Call \\/ Internal
                ====
                """);
        try (SpecOracle light = SpecOracle.open(module, List.of(), Map.of(), Map.of())) {
            JudgedSubject lamp = JudgedSubject.of(Lamp.class, "Light", light);
            assertEquals(new JudgedSubject.Answer(false, null), call(lamp, "Expire"));
            assertEquals(new JudgedSubject.Answer(true, null), call(lamp, "Press"));
            assertEquals(new JudgedSubject.Answer(true, null), call(lamp, "Expire"));
            assertEquals(new JudgedSubject.Answer(false, null), call(lamp, "Expire"));
            lamp.compareState();

            Disagreement eager = disagreement(() -> call(JudgedSubject.of(Eager.class, "Light", light), "Expire"));
            assertEquals(new Disagreement("expire()", "is taken", "the specification says no in module Light, line 5: on"), eager);

            JudgedSubject lazy = JudgedSubject.of(Lazy.class, "Light", light);
            call(lazy, "Press");
            assertEquals(new Disagreement("expire()", "says that it is not to be taken now", "the specification allows the call"),
                    disagreement(() -> call(lazy, "Expire")));
        }
    }
}
