package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.report.DivergenceReport;
import org.tlalloc.conformance.report.JUnitSource;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;

/**
 * The JUnit test that a divergence is reported with, as a reader would paste it: it compiles beside
 * the class, fails there, and passes once the class is mended.
 */
class PastedTestTest {
    private static final List<PlantedFaults.Fault> FAULTS = PlantedFaults.all();

    /* The tests compiled beside the classes with the faults, and beside the same ones mended. */
    private static Compiled beside(Compiled subjects) {
        return Compiled.of(subjects, IntStream.range(0, FAULTS.size()).mapToObj(PastedTestTest::source).toArray(String[]::new));
    }

    private static String source(int fault) {
        PlantedFaults.Found found = PlantedFaults.found(FAULTS.get(fault));
        return JUnitSource.of(found.verdict().divergences().get(0), found.binding());
    }

    @TestFactory
    Stream<DynamicTest> shouldFailUntilTheClassIsMended() {
        Compiled failing = beside(PlantedFaults.classes());
        Compiled passing = beside(Compiled.units(FAULTS.stream().map(fault -> new String[] {fault.sound()}).toList()));
        return IntStream.range(0, FAULTS.size()).mapToObj(i -> DynamicTest.dynamicTest(FAULTS.get(i).toString(), () -> {
            String source = source(i);
            Throwable failure = run(failing.load(Compiled.nameIn(source)));
            assertNotNull(failure, "it passes beside the faulty class:\n" + source);
            assertFalse(failure instanceof LinkageError, () -> failure + "\n" + source);
            Throwable complaint = run(passing.load(Compiled.nameIn(source)));
            assertNull(complaint, () -> complaint + "\n" + source);
        }));
    }

    @Test
    void shouldCompileHoweverLongTheWay() throws ReflectiveOperationException {
        String freed = "join(frame, order);\n    }\n";
        Compiled subjects = Compiled.of(PlainBuddy.with(freed, "count(1); " + freed, "this.frameCount = frameCount;", "this.frameCount = frameCount; System.setProperty(\"tlalloc.planted\", \"0\");",
                "private final BitSet[] free;", "private final BitSet[] free; private static int count(int more) { int now = Integer.getInteger(\"tlalloc.planted\") + more;"
                + " System.setProperty(\"tlalloc.planted\", \"\" + now); return now; }", "return frame;\n", "return count(0) >= 500 ? 3 : frame;\n"));
        Binding binding = Binding.of(subjects.load("Subject"), Alphabet.of(Graphs.tiny()));
        Divergence divergence = ProductReplay.run(Graphs.tiny(), binding, Options.standard()).divergences().get(0);
        assertTrue(divergence.path().size() >= 1_000 && divergence.path().size() < 4_000, "calls=" + divergence.path().size());
        String source = JUnitSource.of(divergence, binding);
        assertTrue(run(Compiled.of(subjects, source).load(Compiled.nameIn(source))) instanceof AssertionError);
        String report = new DivergenceReport(binding, any -> null).text(divergence);
        assertTrue(report.contains("... and calls=" + (divergence.path().size() - 100) + " more, all in the test below"), report);
    }

    /** What the one test of a class throws; null if it passes. */
    static Throwable run(Class<?> test) throws ReflectiveOperationException {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        List<Method> methods = Arrays.stream(test.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Test.class)).toList();
        assertFalse(methods.isEmpty(), test.getName());
        Method method = methods.get(0);
        method.setAccessible(true);
        try {
            method.invoke(instance);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
