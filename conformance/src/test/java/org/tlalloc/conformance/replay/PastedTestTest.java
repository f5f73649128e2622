package org.tlalloc.conformance.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import org.tlalloc.conformance.report.JUnitSource;

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

    /** What the one test of a class throws; null if it passes. */
    private static Throwable run(Class<?> test) throws ReflectiveOperationException {
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
