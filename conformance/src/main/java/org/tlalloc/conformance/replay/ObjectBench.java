package org.tlalloc.conformance.replay;

import java.util.List;

/**
 * A subject that is a plain object: its images are everything that it refers to. A state is
 * put back by making the calls that lead there on a new instance, so that nothing has to be
 * copied, and no class is too odd.
 */
final class ObjectBench extends Bench {
    private final CallPlan plan;
    private final Routes routes;
    private final ObjectGraph graph;
    private final ImageStore store = new ImageStore();
    private final Outcome outcome;
    private int image = NO_IMAGE;
    private Object live;
    private boolean touched;
    private boolean found;

    ObjectBench(CallPlan plan, Routes routes, StaticVariables statics) {
        super(statics);
        this.plan = plan;
        this.outcome = new Outcome(plan.caller());
        this.routes = routes;
        this.graph = new ObjectGraph(plan.binding().type(), null);
    }

    @Override
    int start() {
        live = plan.binding().create();
        return settle(live);
    }

    @Override
    int images() {
        return store.count();
    }

    @Override
    void enter(int number) throws Unrepeatable {
        image = number;
        live = again();
        touched = false;
    }

    private Object again() throws Unrepeatable {
        int[] transitions = routes.to(image);
        Object made = plan.binding().create();
        for (int i = 0; i < transitions.length; i++) {
            CallPlan.Planned planned = plan.of(transitions[i]);
            outcome.make(planned, made);
            if (!outcome.returned() || !plan.answers(outcome, transitions[i])) {
                throw new Unrepeatable(transitions, i, made, outcome.describe(planned.hasResult()));
            }
        }
        graph.write(made);
        if (!store.same(image, graph.buffer(), graph.length())) {
            throw new Unrepeatable(transitions, transitions.length, made, "its fields are others");
        }
        return made;
    }

    @Override
    Object live() {
        touched = true;
        return live;
    }

    @Override
    Object second() {
        return null;
    }

    @Override
    void rewind() throws Unrepeatable {
        if (touched) {
            enter(image);
        }
    }

    @Override
    Object fresh() {
        return null;
    }

    @Override
    boolean changed() {
        graph.write(live);
        boolean same = store.same(image, graph.buffer(), graph.length());
        touched = !same;
        return !same;
    }

    @Override
    Place change() {
        List<ObjectGraph.Leaf> after = graph.leaves(live);
        try {
            return ObjectGraph.difference(null, graph.leaves(again()), after);
        } catch (Unrepeatable e) {
            return null;
        }
    }

    @Override
    String trespass() {
        return null;
    }

    @Override
    Place difference() {
        return null;
    }

    @Override
    Place spoiled() {
        return null;
    }

    @Override
    int settle(Object subject) {
        graph.write(subject);
        int number = store.intern(graph.buffer(), graph.length());
        found = store.found();
        return number;
    }

    @Override
    boolean isNew() {
        return !found;
    }

    @Override
    boolean sameAsSettled(Object subject) {
        return true;
    }

    @Override
    byte[] bytes() {
        return null;
    }

    @Override
    Divergence.Memory memory(byte[] after) {
        return null;
    }
}
