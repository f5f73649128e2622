package org.tlalloc.conformance.replay;

import org.tlalloc.conformance.Compiled;
import org.tlalloc.conformance.Graphs;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.graph.StateGraph;

/** Subjects replayed. */
public final class Replays {
    private Replays() {
    }

    static Verdict of(String model, String... sources) {
        return of(model, Compiled.classOf(sources), Options.standard().withPatience(2).withProductBudget(50_000));
    }

    /** On four frames. */
    static Verdict tiny(String... sources) {
        return tiny(Compiled.classOf(sources));
    }

    static Verdict tiny(Class<?> subject) {
        return of(Graphs.tiny(), subject, Options.standard().withPatience(2).withProductBudget(5_000));
    }

    /** As the command line does. */
    public static Verdict of(String model, Class<?> subject) {
        return of(model, subject, Options.standard());
    }

    static Verdict of(String model, Class<?> subject, Options options) {
        return of(Graphs.of(model), subject, options);
    }

    static Verdict of(StateGraph graph, Class<?> subject, Options options) {
        return ProductReplay.run(graph, Binding.of(subject, Alphabet.of(graph)), options);
    }
}
