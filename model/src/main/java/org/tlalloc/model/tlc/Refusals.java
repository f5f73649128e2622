package org.tlalloc.model.tlc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tlc2.tool.Action;
import tlc2.tool.TLCState;

/**
 * The other half of a labelled refinement: where the contract lets a call be made with
 * some arguments, for any result, the refining specification must let it be made, too.
 * Without this, one that gives up by not being enabled would pass.
 *
 * <p>A state is looked at when a worker goes on to the next: which calls were enabled is
 * then known, and only of the others is the contract asked. (A state that none leaves is
 * not looked at: it is a deadlock, which TLC reports unless the .cfg forbids it.) What the contract leaves open
 * it says by {@code MayRefuseA} beside its action {@code A}: a state predicate with some
 * of A's parameters, true where A need not be enabled.
 */
final class Refusals {
    /* Those of the first levels. To ask the contract about all calls that are not enabled costs more than a step does. */
    private static final int MOST_STATES = 20_000;

    private final Refinement refinement;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Action, Integer> callOf = new IdentityHashMap<>();
    private final AtomicInteger states = new AtomicInteger();
    private final Map<Thread, Sight> sights = new ConcurrentHashMap<>();

    /** What a call is to the contract: its instances with all results, and for each cpu that can make it. */
    private record Call(List<Action> instances, Action mayRefuse) {
    }

    /** What one thread has seen of the state that it is at. */
    private static final class Sight {
        private final BitSet enabled = new BitSet();
        private TLCState state;
    }

    /** A call that the contract allows in a state in which it is not enabled. */
    record Refused(TLCState state, Action action) {
    }

    Refusals(Refinement refinement, Iterable<Action> actions) {
        this.refinement = refinement;
        Map<List<Object>, Integer> known = new LinkedHashMap<>();
        for (Action action : actions) {
            List<Object> key = refinement.callOf(action);
            if (key != null) {
                int call = known.computeIfAbsent(key, any -> {
                    calls.add(new Call(new ArrayList<>(), refinement.mayRefuse(action)));
                    return calls.size() - 1;
                });
                calls.get(call).instances().add(action);
                callOf.put(action, call);
            }
        }
    }

    /** Notes a transition; returns what was refused in the thread's state before, once it comes from another one; or null. */
    Refused transition(TLCState from, Action action) {
        Sight mine = sights.computeIfAbsent(Thread.currentThread(), any -> new Sight());
        Refused refused = null;
        if (from != mine.state) {
            refused = missing(mine);
            mine.state = states.getAndIncrement() < MOST_STATES ? from : null;
            mine.enabled.clear();
        }
        Integer call = callOf.get(action);
        if (call != null) {
            mine.enabled.set(call);
        }
        return refused;
    }

    /** Looks at the states that the workers were at when they ended. */
    Refused last() {
        for (Sight each : sights.values()) {
            Refused refused = missing(each);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private Refused missing(Sight seen) {
        if (seen.state == null) {
            return null;
        }
        for (int i = seen.enabled.nextClearBit(0); i < calls.size(); i = seen.enabled.nextClearBit(i + 1)) {
            Call call = calls.get(i);
            for (Action action : call.instances()) {
                if (refinement.enables(action, seen.state)) {
                    if (call.mayRefuse() != null && refinement.holds(call.mayRefuse(), seen.state)) {
                        break;
                    }
                    return new Refused(seen.state, action);
                }
            }
        }
        return null;
    }
}
