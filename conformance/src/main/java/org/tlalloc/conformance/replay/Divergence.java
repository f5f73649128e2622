package org.tlalloc.conformance.replay;

import java.util.List;
import java.util.Map;
import org.tlalloc.model.value.Value;

/**
 * A place where a subject left its specification, and the shortest way there.
 *
 * @param path     the calls before, from a new instance on
 * @param call     the call at which it shows; null for the initial state
 * @param expected what the specification allows, in words
 * @param actual   what the subject did, in words
 * @param answers  what it may answer; empty where the call has no result or must be refused
 * @param answered what it answered; null for nothing
 * @param before   the specification's state before the call
 * @param allowed  the states that it may lead to; empty where the call must be refused
 * @param after    the subject's state after it; null if it could not be read
 * @param attached whether it shows on an instance freshly attached, not on the live one
 * @param memory   the footprint before and after the call; null where there is none
 */
public record Divergence(DivergenceKind kind, List<Step> path, Call call, String expected, String actual,
                         List<Value> answers, Value answered, Map<String, Value> before, List<Map<String, Value>> allowed, Map<String, Value> after,
                         boolean attached, Memory memory) {

    /**
     * A call with its arguments.
     *
     * @param action the specification's name
     */
    public record Call(String action, List<Value> arguments) {
        @Override
        public String toString() {
            return action + arguments.toString().replace('[', '(').replace(']', ')');
        }
    }

    /**
     * A call and what it answered.
     *
     * @param result null where it has no result
     */
    public record Step(Call call, Value result) {
        @Override
        public String toString() {
            return call + (result == null ? "" : " = " + result);
        }
    }

    /**
     * The footprint's bytes.
     *
     * @param address of the first byte; a footprint of several extents is shown as if it were one
     */
    public record Memory(long address, byte[] before, byte[] after) {
    }

    public Divergence {
        path = List.copyOf(path);
        answers = List.copyOf(answers);
        allowed = List.copyOf(allowed);
    }
}
