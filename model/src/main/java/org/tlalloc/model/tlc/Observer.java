package org.tlalloc.model.tlc;

import java.util.Arrays;
import tlc2.tool.Action;
import tlc2.tool.ModelChecker;
import tlc2.tool.TLCState;
import tlc2.tool.TLCStateInfo;
import tlc2.util.BitVector;
import tlc2.util.IStateWriter;

/**
 * Sees every state and every transition while TLC explores, hands them to the
 * capture, and holds each against the contract. At the first step that the contract
 * refuses it keeps the path there and stops TLC.
 */
final class Observer implements IStateWriter {
    private final GraphCapture capture;
    private final Refinement refinement;
    private final Refusals refusals;
    private ModelChecker checker;

    private volatile String refused;
    private boolean isCall;
    private TLCStateInfo[] path;
    private TLCState last;
    private Action lastAction;

    /** @param refusals null where it is not asked whether calls are refused that the contract allows */
    Observer(GraphCapture capture, Refinement refinement, Refusals refusals) {
        this.capture = capture;
        this.refinement = refinement;
        this.refusals = refusals;
    }

    void watch(ModelChecker running) {
        this.checker = running;
    }

    /** Whether what was refused is no step, but a call that the contract allows: the last action, in the last state. */
    boolean refusesCall() {
        return isCall;
    }

    /** What of the contract refused a step, or null. */
    String refused() {
        return refused;
    }

    /** The states on the way to the refused step; empty if the initial state was refused. */
    TLCStateInfo[] path() {
        return path;
    }

    TLCState last() {
        return last;
    }

    /** The refused step; null if it was the initial state. */
    Action lastAction() {
        return lastAction;
    }

    @Override
    public void writeState(TLCState state) {
        if (capture != null) {
            capture.initial(state);
        }
        if (refinement != null && !refinement.allowsInitial(state)) {
            refuse(Refinement.PREFIX + "Init", new TLCStateInfo[0], state, null, false);
        }
    }

    @Override
    public void writeState(TLCState from, TLCState to, boolean isNew, Action action) {
        if (refused != null) {
            throw new Stop();
        }
        if (capture != null) {
            capture.transition(from, to, isNew, action);
        }
        if (refinement != null && !refinement.allows(action, from, to)) {
            refuse(from, to, action, false);
        }
        if (refusals != null) {
            refuseCall(refusals.transition(from, action));
        }
    }

    /** To be called when TLC has gone through all states: no worker goes on from the last ones. */
    void end() {
        if (refused == null && refusals != null) {
            try {
                refuseCall(refusals.last());
            } catch (Stop e) {
                // What was found is noted, and nothing runs that would have to be stopped.
            }
        }
    }

    private void refuseCall(Refusals.Refused found) {
        if (found != null) {
            refuse(found.state(), found.state(), found.action(), true);
        }
    }

    private void refuse(TLCState from, TLCState to, Action action, boolean call) {
        try {
            refuse(Refinement.PREFIX + refinement.nameOf(action), pathTo(from), to, action, call);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /* TLC's own trace to a state leaves that state out, unless it is an initial one. */
    private TLCStateInfo[] pathTo(TLCState state) throws java.io.IOException {
        TLCStateInfo[] before = checker.trace.getTrace(state);
        if (state.isInitial()) {
            return before;
        }
        TLCStateInfo[] whole = Arrays.copyOf(before, before.length + 1);
        whole[before.length] = new TLCStateInfo(state);
        return whole;
    }

    private void refuse(String name, TLCStateInfo[] way, TLCState to, Action action, boolean call) {
        synchronized (this) {
            if (refused == null) {
                isCall = call;
                path = way;
                last = to;
                lastAction = action;
                refused = name;
            }
        }
        throw new Stop();
    }

    /** Ends TLC's run from within; it carries no trace since nobody reads it. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("a step that the contract refuses", null, false, false);
        }
    }

    @Override
    public void writeState(TLCState from, TLCState to, boolean isNew) {
        throw new IllegalStateException("a transition without its action");
    }

    /* Stuttering steps that liveness checking adds are no transitions of the graph. */
    @Override
    public void writeState(TLCState from, TLCState to, boolean isNew, Visualization visualization) {
    }

    @Override
    public void writeState(TLCState from, TLCState to, BitVector actionChecks, int begin, int length, boolean isNew) {
    }

    @Override
    public void writeState(TLCState from, TLCState to, BitVector actionChecks, int begin, int length, boolean isNew,
                           Visualization visualization) {
    }

    @Override
    public void close() {
    }

    @Override
    public String getDumpFileName() {
        return null;
    }

    @Override
    public boolean isNoop() {
        return false;
    }

    @Override
    public boolean isDot() {
        return false;
    }

    @Override
    public void snapshot() {
    }
}
