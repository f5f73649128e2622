package org.tlalloc.conformance.replay;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.conformance.subject.UnreadableStateException;
import org.tlalloc.model.graph.StateGraph;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueEncoder;

/**
 * One replay. Images are numbered in the order in which they are found, so that going
 * through them by number is breadth first.
 */
final class ReplayRun implements Runnable {
    private static final int UNKNOWN = -1;
    private static final int EXAMPLES = 10;
    private static final VarHandle BEATS;

    static {
        try {
            BEATS = MethodHandles.lookup().findVarHandle(ReplayRun.class, "beats", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StateGraph graph;
    private final Binding binding;
    private final Options options;
    private final CallPlan plan;
    private final Routes routes = new Routes();
    private final Bench bench;
    private final Diagnosis diagnosis;
    private final ValueEncoder encoder = new ValueEncoder();
    private final Outcome outcome;
    private final Outcome again;
    private final BitSet exhibited = new BitSet();
    private final int[] enabledAt;
    private final long start = System.nanoTime();

    /* For each image, its state in the graph. */
    private int[] state = new int[1 << 10];
    private int current;
    private int currentCall = -1;
    private boolean choice;
    private long taken;
    private long refused;
    private long plannedTaken;
    private long plannedRefused;
    private long takingNanos;
    private long refusingNanos;
    private String incomplete;
    private RuntimeException failure;
    private OutOfMemoryError memory;

    /* Counts up whenever the subject has come back from something. */
    private long beats;
    private final List<Divergence> divergences = new ArrayList<>();
    private volatile boolean stopped;
    private volatile RandomWalk walk;

    ReplayRun(StateGraph graph, Binding binding, Options options) {
        this.graph = graph;
        this.binding = binding;
        this.options = options;
        this.plan = new CallPlan(graph, binding);
        this.outcome = new Outcome(plan.caller());
        this.again = new Outcome(plan.caller());
        this.bench = Bench.of(plan, routes, options.seed());
        this.diagnosis = new Diagnosis(plan, this::beat);
        this.enabledAt = new int[plan.count()];
        state[0] = UNKNOWN;
    }

    long images() {
        return bench.images();
    }

    long waiting() {
        return bench.images() - current;
    }

    long beats() {
        return (long) BEATS.getOpaque(this);
    }

    private void beat() {
        BEATS.setOpaque(this, beats + 1);
    }

    @Override
    public void run() {
        try {
            explore();
        } catch (RuntimeException e) {
            failure = e;
        } catch (OutOfMemoryError e) {
            memory = e;
        } catch (Throwable e) {
            failure = new IllegalStateException(e);
        }
    }

    private void explore() throws Throwable {
        try {
            begin(bench.start());
        } catch (ResidentFault e) {
            faulty(e);
        }
        for (current = 0; !full() && current < bench.images(); current++) {
            if (state[current] != UNKNOWN) {
                visit();
            }
            if (bench.images() > options.productBudget()) {
                incomplete = "images=" + bench.images() + " of states=" + graph.stateCount() + " were found, and no end of them:"
                        + " does a field count calls, or keep what is past? Leave it out, or choose a smaller model";
                return;
            }
        }
        if (!divergences.isEmpty() || incomplete != null) {
            return;
        }
        if (taken != plannedTaken || refused != plannedRefused) {
            throw new IllegalStateException("planned calls=" + plannedTaken + "+" + plannedRefused
                    + " are not those made, calls=" + taken + "+" + refused);
        }
        if (!choice && exhibited.cardinality() != graph.transitionCount()) {
            incomplete = "the specification leaves no choice, but transitions="
                    + (graph.transitionCount() - exhibited.cardinality()) + " were never taken";
            return;
        }
        walk();
    }

    private void walk() {
        walk(Site.FIRST);
        if (binding.resident()) {
            for (Site site : Site.OTHERS) {
                elsewhere(site);
            }
        }
    }

    private void walk(Site site) {
        if (full()) {
            return;
        }
        walk = new RandomWalk(plan, site, options.seed(), this::beat);
        if (!walk.goesWell() && !stopped) {
            int[] way = walk.state() < 0 ? new int[0] : routes.to(imageOf(walk.state()));
            report(walk.divergence(path(way, way.length)));
        }
    }

    private void elsewhere(Site site) {
        try {
            walk(site);
        } catch (ResidentFault e) {
            report(elsewhere(site, DivergenceKind.UNATTACHABLE, "an instance, since the bytes are those that it left itself", e));
        } catch (SubjectException e) {
            report(elsewhere(site, DivergenceKind.REFUSED, "that it can be made at a base that is aligned to pages, below 16 MiB", e));
        }
    }

    private static Divergence elsewhere(Site site, DivergenceKind kind, String expected, RuntimeException e) {
        return new Divergence(kind, List.of(), null, expected, "at base=0x" + Long.toHexString(site.base()) + ": " + e.getMessage(),
                List.of(), null, null, null, false, null, null, null, site);
    }

    private int imageOf(int graphState) {
        int image = 0;
        while (image < bench.images() - 1 && state[image] != graphState) {
            image++;
        }
        return image;
    }

    private boolean full() {
        return stopped || incomplete != null || divergences.size() >= options.maxDivergences();
    }

    private void begin(int image) {
        routes.begin(image);
        Finding finding = new Finding(DivergenceKind.TRESPASS);
        if (bench.trespass() != null) {
            add(finding.of("no write outside the footprint", bench.trespass()));
            return;
        }
        Place hidden = bench.hidden();
        if (hidden != null) {
            add(new Finding(DivergenceKind.HIDDEN_STATE).of("that making an instance changes no static variable", hidden.toString()).at(hidden));
            return;
        }
        if (!read(bench.live(), false)) {
            return;
        }
        for (int initial : graph.initialStates()) {
            if (matches(initial)) {
                state[image] = initial;
            }
        }
        if (state[image] == UNKNOWN) {
            finding = new Finding(DivergenceKind.INITIAL_STATE).of("an initial state of " + graph.spec(), "it begins otherwise");
            for (int initial : graph.initialStates()) {
                finding.possible.add(new Divergence.Possible(null, graph.state(initial)));
            }
            add(finding.after(plan.decoded(encoder)));
        }
    }

    private boolean matches(int graphState) {
        return graph.isEncoded(graphState, encoder.buffer(), encoder.length());
    }

    private void visit() throws Throwable {
        currentCall = -1;
        try {
            bench.enter(current);
            if (look()) {
                plan();
                long begin = System.nanoTime();
                refuseAll();
                long middle = System.nanoTime();
                takeAll();
                refusingNanos += middle - begin;
                takingNanos += System.nanoTime() - middle;
            }
        } catch (Unrepeatable e) {
            unrepeatable(e);
        } catch (ResidentFault e) {
            faulty(e);
        }
    }

    /** In the present state it cannot be attached to, or does not say which bytes are its own. */
    private void faulty(ResidentFault e) {
        currentCall = -1;
        boolean attaching = e.kind() == DivergenceKind.UNATTACHABLE;
        Finding finding = new Finding(e.kind()).of(e.expected(), e.getMessage());
        finding.attached = attaching;
        finding.thrown = e.getCause() == null ? null : e.getCause().getClass();
        again.threw(e);
        add(finding, attaching ? again : null);
    }

    /** The same, where it shows in the state that the call under way leads to. */
    private void faultyAfterwards(ResidentFault e) {
        int[] transitions = routes.to(current);
        List<Divergence.Step> path = path(transitions, transitions.length);
        path.add(new Divergence.Step(plan.get(currentCall).call(), plan.get(currentCall).hasResult() ? outcome.value() : null));
        report(new Divergence(e.kind(), path, null, e.expected(), e.getMessage(),
                List.of(), null, null, null, false, null, e.getCause() == null ? null : e.getCause().getClass(), null));
    }

    private void plan() {
        int groups = 0;
        for (int t = graph.firstTransition(state[current]); t < graph.endTransition(state[current]); t++) {
            int call = plan.callOf(t);
            if (enabledAt[call] != current + 1) {
                enabledAt[call] = current + 1;
                groups++;
            } else {
                choice = true;
            }
        }
        plannedTaken += groups;
        plannedRefused += plan.count(current) - groups;
    }

    /** The subject, left alone, must be in the state that it was in, and stay there while it is looked at. */
    private boolean look() throws Unrepeatable {
        boolean attached = bench.second() != null;
        Object subject = attached ? bench.second() : bench.live();
        if (!read(subject, attached)) {
            return false;
        }
        Finding finding;
        if (!matches(state[current])) {
            Map<String, Value> seen = plan.decoded(encoder);
            finding = new Finding(!attached ? DivergenceKind.UNREPEATABLE : alike(seen) ? DivergenceKind.HIDDEN_STATE : DivergenceKind.STRAY_READ)
                    .of("the state that it was in", "asked again, it is in another").after(seen);
            finding.possible.add(new Divergence.Possible(null, graph.state(state[current])));
        } else if (bench.trespass() != null) {
            finding = new Finding(DivergenceKind.TRESPASS).of("no write outside the footprint", bench.trespass());
        } else if (bench.changed()) {
            Place place = bench.change();
            finding = new Finding(DivergenceKind.READING_CHANGED).of("that it is as it was once its state has been read",
                    place == null ? "bytes are changed" : place.toString()).at(place);
        } else {
            Place place = attached ? bench.difference() : null;
            Place hidden = place == null ? bench.hidden() : null;
            if (place == null && hidden == null) {
                return true;
            }
            finding = place != null ? new Finding(DivergenceKind.HIDDEN_STATE).of("the fields of the live one", place + " in one freshly attached")
                    : new Finding(DivergenceKind.READING_CHANGED).of("that it is as it was once its state has been read", hidden.toString());
            finding.at(place != null ? place : hidden);
        }
        finding.attached = attached;
        add(finding);
        return false;
    }

    /** Whether what is seen stays the same with other junk. */
    private boolean alike(Map<String, Value> seen) throws Unrepeatable {
        for (int i = 0; i < Junk.KINDS; i++) {
            bench.enter(current);
            if (!seen.equals(after(bench.second()))) {
                return false;
            }
        }
        return true;
    }

    /** Writes the subject's state to the encoder; adds a finding if that cannot be done. */
    private boolean read(Object subject, boolean attached) {
        try {
            binding.encodeState(subject, encoder);
            return true;
        } catch (UnreadableStateException e) {
            Finding finding = new Finding(e.crashed() ? DivergenceKind.CRASH : DivergenceKind.STATE)
                    .of("a state that can be read", e.getMessage());
            finding.attached = attached;
            finding.thrown = e.crashed() ? e.getCause().getClass() : null;
            add(finding);
            return false;
        } finally {
            beat();
        }
    }

    /* The attached one has the same fields as the live one, by now, so that a call which changes
       nothing is made on only one of them: on the one here, on the other in the next state. */
    private void refuseAll() throws Unrepeatable {
        for (int call = 0, count = plan.count(current); call < count && !full(); call++) {
            if (enabledAt[call] != current + 1) {
                currentCall = call;
                boolean attached = bench.second() != null && (current + call & 1) != 0;
                refuse(attached ? bench.second() : bench.live(), attached);
                refused++;
            }
        }
    }

    private void refuse(Object subject, boolean attached) throws Unrepeatable {
        CallPlan.Planned planned = plan.get(currentCall);
        outcome.make(planned, subject);
        beat();
        Finding finding;
        boolean declined = planned.internal() && outcome.notNow() || (!planned.internal() || planned.outside()) && outcome.refused();
        if (!declined) {
            finding = new Finding(outcome.crashed() || planned.internal() && !outcome.returned() ? DivergenceKind.CRASH : DivergenceKind.ACCEPTED)
                    .of(planned.internal() ? "false, since the step is disabled" : "a refusal by an exception", says());
        } else if (bench.trespass() != null) {
            finding = new Finding(DivergenceKind.TRESPASS).of("no write outside the footprint", bench.trespass());
        } else if (bench.changed()) {
            Place place = bench.change();
            finding = new Finding(DivergenceKind.REFUSAL_CHANGED).of("a refusal that changes nothing",
                    says() + ", but " + (place == null ? "bytes are changed" : place)).at(place);
        } else {
            Place hidden = bench.hidden();
            if (hidden == null) {
                return;
            }
            finding = new Finding(DivergenceKind.HIDDEN_STATE).of("a refusal that changes nothing", says() + ", but " + hidden).at(hidden);
        }
        finding.attached = attached;
        add(finding.after(after(subject)), outcome);
        bench.enter(current);
    }

    private String says() {
        return outcome.describe(plan.get(currentCall).hasResult());
    }

    private void takeAll() throws Unrepeatable {
        int end = graph.endTransition(state[current]);
        for (int from = graph.firstTransition(state[current]); from < end && !full();) {
            int call = plan.callOf(from);
            int next = from + 1;
            while (next < end && plan.callOf(next) == call) {
                next++;
            }
            currentCall = call;
            int before = divergences.size();
            take(from, next);
            if (divergences.size() > before) {
                bench.enter(current);
            }
            taken++;
            from = next;
        }
    }

    private void take(int from, int end) throws Unrepeatable {
        CallPlan.Planned planned = plan.get(currentCall);
        bench.rewind();
        Object live = bench.live();
        outcome.make(planned, live);
        beat();
        if (!answered(planned, from, end, live)) {
            return;
        }
        if (bench.trespass() != null) {
            add(new Finding(DivergenceKind.TRESPASS).of("no write outside the footprint", bench.trespass()).of(from, end).after(after(live)));
            return;
        }
        Place hidden = bench.hidden();
        if (hidden != null) {
            add(new Finding(DivergenceKind.HIDDEN_STATE).of("that what changes is in its " + (binding.resident() ? "bytes" : "own fields"),
                    says() + ", but " + hidden).at(hidden).of(from, end).after(after(live)));
            return;
        }
        int image;
        try {
            image = bench.settle(live);
        } catch (ResidentFault e) {
            faultyAfterwards(e);
            return;
        }
        boolean known = bench.isNew() ? discover(image, from, end, live) : exhibits(state[image], from, end, live);
        if (known && !likeOtherSlots(image, from, end, live)) {
            return;
        }
        Object fresh = known ? bench.fresh() : null;
        if (fresh != null) {
            attached(planned, fresh, from, end);
        }
    }

    /** Whether it does the same as with its nodes in other slots, where the bench has come by the state in that way, too. */
    private boolean likeOtherSlots(int image, int from, int end, Object live) {
        String unlike = bench.unlike(currentCall, outcome, state[image]);
        if (unlike != null) {
            int[] way = routes.to(bench.first(current));
            Finding finding = new Finding(DivergenceKind.SLOT_NUMBERS).of("the same, whichever slots its nodes lie in",
                    says() + "; " + unlike + ": after calls=" + path(way, way.length)).of(from, end).after(after(live));
            finding.twin = path(way, way.length);
            add(finding);
        }
        return unlike == null;
    }

    private boolean answered(CallPlan.Planned planned, int from, int end, Object live) {
        DivergenceKind kind;
        if (outcome.crashed() || planned.internal() && !outcome.returned()) {
            kind = DivergenceKind.CRASH;
        } else if (!outcome.returned() || planned.internal() && outcome.notNow()) {
            kind = DivergenceKind.REFUSED;
        } else {
            for (int t = from; t < end; t++) {
                if (plan.answers(outcome, t)) {
                    return true;
                }
            }
            kind = DivergenceKind.ANSWER;
        }
        add(new Finding(kind).of(plan.answers(planned, from, end), says()).of(from, end)
                .after(kind == DivergenceKind.ANSWER ? after(live) : null), outcome);
        return false;
    }

    /** A representation not seen before: it is what one of the transitions leads to, or a divergence. */
    private boolean discover(int image, int from, int end, Object live) {
        if (image >= state.length) {
            state = Arrays.copyOf(state, 2 * image);
        }
        state[image] = UNKNOWN;
        Finding finding;
        try {
            binding.encodeState(live, encoder);
            for (int t = from; t < end; t++) {
                if (plan.answers(outcome, t) && matches(graph.target(t))) {
                    state[image] = graph.target(t);
                    routes.put(image, current, t);
                    exhibited.set(t);
                    return true;
                }
            }
            finding = new Finding(DivergenceKind.STATE).of(plan.answers(plan.get(currentCall), from, end), says()).after(plan.decoded(encoder));
        } catch (UnreadableStateException e) {
            finding = new Finding(e.crashed() ? DivergenceKind.CRASH : DivergenceKind.STATE).of("a state that can be read", e.getMessage());
        }
        add(finding.of(from, end), outcome);
        return false;
    }

    private boolean exhibits(int target, int from, int end, Object live) {
        for (int t = from; t < end; t++) {
            if (graph.target(t) == target && plan.answers(outcome, t)) {
                exhibited.set(t);
                return true;
            }
        }
        add(new Finding(DivergenceKind.STATE).of(plan.answers(plan.get(currentCall), from, end), says()).of(from, end).after(after(live)), outcome);
        return false;
    }

    private void attached(CallPlan.Planned planned, Object fresh, int from, int end) {
        again.make(planned, fresh);
        beat();
        Finding finding;
        if (bench.trespass() != null) {
            finding = new Finding(DivergenceKind.TRESPASS).of("no write outside the footprint", bench.trespass());
        } else if (!again.same(outcome)) {
            finding = new Finding(DivergenceKind.HIDDEN_STATE).of("what the live one does: " + says(),
                    "freshly attached: " + again.describe(planned.hasResult()));
        } else if (!bench.sameAsSettled(fresh)) {
            finding = new Finding(DivergenceKind.HIDDEN_STATE).of("the bytes that the live one leaves", "freshly attached, it leaves others");
        } else {
            return;
        }
        finding.attached = true;
        add(finding.of(from, end).after(after(fresh)), again);
    }

    private Map<String, Value> after(Object subject) {
        try {
            binding.encodeState(subject, encoder);
            return plan.decoded(encoder);
        } catch (UnreadableStateException e) {
            return null;
        }
    }

    /** A divergence in the making. */
    private final class Finding {
        private final DivergenceKind kind;
        private String expected;
        private String actual;
        private final List<Divergence.Possible> possible = new ArrayList<>();
        private Map<String, Value> after;
        private boolean attached;
        private Place place;
        private Class<?> thrown;
        private List<Divergence.Step> twin;

        Finding(DivergenceKind kind) {
            this.kind = kind;
        }

        Finding of(String wanted, String found) {
            expected = wanted;
            actual = found;
            return this;
        }

        Finding of(int from, int end) {
            for (int t = from; t < end; t++) {
                possible.add(new Divergence.Possible(plan.result(t), graph.state(graph.target(t))));
            }
            return this;
        }

        Finding after(Map<String, Value> values) {
            after = values;
            return this;
        }

        Finding at(Place variable) {
            place = variable;
            return this;
        }
    }

    private void add(Finding finding) {
        add(finding, null);
    }

    /** @param made what the call did, where it is worth while to see whether it does that again; null otherwise */
    private void add(Finding finding, Outcome made) {
        Divergence.Memory memory = bench.memory(bench.bytes());
        int[] transitions = routes.to(current);
        boolean begun = state[current] != UNKNOWN;
        Divergence divergence = new Divergence(finding.kind, path(transitions, transitions.length),
                currentCall < 0 ? null : plan.get(currentCall).call(), finding.expected, finding.actual, finding.possible,
                made != null && made.returned() ? made.value() : null, begun ? graph.state(state[current]) : null, finding.after,
                finding.attached, finding.place, made != null && currentCall >= 0 && !made.returned() ? made.thrown() : finding.thrown, memory);
        if (finding.twin != null) {
            divergence = divergence.with(finding.twin);
        }
        report(made == null || finding.place != null ? divergence : diagnosis.refine(divergence, transitions, currentCall, made,
                currentCall < 0 ? finding.actual : made.describe(plan.get(currentCall).hasResult())));
    }

    private synchronized void report(Divergence divergence) {
        if (!stopped) {
            divergences.add(divergence);
        }
    }

    private void unrepeatable(Unrepeatable e) {
        Map<String, Value> seen = after(e.subject());
        int[] transitions = e.transitions();
        if (e.onlyState() && graph.state(state[current]).equals(seen)) {
            incomplete = "the same calls on a new instance of " + binding.type().getName() + " leave other fields, though the same"
                    + " answers and state: it depends on chance, and its states cannot be told apart";
            return;
        }
        Divergence.Call call = e.onlyState() ? null : plan.of(transitions[e.step()]).call();
        Map<String, Value> before = graph.state(e.step() == 0 ? state[0] : graph.target(transitions[e.step() - 1]));
        String expected = e.onlyState() ? "the state that it was in before: " + before
                : "what it did before: it answers " + plan.result(transitions[e.step()]);
        report(new Divergence(DivergenceKind.UNREPEATABLE, path(transitions, e.step()), call, expected,
                "made again, " + (e.onlyState() ? "it is in the state " + seen : e.getMessage()), List.of(), null, before, seen, false,
                null, null, null));
    }

    private List<Divergence.Step> path(int[] transitions, int length) {
        List<Divergence.Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(new Divergence.Step(plan.of(transitions[i]).call(), plan.result(transitions[i])));
        }
        return steps;
    }

    /** The call under way and the way to it, in words; called from another thread. */
    String doing() {
        if (walk != null) {
            return walk.doing();
        }
        int[] transitions = routes.to(current);
        String call = currentCall < 0 ? "no call" : "call=" + plan.get(currentCall).call();
        return call + " after calls=" + path(transitions, transitions.length);
    }

    /**
     * The call under way does not return; called from another thread, since ours is stuck.
     *
     * @param where our thread is, in words
     */
    synchronized void hangs(String where) {
        String actual = "it has not returned after seconds=" + options.patienceSeconds() + where;
        divergences.add(walk == null ? hang(actual) : walk.hang(actual));
        stopped = true;
        incomplete = "a call does not return";
    }

    private Divergence hang(String actual) {
        int[] transitions = routes.to(current);
        boolean begun = state[current] != UNKNOWN;
        return new Divergence(DivergenceKind.HANG, path(transitions, transitions.length),
                currentCall < 0 ? null : plan.get(currentCall).call(), "an answer, or a refusal", actual, possible(),
                null, begun ? graph.state(state[current]) : null, null, false, null, null, null);
    }

    private List<Divergence.Possible> possible() {
        Finding finding = new Finding(DivergenceKind.HANG);
        for (int t = graph.firstTransition(state[current]); currentCall >= 0 && t < graph.endTransition(state[current]); t++) {
            if (plan.callOf(t) == currentCall) {
                finding.of(t, t + 1);
            }
        }
        return finding.possible;
    }

    synchronized void interrupted() {
        stopped = true;
        incomplete = "interrupted";
    }

    synchronized Verdict verdict() {
        if (memory != null) {
            throw memory;
        }
        if (failure != null && !stopped) {
            throw failure;
        }
        return new Verdict(binding.type().getName(), bench.states(), bench.upToRenaming(), bench.images() - bench.states(), taken, refused, graph.transitionCount() - exhibited.cardinality(),
                divergences.isEmpty() ? examples() : List.of(), divergences, incomplete, (System.nanoTime() - start) / 1e9,
                takingNanos / 1e9, refusingNanos / 1e9);
    }

    private List<String> examples() {
        List<String> examples = new ArrayList<>();
        for (int s = 0; s < graph.stateCount(); s++) {
            for (int t = graph.firstTransition(s); t < graph.endTransition(s); t++) {
                if (!exhibited.get(t)) {
                    examples.add(graph.actions().get(graph.action(t)) + " in " + graph.state(s));
                    if (examples.size() == EXAMPLES) {
                        return examples;
                    }
                }
            }
        }
        return examples;
    }
}
