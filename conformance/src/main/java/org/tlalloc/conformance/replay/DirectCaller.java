package org.tlalloc.conformance.replay;

import org.tlalloc.conformance.subject.DirectCalls;

/** See {@link Caller#fresh()}: it is copies of this class that are used. */
final class DirectCaller implements Caller {
    @Override
    public void make(CallPlan.Planned planned, Object subject, Outcome into) {
        try {
            Object direct = planned.direct();
            if (direct instanceof DirectCalls.VoidOfTwo call) {
                call.call(subject, planned.first(), planned.second());
                into.returned(null);
            } else if (direct instanceof DirectCalls.IntOfOne call) {
                into.returned(call.call(subject, planned.first()));
            } else if (direct instanceof DirectCalls.IntOfTwo call) {
                into.returned(call.call(subject, planned.first(), planned.second()));
            } else if (direct instanceof DirectCalls.VoidOfOne call) {
                call.call(subject, planned.first());
                into.returned(null);
            } else if (planned.returnsInt()) {
                into.returned((int) planned.handle().invokeExact(subject));
            } else {
                into.returned((Object) planned.handle().invokeExact(subject));
            }
        } catch (Throwable e) {
            into.threw(e);
        }
    }
}
