package org.tlalloc.conformance.replay;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Makes calls on subjects, and notes what comes of them. */
interface Caller {
    /** Makes a call on a subject. */
    void make(CallPlan.Planned planned, Object subject, Outcome into);

    /*
     * An exception costs little where the JIT compiler sees both who throws and who catches it, and
     * thirty times as much where it has to look for the handler at run time. It sees both only while
     * one place in the code calls methods of one or two classes; and what it has seen there it never
     * forgets. A program that replays one class after another would so replay the last ones, which may
     * be the largest, three times as slowly as the first. So each replay has a copy of the class that
     * calls, which the JVM takes for another one, with a past of its own.
     */

    /** One that no subject has been called by yet. */
    static Caller fresh() {
        String file = DirectCaller.class.getSimpleName() + ".class";
        try (InputStream compiled = DirectCaller.class.getResourceAsStream(file)) {
            return (Caller) MethodHandles.lookup().defineHiddenClass(compiled.readAllBytes(), true).lookupClass()
                    .getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("class=" + DirectCaller.class.getName() + " cannot be copied", e);
        }
    }
}
