package org.tlalloc.conformance.replay;

import java.util.Objects;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.conformance.subject.Refusal;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.value.Value;

/** What a call did; one object, used again and again. */
final class Outcome {
    private final Caller caller;
    private int number;
    private boolean isNumber;
    private Object object;
    private Throwable thrown;
    /* Millions of refusals are all of one class. */
    private Class<?> refusal;

    /** @param caller makes the calls */
    Outcome(Caller caller) {
        this.caller = caller;
    }

    void make(CallPlan.Planned planned, Object subject) {
        isNumber = planned.returnsInt();
        caller.make(planned, subject, this);
    }

    /** A call answered a number. */
    void returned(int answer) {
        thrown = null;
        number = answer;
    }

    /** A call returned; with null if it has no answer. */
    void returned(Object answer) {
        thrown = null;
        object = answer;
    }

    /** Takes this for what a call threw. */
    void threw(Throwable e) {
        thrown = e;
    }

    boolean returned() {
        return thrown == null;
    }

    /** Whether it threw an exception that is a refusal. */
    boolean refused() {
        if (thrown == null) {
            return false;
        }
        if (thrown.getClass() != refusal) {
            if (!Refusal.isRefusal(thrown)) {
                return false;
            }
            refusal = thrown.getClass();
        }
        return true;
    }

    boolean crashed() {
        return thrown != null && !refused();
    }

    /** The class of what was thrown; null if nothing was. */
    Class<?> thrown() {
        return thrown == null ? null : thrown.getClass();
    }

    /** Whether a step that answers by a Boolean said that it did not happen. */
    boolean notNow() {
        return thrown == null && Boolean.FALSE.equals(object);
    }

    /** Whether it answers an int. */
    boolean isNumber() {
        return isNumber;
    }

    boolean answers(int expected) {
        return thrown == null && number == expected;
    }

    boolean answers(Value expected) {
        return expected.equals(value());
    }

    /** The answer; null for none, and for what TLA+ has no value for. */
    Value value() {
        if (thrown != null) {
            return null;
        }
        if (isNumber) {
            return Value.of(number);
        }
        try {
            return object == null ? null : JavaValues.toValue(object);
        } catch (SubjectException e) {
            return null;
        }
    }

    /** A number that is the same for equal answers. */
    int digest() {
        return isNumber ? number : Objects.hashCode(value());
    }

    boolean same(Outcome other) {
        if (thrown != null || other.thrown != null) {
            return thrown != null && other.thrown != null && thrown.getClass() == other.thrown.getClass();
        }
        return isNumber ? other.isNumber && number == other.number : Objects.equals(value(), other.value());
    }

    /** @param hasResult whether the call has an answer */
    String describe(boolean hasResult) {
        if (thrown != null) {
            return "it " + Refusal.describe(thrown);
        }
        if (isNumber) {
            return "it answers " + number;
        }
        Value value = value();
        return value != null ? "it answers " + value : !hasResult && object == null ? "it returns" : "it answers " + oneLine(object);
    }

    private static String oneLine(Object object) {
        try {
            return String.valueOf(object).lines().findFirst().orElse("") + (object == null ? "" : " of " + object.getClass().getName());
        } catch (RuntimeException e) {
            return "an object of " + object.getClass().getName();
        }
    }
}
