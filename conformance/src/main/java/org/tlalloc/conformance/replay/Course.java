package org.tlalloc.conformance.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.UnreadableStateException;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueEncoder;

/**
 * Calls made one after another on one new instance, each held to the graph. Nothing is ever put
 * back, so that whatever the instance keeps, wherever that is, stays as it left it.
 */
final class Course {
    private final CallPlan plan;
    private final Binding binding;
    private final StateGraph graph;
    private final Site site;
    private final PhysicalMemory memory;
    private Object subject;
    private final Outcome outcome;
    private final ValueEncoder encoder = new ValueEncoder();
    private int state = -1;
    /* Of each call made: the transition taken, or ~call where it was refused. */
    private int[] done = new int[64];
    private int count;

    /* What went wrong. */
    private DivergenceKind kind;
    /* The last call made; the one that went wrong, if one did. */
    private int last = -1;
    private String expected;
    private String actual;
    private final List<Divergence.Possible> possible = new ArrayList<>();
    private Map<String, Value> after;

    /**
     * @param site where a subject that lives in memory is put
     * @throws org.tlalloc.conformance.subject.SubjectException if it does not want to be made there
     * @throws ResidentFault if it cannot be attached there
     */
    Course(CallPlan plan, Site site) {
        this.plan = plan;
        this.binding = plan.binding();
        this.graph = plan.graph();
        this.outcome = new Outcome(plan.caller());
        this.site = site;
        this.memory = binding.resident() ? site.memory() : null;
        make();
    }

    /** Makes an instance, over whatever there is. */
    private void make() {
        state = -1;
        subject = memory == null ? binding.create() : made();
        for (int initial : graph.initialStates()) {
            if (read() && graph.isEncoded(initial, encoder.buffer(), encoder.length())) {
                state = initial;
            }
        }
        if (state < 0) {
            kind = DivergenceKind.INITIAL_STATE;
            expected = "an initial state of " + graph.spec();
            actual = "it begins otherwise";
            for (int initial : graph.initialStates()) {
                possible.add(new Divergence.Possible(null, graph.state(initial)));
            }
            after = decoded();
        }
    }

    /* Elsewhere than in the replay it is an attached one that goes on. */
    private Object made() {
        Resident formatted = binding.format(memory, site.base());
        return site.equals(Site.FIRST) ? formatted : ResidentBench.attached(binding.attach(), memory, site.base());
    }

    /** Whether something went wrong; nothing may be asked of it after that. */
    boolean failed() {
        return kind != null;
    }

    /** The graph's state that it is in. */
    int state() {
        return state;
    }

    /** How many calls went well. */
    int count() {
        return count;
    }

    /** What went wrong, in words. */
    String actual() {
        return actual;
    }

    /** Whether another one went wrong in the same way. */
    boolean like(Course other) {
        return kind == other.kind && last == other.last && count == other.count && state == other.state && actual.equals(other.actual);
    }

    /** Makes a call, or for {@link CallPlan#count()} formats it again; returns whether that went well. */
    boolean make(int call) {
        last = call;
        if (call == plan.count()) {
            make();
            return kind == null && went(~call, state);
        }
        int from = graph.firstTransition(state);
        int end = graph.endTransition(state);
        while (from < end && plan.callOf(from) != call) {
            from++;
        }
        int next = from;
        while (next < end && plan.callOf(next) == call) {
            next++;
        }
        CallPlan.Planned planned = plan.get(call);
        outcome.make(planned, subject);
        int step = from < next ? taken(planned, from, next) : refused(planned, call);
        if (kind != null) {
            actual = outcome.describe(planned.hasResult());
            possible.addAll(possible(call));
            return false;
        }
        return went(step, step < 0 ? state : graph.target(step));
    }

    private boolean went(int step, int to) {
        if (count == done.length) {
            done = Arrays.copyOf(done, 2 * count);
        }
        done[count++] = step;
        state = to;
        return true;
    }

