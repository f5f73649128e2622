package org.tlalloc.conformance.replay;

import java.util.List;
import java.util.Map;
import org.tlalloc.model.value.Value;

/**
 * A place where a subject left its specification, and the shortest way there.
 *
 * @param path     the calls before, from a new instance on
 * @param call     the call at which it shows; null if it shows without one, in the state that the path leads to
 * @param expected what the specification allows, in words
 * @param actual   what the subject did, in words
 * @param possible what the call may do; empty where it must be refused
 * @param answered what the subject answered; null for nothing
 * @param before   the specification's state before the call; null where there is none yet
 * @param after    the subject's state after it; null if it could not be read
 * @param attached whether it shows on an instance freshly attached, not on the live one
 * @param place    the Java variable that gives it away; null where it is something else
 * @param thrown   the class of what the subject threw; null if it threw nothing
 * @param memory   the footprint before and after the call; null where there is none
 * @param site     where in memory it lies, if it lies there
 * @param twin     another way to where the path leads, with nodes in other slots; null where that does not matter
 */
public record Divergence(DivergenceKind kind, List<Step> path, Call call, String expected, String actual,
                         List<Possible> possible, Value answered, Map<String, Value> before, Map<String, Value> after,
                         boolean attached, Place place, Class<?> thrown, Memory memory, Site site, List<Step> twin) {

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
     * @param call    null where it is formatted again, where it lies
     * @param result  null where it has no result
     * @param refused whether it was refused, as it must be
     */
    public record Step(Call call, Value result, boolean refused) {
        public Step(Call call, Value result) {
            this(call, result, false);
        }

        /** A call that is refused. */
        public static Step refused(Call call) {
            return new Step(call, null, true);
        }

        /** It is formatted again, where it lies. */
        public static Step formatted() {
            return new Step(null, null);
        }

        @Override
        public String toString() {
            return call == null ? "formatted again, where it lies" : call + (refused ? " refused" : result == null ? "" : " = " + result);
        }
    }

    /**
     * What the specification allows.
     *
     * @param answer null where the call has none
     */
    public record Possible(Value answer, Map<String, Value> state) {
    }

    /**
     * The footprint's bytes.
     *
     * @param address of the first byte; a footprint of several extents is shown as if it were one
     * @param junk    what lay, before the call, where bytes mean nothing
     */
    public record Memory(long address, byte[] before, byte[] after, List<Junk> junk) {
        public Memory {
            junk = List.copyOf(junk);
        }
    }

    /** Bytes that the subject must not depend on. */
    public record Junk(long address, byte[] bytes) {
    }

    /** One that shows at {@link Site#FIRST}. */
    public Divergence(DivergenceKind kind, List<Step> path, Call call, String expected, String actual, List<Possible> possible,
                      Value answered, Map<String, Value> before, Map<String, Value> after, boolean attached, Place place,
                      Class<?> thrown, Memory memory) {
        this(kind, path, call, expected, actual, possible, answered, before, after, attached, place, thrown, memory, Site.FIRST);
    }

    /** One that has no twin. */
    public Divergence(DivergenceKind kind, List<Step> path, Call call, String expected, String actual, List<Possible> possible,
                      Value answered, Map<String, Value> before, Map<String, Value> after, boolean attached, Place place,
                      Class<?> thrown, Memory memory, Site site) {
        this(kind, path, call, expected, actual, possible, answered, before, after, attached, place, thrown, memory, site, null);
    }

    /** The same, with another way to where its path leads. */
    Divergence with(List<Step> otherWay) {
        return new Divergence(kind, path, call, expected, actual, possible, answered, before, after, attached, place, thrown, memory,
                site, List.copyOf(otherWay));
    }

    public Divergence {
        path = List.copyOf(path);
        possible = List.copyOf(possible);
    }

    /** What it may answer, each once; empty where the call has no result or must be refused. */
    public List<Value> answers() {
        return possible.stream().map(Possible::answer).filter(answer -> answer != null).distinct().toList();
    }

    /** The states that it may lead to, given what it answered, if it may answer that; empty where the call must be refused. */
    public List<Map<String, Value>> allowed() {
        List<Map<String, Value>> given = possible.stream().filter(one -> answered != null && answered.equals(one.answer()))
                .map(Possible::state).distinct().toList();
        return given.isEmpty() ? possible.stream().map(Possible::state).distinct().toList() : given;
    }
}
