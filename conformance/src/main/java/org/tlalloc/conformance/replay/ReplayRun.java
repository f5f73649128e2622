package org.tlalloc.conformance.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * One replay. Images are numbered in the order in which they are found, so that going
 * through them by number is breadth first.
 */
final class ReplayRun implements Runnable {
    private static final int UNKNOWN = -1;
    private static final int EXAMPLES = 10;

    private final StateGraph graph;
    private final Binding binding;
    private final Options options;
    private final CallPlan plan;
    private final Bench bench;
    private final ValueEncoder encoder = new ValueEncoder();
    private final Outcome outcome = new Outcome();
    private final Outcome again = new Outcome();
    private final BitSet exhibited = new BitSet();
    private final List<Divergence> divergences = new ArrayList<>();
    private final long start = System.nanoTime();
    /* What each action of the graph answers, where that is an int. */
    private final int[] answer;
    private final int[] enabledAt;

    /* For each image: its state in the graph, and the image and call that it was found from. */
    private int[] state = new int[1 << 10];
    private int[] parent = new int[1 << 10];
    private int[] parentCall = new int[1 << 10];

    private int current;
    private int currentCall = -1;
    private boolean onAttached;
    private boolean choice;
    private long taken;
    private long refused;
    private long plannedTaken;
    private long plannedRefused;
    private String incomplete;
    private RuntimeException failure;
    private volatile boolean stopped;

    ReplayRun(StateGraph graph, Binding binding, Options options) {
        this.graph = graph;
        this.binding = binding;
        this.options = options;
        this.plan = new CallPlan(graph, binding);
        this.bench = Bench.of(binding, options.seed());
        this.enabledAt = new int[plan.count()];
        this.answer = new int[graph.actions().size()];
        for (int i = 0; i < answer.length; i++) {
            answer[i] = graph.actions().get(i).result() instanceof IntValue number ? number.value() : 0;
        }
    }

    long images() {
        return bench.images();
    }

    long waiting() {
        return bench.images() - current;
    }

    long executed() {
        return taken + refused;
    }

    boolean calling() {
        return currentCall >= 0;
    }

    /** The call under way does not return; called from another thread, since ours is stuck. */
    void hangs() {
        stopped = true;
        divergences.add(divergence(DivergenceKind.HANG, "an answer, or a refusal",
                "it has not returned after seconds=" + options.patienceSeconds(), List.of(), null));
        incomplete = "a call does not return";
    }

    void interrupted() {
        stopped = true;
        incomplete = "interrupted";
    }

    @Override
    public void run() {
        try {
            explore();
        } catch (RuntimeException e) {
            failure = e;
        } catch (OutOfMemoryError e) {
            incomplete = "out of memory after productStates=" + bench.images() + ": give the Java machine more";
        } catch (Throwable e) {
            failure = new IllegalStateException(e);
        }
    }

    private void explore() throws Throwable {
        if (!begin(bench.start())) {
            return;
        }
        for (current = 0; current < bench.images(); current++) {
            if (state[current] != UNKNOWN) {
                visit();
            }
            if (stopped || divergences.size() >= options.maxDivergences()) {
                return;
            }
            if (bench.images() > options.productBudget()) {
                incomplete = "more than productStates=" + options.productBudget()
                        + " were found: choose a smaller model, or a larger budget";
                return;
            }
        }
        if (taken != plannedTaken || refused != plannedRefused) {
            throw new IllegalStateException("planned calls=" + plannedTaken + "+" + plannedRefused
                    + " are not those made, calls=" + taken + "+" + refused);
        }
        if (!choice && divergences.isEmpty() && exhibited.cardinality() != graph.transitionCount()) {
            incomplete = "the specification leaves no choice, but transitions="
                    + (graph.transitionCount() - exhibited.cardinality()) + " were never taken";
        }
    }