    private int taken(CallPlan.Planned planned, int from, int end) {
        if (outcome.crashed() || planned.internal() && !outcome.returned()) {
            return fails(DivergenceKind.CRASH, plan.answers(planned, from, end));
        }
        if (!outcome.returned() || planned.internal() && outcome.notNow()) {
            return fails(DivergenceKind.REFUSED, plan.answers(planned, from, end));
        }
        boolean answered = false;
        boolean readable = read();
        for (int t = from; t < end; t++) {
            boolean fits = plan.answers(outcome, t);
            answered |= fits;
            if (fits && readable && graph.isEncoded(graph.target(t), encoder.buffer(), encoder.length())) {
                return t;
            }
        }
        return fails(answered ? DivergenceKind.STATE : DivergenceKind.ANSWER, plan.answers(planned, from, end));
    }

    private int refused(CallPlan.Planned planned, int call) {
        boolean declined = planned.internal() && outcome.notNow() || (!planned.internal() || planned.outside()) && outcome.refused();
        if (!declined) {
            return fails(outcome.crashed() || planned.internal() && !outcome.returned() ? DivergenceKind.CRASH : DivergenceKind.ACCEPTED,
                    planned.internal() ? "false, since the step is disabled" : "a refusal by an exception");
        }
        if (!read() || !graph.isEncoded(state, encoder.buffer(), encoder.length())) {
            return fails(DivergenceKind.REFUSAL_CHANGED, "a refusal that changes nothing");
        }
        return ~call;
    }

    private int fails(DivergenceKind how, String wanted) {
        kind = how;
        expected = wanted;
        after = decoded();
        return 0;
    }

    private List<Divergence.Possible> possible(int call) {
        List<Divergence.Possible> all = new ArrayList<>();
        for (int t = state < 0 ? 0 : graph.firstTransition(state); state >= 0 && t < graph.endTransition(state); t++) {
            if (plan.callOf(t) == call) {
                all.add(new Divergence.Possible(plan.result(t), graph.state(graph.target(t))));
            }
        }
        return all;
    }

    private boolean read() {
        try {
            binding.encodeState(subject, encoder);
            return true;
        } catch (UnreadableStateException e) {
            return false;
        }
    }

    private Map<String, Value> decoded() {
        return read() ? plan.decoded(encoder) : null;
    }

    /** The calls that went well. */
    List<Divergence.Step> path() {
        List<Divergence.Step> path = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            path.add(done[i] == ~plan.count() ? Divergence.Step.formatted() : done[i] >= 0 ? new Divergence.Step(plan.of(done[i]).call(), plan.result(done[i]))
                    : Divergence.Step.refused(plan.get(~done[i]).call()));
        }
        return path;
    }

    /** What went wrong. */
    Divergence divergence(String remark) {
        List<Divergence.Step> path = path();
        if (last == plan.count()) {
            path.add(Divergence.Step.formatted());
        }
        return new Divergence(kind, path, call(last), expected, actual + remark, possible,
                call(last) != null && outcome.returned() ? outcome.value() : null, state < 0 ? null : graph.state(state), after, false, null,
                call(last) == null ? null : outcome.thrown(), null, site);
    }

    /** The call of this number; null for none. */
    private Divergence.Call call(int number) {
        return number < 0 || number == plan.count() ? null : plan.get(number).call();
    }

    /** A call does not return; called from another thread. */
    Divergence hang(int call, String says) {
        return new Divergence(DivergenceKind.HANG, path(), call(call), "an answer, or a refusal", says, possible(call),
                null, state < 0 ? null : graph.state(state), null, false, null, null, null, site);
    }

    /** The same, of what does not show again after these calls. */
    Divergence unrepeatable(List<Divergence.Step> path) {
        return new Divergence(DivergenceKind.UNREPEATABLE, path, call(last), "the same each time: " + expected,
                "after calls=" + count + " on one instance that was never put back, " + actual + "; the same calls on a new one end otherwise",
                possible, null, state < 0 ? null : graph.state(state), after, false, null, null, null, site);
    }
}
