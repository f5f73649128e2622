package org.tlalloc.conformance.replay;

import java.util.Arrays;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.graph.StateGraph;

/**
 * Replays a whole state graph on a subject, breadth first over product states, so that
 * the first divergence is one with a shortest sequence of calls.
 *
 * <p>From each product state: a call that the graph allows is made on the live subject and
 * again on one freshly attached to the same bytes; answer, decoded state and bytes must
 * agree with the graph and with each other. Every other call, also with arguments just
 * outside the model's sets, and from the first states with such as code could mix up with those, must be refused by an exception, by the live subject or, in turn, by
 * an attached one, and change no byte. Nothing may be written outside the footprint, and nothing
 * kept in static variables or, by a subject that lives in memory, in Java fields; to read the
 * state changes nothing. What lies next to the footprint, and where bytes mean nothing, is
 * junk, another each time.
 *
 * <p>Images of a {@link org.tlalloc.machine.Linked} subject that differ only by which slots of its
 * pool their nodes lie in are one product state; a second image of each is gone on from, too, and
 * each call must lead from both to the same answer and product state.
 *
 * <p>At the end some thousand calls are made at random on one instance that is never put back, for
 * what is kept where nothing of all this looks.
 *
 * <p>A refusal is any {@link Exception} but those that the Java machine itself throws where
 * code is wrong, such as {@link NullPointerException}. That no byte changes means that all are
 * afterwards what they were before: to write a byte's own value is no change.
 */
public final class ProductReplay {
    private ProductReplay() {
    }

    /**
     * Replays the graph.
     *
     * @throws SubjectException if the class cannot be tested at all
     * @throws OutOfMemoryError if the Java machine has too little memory for the images
     */
    public static Verdict run(StateGraph graph, Binding binding, Options options) {
        ReplayRun run = new ReplayRun(graph, binding, options);
        Thread thread = new Thread(null, run, "replay", 1L << 26);
        thread.setDaemon(true);
        thread.setContextClassLoader(binding.type().getClassLoader());
        try (ExitGuard guard = ExitGuard.over(run::doing)) {
            thread.start();
            watch(run, thread, options);
        }
        return run.verdict();
    }

    /* A call that does not return cannot be stopped; its thread is left behind. */
    private static void watch(ReplayRun run, Thread thread, Options options) {
        long last = -1;
        int still = 0;
        try {
            while (true) {
                thread.join(500);
                if (!thread.isAlive()) {
                    return;
                }
                options.progress().at(run.images(), run.waiting());
                still = run.beats() == last ? still + 1 : 0;
                last = run.beats();
                if (still >= 2 * options.patienceSeconds()) {
                    run.hangs(where(thread));
                    thread.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.interrupted();
        }
    }

    /* The innermost place in code that is not the JDK's. */
    private static String where(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk."))
                .findFirst().map(frame -> ", at " + frame).orElse("");
    }
}