    private boolean begin(int image) throws Throwable {
        binding.encodeState(bench.live(), encoder);
        for (int initial : graph.initialStates()) {
            if (matches(initial)) {
                state[image] = initial;
                parent[image] = -1;
                return true;
            }
        }
        List<Map<String, Value>> allowed = new ArrayList<>();
        for (int initial : graph.initialStates()) {
            allowed.add(graph.state(initial));
        }
        divergences.add(new Divergence(DivergenceKind.INITIAL_STATE, List.of(), null,
                "an initial state of " + graph.spec(), "it begins otherwise", List.of(), null, decoded(), allowed, decoded(), false, null));
        return false;
    }

    private boolean matches(int graphState) {
        byte[] expected = graph.encodedState(graphState);
        return Arrays.equals(expected, 0, expected.length, encoder.buffer(), 0, encoder.length());
    }

    private Map<String, Value> decoded() {
        ValueCodec.Reader reader = new ValueCodec.Reader(encoder.toByteArray(), 0);
        Map<String, Value> values = new TreeMap<>();
        for (String variable : graph.variables()) {
            values.put(variable, reader.next());
        }
        return values;
    }

    private void visit() throws Throwable {
        bench.enter(current);
        int from = graph.firstTransition(state[current]);
        int end = graph.endTransition(state[current]);
        if (bench.second() != null && !decodesAlike()) {
            return;
        }
        int groups = 0;
        for (int t = from; t < end; t++) {
            int call = plan.callOf(graph.action(t));
            if (enabledAt[call] != current + 1) {
                enabledAt[call] = current + 1;
                groups++;
            } else {
                choice = true;
            }
        }
        plannedTaken += groups;
        plannedRefused += plan.count() - groups;
        for (int call = 0; call < plan.count() && !full(); call++) {
            if (enabledAt[call] != current + 1) {
                refuse(call, bench.live(), false);
                if (bench.second() != null) {
                    refuse(call, bench.second(), true);
                }
                refused++;
            }
        }
        for (int t = from; t < end && !full();) {
            int call = plan.callOf(graph.action(t));
            int next = t + 1;
            while (next < end && plan.callOf(graph.action(next)) == call) {
                next++;
            }
            take(call, t, next);
            taken++;
            t = next;
        }
        currentCall = -1;
    }

    private boolean full() {
        return stopped || divergences.size() >= options.maxDivergences();
    }

    /** A subject attached to the bytes must see the same state in them. */
    private boolean decodesAlike() throws Throwable {
        onAttached = true;
        binding.encodeState(bench.second(), encoder);
        if (!matches(state[current])) {
            add(DivergenceKind.HIDDEN_STATE, "the state that the live one had", "freshly attached, it has another",
                    List.of(graph.state(state[current])), decoded());
            return false;
        }
        return true;
    }

    private void refuse(int call, Object subject, boolean attached) throws Throwable {
        CallPlan.Planned planned = plan.get(call);
        currentCall = call;
        onAttached = attached;
        outcome.make(planned, subject);
        if (planned.internal() ? !outcome.notNow() : !outcome.refused()) {
            DivergenceKind kind = outcome.crashed() ? DivergenceKind.CRASH : DivergenceKind.ACCEPTED;
            add(kind, planned.internal() ? "false, since the step is disabled" : "a refusal by an exception",
                    outcome.describe(), List.of(), after(subject));
        } else if (bench.changed()) {
            String trespass = bench.trespass();
            add(trespass != null ? DivergenceKind.TRESPASS : DivergenceKind.REFUSAL_CHANGED,
                    "a refusal that changes nothing", trespass != null ? trespass
                            : outcome.describe() + ", but bytes are changed", List.of(), after(subject));
        } else if (bench.trespass() != null) {
            add(DivergenceKind.TRESPASS, "no write outside the footprint", bench.trespass(), List.of(), after(subject));
        } else {
            return;
        }
        bench.rewind();
    }

    private void take(int call, int from, int end) throws Throwable {
        CallPlan.Planned planned = plan.get(call);
        currentCall = call;
        onAttached = false;
        bench.rewind();
        Object live = bench.live();
        outcome.make(planned, live);
        if (!answered(planned, from, end)) {
            return;
        }
        if (bench.trespass() != null) {
            add(DivergenceKind.TRESPASS, "no write outside the footprint", bench.trespass(), targets(from, end), after(live));
            return;
        }
        int image = bench.settle(live);
        boolean known = bench.isNew() ? discover(image, call, planned, from, end, live)
                : exhibits(planned, from, end, state[image], live);
        if (!known) {
            return;
        }
        Object fresh = bench.fresh();
        if (fresh != null) {
            attached(planned, fresh, from, end);
        }
    }

