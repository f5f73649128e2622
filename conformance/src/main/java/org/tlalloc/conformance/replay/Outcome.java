package org.tlalloc.conformance.replay;

import org.tlalloc.conformance.subject.DirectCalls;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.conformance.subject.Refusal;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.value.Value;

/** What a call did; one object, used again and again. */
final class Outcome {
    private int number;
    private boolean isNumber;
    private Object object;
    private Throwable thrown;

    void make(CallPlan.Planned planned, Object subject) {
        thrown = null;
        isNumber = planned.returnsInt();
        try {
            Object direct = planned.direct();
            if (direct instanceof DirectCalls.VoidOfTwo call) {
                object = null;
                call.call(subject, planned.first(), planned.second());
            } else if (direct instanceof DirectCalls.IntOfOne call) {
                number = call.call(subject, planned.first());
            } else if (direct instanceof DirectCalls.IntOfTwo call) {
                number = call.call(subject, planned.first(), planned.second());
            } else if (direct instanceof DirectCalls.VoidOfOne call) {
                object = null;
                call.call(subject, planned.first());
            } else if (isNumber) {
                number = (int) planned.handle().invokeExact(subject);
            } else {
                object = (Object) planned.handle().invokeExact(subject);
            }
        } catch (Throwable e) {
            thrown = e;
        }
    }

    boolean returned() {
        return thrown == null;
    }

    boolean refused() {
        return Refusal.isRefusal(thrown);
    }

    boolean crashed() {
        return thrown != null && !Refusal.isRefusal(thrown);
    }

    /** Whether a step that answers by a Boolean said that it did not happen. */
    boolean notNow() {
        return thrown == null && Boolean.FALSE.equals(object);
    }

    boolean answers(int expected) {
        return isNumber && number == expected;
    }

    boolean answers(Value expected) {
        return expected.equals(value());
    }

    /** The answer; null for none, and for what TLA+ has no value for. */
    Value value() {
        if (isNumber) {
            return Value.of(number);
        }
        try {
            return object == null ? null : JavaValues.toValue(object);
        } catch (SubjectException e) {
            return null;
        }
    }

    boolean same(Outcome other) {
        if (thrown != null || other.thrown != null) {
            return thrown != null && other.thrown != null && thrown.getClass() == other.thrown.getClass();
        }
        return isNumber ? other.isNumber && number == other.number : java.util.Objects.equals(value(), other.value());
    }

    String describe() {
        if (thrown == null) {
            return isNumber ? "it answers " + number : object == null ? "it returns" : "it answers " + object;
        }
        return "it " + Refusal.describe(thrown);
    }
}