    private boolean answered(CallPlan.Planned planned, int from, int end) throws Throwable {
        if (outcome.crashed()) {
            add(DivergenceKind.CRASH, answers(planned, from, end), outcome.describe(), targets(from, end), null);
            return false;
        }
        if (!outcome.returned() || planned.internal() && outcome.notNow()) {
            add(DivergenceKind.REFUSED, answers(planned, from, end), outcome.describe(), targets(from, end), null);
            return false;
        }
        for (int t = from; t < end; t++) {
            if (answers(planned, t)) {
                return true;
            }
        }
        add(DivergenceKind.ANSWER, answers(planned, from, end), outcome.describe(), targets(from, end), after(bench.live()));
        return false;
    }

    private boolean answers(CallPlan.Planned planned, int transition) {
        if (!planned.hasResult()) {
            return true;
        }
        int action = graph.action(transition);
        Value result = graph.actions().get(action).result();
        return result instanceof IntValue ? outcome.answers(answer[action]) || outcome.answers(result) : outcome.answers(result);
    }

    /** A representation not seen before: it is what one of the transitions leads to, or a divergence. */
    private boolean discover(int image, int call, CallPlan.Planned planned, int from, int end, Object live) throws Throwable {
        reserve(image);
        state[image] = UNKNOWN;
        parent[image] = current;
        parentCall[image] = call;
        try {
            binding.encodeState(live, encoder);
        } catch (Throwable e) {
            add(DivergenceKind.CRASH, "a state that can be read", "reading the state afterwards, it throws " + e,
                    targets(from, end), null);
            return false;
        }
        for (int t = from; t < end; t++) {
            if (answers(planned, t) && matches(graph.target(t))) {
                state[image] = graph.target(t);
                exhibited.set(t);
                return true;
            }
        }
        add(DivergenceKind.STATE, answers(planned, from, end), outcome.describe(), targets(planned, from, end), decoded());
        return false;
    }

    private boolean exhibits(CallPlan.Planned planned, int from, int end, int target, Object live) throws Throwable {
        for (int t = from; t < end; t++) {
            if (graph.target(t) == target && answers(planned, t)) {
                exhibited.set(t);
                return true;
            }
        }
        add(DivergenceKind.STATE, answers(planned, from, end), outcome.describe(), targets(planned, from, end), after(live));
        return false;
    }

    private void attached(CallPlan.Planned planned, Object fresh, int from, int end) throws Throwable {
        onAttached = true;
        again.make(planned, fresh);
        String trespass = bench.trespass();
        if (trespass != null) {
            add(DivergenceKind.TRESPASS, "no write outside the footprint", trespass, targets(from, end), after(fresh));
        } else if (!again.same(outcome)) {
            add(DivergenceKind.HIDDEN_STATE, "what the live one does: " + outcome.describe(),
                    "freshly attached: " + again.describe(), targets(planned, from, end), after(fresh));
        } else if (!bench.sameAsSettled(fresh)) {
            add(DivergenceKind.HIDDEN_STATE, "the bytes that the live one leaves", "freshly attached, it leaves others",
                    targets(planned, from, end), after(fresh));
        }
    }

    private void reserve(int image) {
        if (image >= state.length) {
            state = Arrays.copyOf(state, 2 * image);
            parent = Arrays.copyOf(parent, 2 * image);
            parentCall = Arrays.copyOf(parentCall, 2 * image);
        }
    }

    private Map<String, Value> after(Object subject) {
        try {
            binding.encodeState(subject, encoder);
            return decoded();
        } catch (Throwable e) {
            return null;
        }
    }

    private String answers(CallPlan.Planned planned, int from, int end) {
        if (!planned.hasResult()) {
            return planned.internal() ? "true, since the step is enabled" : "that it returns";
        }
        List<String> results = new ArrayList<>();
        for (int t = from; t < end; t++) {
            String result = graph.actions().get(graph.action(t)).result().toString();
            if (!results.contains(result)) {
                results.add(result);
            }
        }
        return results.size() == 1 ? "the answer " + results.get(0) : "one of the answers " + String.join(", ", results);
    }

    private List<Map<String, Value>> targets(int from, int end) {
        List<Map<String, Value>> states = new ArrayList<>();
        for (int t = from; t < end; t++) {
            states.add(graph.state(graph.target(t)));
        }
        return states;
    }

    /** Where the call may lead, given what it answered. */
    private List<Map<String, Value>> targets(CallPlan.Planned planned, int from, int end) {
        List<Map<String, Value>> states = new ArrayList<>();
        for (int t = from; t < end; t++) {
            if (answers(planned, t)) {
                states.add(graph.state(graph.target(t)));
            }
        }
        return states.isEmpty() ? targets(from, end) : states;
    }

    private void add(DivergenceKind kind, String expected, String actual, List<Map<String, Value>> allowed,
                     Map<String, Value> after) {
        byte[] bytes = bench.bytes();
        Value answered = outcome.returned() ? outcome.value() : null;
        Divergence found = divergence(kind, expected, actual, allowed, after);
        if (bytes != null) {
            bench.enter(current);
            found = new Divergence(found.kind(), path(), found.call(), expected, actual, possible(), answered, found.before(), allowed, after,
                    onAttached, new Divergence.Memory(bench.address(), bench.bytes(), bytes));
        } else {
            found = new Divergence(found.kind(), path(), found.call(), expected, actual, possible(), answered, found.before(), allowed, after,
                    onAttached, null);
        }
        divergences.add(found);
        bench.enter(current);
    }

    /** What the call under way may answer. */
    private List<Value> possible() {
        List<Value> answers = new ArrayList<>();
        for (int t = graph.firstTransition(state[current]); t < graph.endTransition(state[current]); t++) {
            Value result = graph.actions().get(graph.action(t)).result();
            if (plan.callOf(graph.action(t)) == currentCall && result != null && !answers.contains(result)) {
                answers.add(result);
            }
        }
        return answers;
    }

    private Divergence divergence(DivergenceKind kind, String expected, String actual, List<Map<String, Value>> allowed,
                                  Map<String, Value> after) {
        Divergence.Call call = currentCall < 0 ? null : plan.get(currentCall).call();
        return new Divergence(kind, List.of(), call, expected, actual, List.of(), null, graph.state(state[current]), allowed, after,
                onAttached, null);
    }

    /** The calls that led to the current image, each made once more to see what it answers. */
    private List<Divergence.Step> path() {
        Deque<Integer> images = new ArrayDeque<>();
        for (int image = current; parent[image] >= 0; image = parent[image]) {
            images.push(image);
        }
        List<Divergence.Step> steps = new ArrayList<>();
        Outcome each = new Outcome();
        for (int image : images) {
            CallPlan.Planned planned = plan.get(parentCall[image]);
            bench.enter(parent[image]);
            each.make(planned, bench.live());
            steps.add(new Divergence.Step(planned.call(), planned.hasResult() && each.returned() ? each.value() : null));
        }
        return steps;
    }

    Verdict verdict() {
        if (failure != null && !stopped) {
            throw failure;
        }
        long unexhibited = graph.transitionCount() - exhibited.cardinality();
        List<String> examples = new ArrayList<>();
        if (divergences.isEmpty()) {
            for (int s = 0; s < graph.stateCount() && examples.size() < EXAMPLES; s++) {
                for (int t = graph.firstTransition(s); t < graph.endTransition(s) && examples.size() < EXAMPLES; t++) {
                    if (!exhibited.get(t)) {
                        examples.add(graph.actions().get(graph.action(t)) + " in " + graph.state(s));
                    }
                }
            }
        }
        return new Verdict(binding.type().getName(), bench.images(), taken, refused, unexhibited, examples, divergences,
                incomplete, (System.nanoTime() - start) / 1e9);
    }
}
