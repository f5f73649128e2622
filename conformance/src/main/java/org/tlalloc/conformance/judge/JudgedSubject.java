package org.tlalloc.conformance.judge;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.DirectCalls;
import org.tlalloc.conformance.subject.JavaValues;
import org.tlalloc.conformance.subject.Refusal;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Resident;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.trace.Story;
import org.tlalloc.model.value.IntValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;

/**
 * A subject whose every call is judged by a specification, in the state that its calls so far
 * have led to.
 *
 * <p>Any call may be made with any arguments. One that the specification enables must be taken, with
 * an answer that it allows; any other must be refused by an exception. A subject in physical memory
 * must then have left its bytes as they were, and must never write outside its footprint. The
 * decoded state is compared when {@link #compareState} is called.
 */
public final class JudgedSubject {
    private static final long BASE = 0x10_0000;
    private static final long MEMORY = 1L << 32;

    private final Binding binding;
    private final SpecOracle oracle;
    private final PhysicalMemory memory;
    private final ResidentBytes bytes;
    private final Map<String, ActionSignature> actions = new TreeMap<>();
    private final ValueEncoder encoder = new ValueEncoder();
    private Object subject;
    private SpecOracle.State state;
    private long calls;

    /**
     * What a call did, as the specification allows.
     *
     * @param taken  whether it was; otherwise it was refused, or the step was not to be taken now
     * @param result null if it was not taken, or has none
     */
    public record Answer(boolean taken, Value result) {
    }

    /**
     * Makes a subject and puts it beside the specification's initial state.
     *
     * @throws SubjectException if it cannot be made
     */
    public JudgedSubject(Binding binding, SpecOracle oracle) {
        this.binding = binding;
        this.oracle = oracle;
        oracle.actions().forEach(action -> actions.put(action.name(), action));
        this.state = oracle.initial();
        this.memory = binding.resident() ? new PhysicalMemory(MEMORY) : null;
        this.subject = binding.resident() ? binding.format(memory, BASE) : binding.create();
        this.bytes = binding.resident() ? new ResidentBytes(memory, (Resident) subject) : null;
    }

    /** A subject of this class, by the names of the specification. */
    public static JudgedSubject of(Class<?> type, String spec, SpecOracle oracle) {
        return new JudgedSubject(Binding.of(type, Alphabet.of(spec, oracle)), oracle);
    }

    /** The object that is called. */
    public Object subject() {
        return subject;
    }

    /** Where its calls have led the specification. */
    public SpecOracle.State state() {
        return state;
    }

    /** How many calls were judged. */
    public long calls() {
        return calls;
    }

    /**
     * Makes a call.
     *
     * @param action an action of the specification
     * @throws DisagreementException if the specification does not allow what happens
     * @throws OutOfMemoryError      if memory runs out, which says nothing of the subject
     */
    public Answer call(String action, Value... arguments) {
        ActionSignature signature = actions.get(action);
        calls++;
        Object returned;
        try {
            returned = make(action, arguments);
        } catch (SubjectException | OutOfMemoryError e) {
            throw e;
        } catch (NoClassDefFoundError e) {
            throw new SubjectException("class " + binding.type().getName() + " needs a class that the class path lacks: " + e.getMessage());
        } catch (Throwable thrown) {
            return refused(signature, arguments, thrown);
        }
        checkTrespass(signature, arguments);
        if (signature.kind() != StepKind.CALL && !signature.hasResult() && Boolean.FALSE.equals(returned)) {
            return notTaken(signature, arguments, "says that it is not to be taken now");
        }
        return taken(signature, arguments, returned);
    }

    private Object make(String action, Value[] arguments) throws Throwable {
        Object direct = Arrays.stream(arguments).allMatch(IntValue.class::isInstance) ? binding.directCall(action) : null;
        if (direct instanceof DirectCalls.IntOfOne call) {
            return call.call(subject, number(arguments[0]));
        }
        if (direct instanceof DirectCalls.IntOfTwo call) {
            return call.call(subject, number(arguments[0]), number(arguments[1]));
        }
        if (direct instanceof DirectCalls.VoidOfOne call) {
            call.call(subject, number(arguments[0]));
            return null;
        }
        if (direct instanceof DirectCalls.VoidOfTwo call) {
            call.call(subject, number(arguments[0]), number(arguments[1]));
            return null;
        }
        MethodHandle handle = binding.call(action, List.of(arguments));
        return handle.invoke(subject);
    }

    private static int number(Value value) {
        return ((IntValue) value).value();
    }

    private Answer taken(ActionSignature action, Value[] arguments, Object returned) {
        Value result = null;
        Value[] all = arguments;
        if (action.hasResult()) {
            try {
                result = JavaValues.toValue(returned);
            } catch (SubjectException e) {
                throw disagreement(action, arguments, "answers " + returned, e.getMessage());
            }
            all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = result;
        }
        SpecOracle.State next = oracle.step(state, action.name(), all);
        if (next == null) {
            SpecOracle.Clause clause = oracle.clause(state, action.name(), List.of(all), null);
            throw disagreement(action, arguments, action.hasResult() ? "answers " + result : "is taken",
                    clause == null ? "the specification allows no such step" : "the specification says no in " + clause);
        }
        state = next;
        if (bytes != null) {
            bytes.settle();
        }
        return new Answer(true, result);
    }

    private Answer refused(ActionSignature action, Value[] arguments, Throwable thrown) {
        String answer = Refusal.describe(thrown);
        checkTrespass(action, arguments);
        Answer refused = notTaken(action, arguments, answer);
        if (!Refusal.isRefusal(thrown)) {
            throw disagreement(action, arguments, answer, "a call outside the contract is to be refused, not to crash");
        }
        return refused;
    }

    private Answer notTaken(ActionSignature action, Value[] arguments, String answer) {
        Value allowed = action.hasResult() ? oracle.anyResult(state, action.name(), arguments) : null;
        if (allowed != null || !action.hasResult() && oracle.step(state, action.name(), arguments) != null) {
            throw disagreement(action, arguments, answer, "the specification allows the call"
                    + (allowed == null ? "" : ", with result = " + allowed + " for one"));
        }
        String changed = bytes == null ? null : bytes.changed();
        if (changed != null) {
            throw disagreement(action, arguments, answer, changed);
        }
        if (bytes != null) {
            bytes.settle();
        }
        return new Answer(false, null);
    }

    private void checkTrespass(ActionSignature action, Value[] arguments) {
        String trespass = bytes == null ? null : bytes.trespass();
        if (trespass != null) {
            throw disagreement(action, arguments, "does its work", trespass);
        }
    }

    /**
     * Compares the subject's variables with the specification's. A subject in physical memory goes on
     * from here as another object, attached to the same bytes, with junk in those that mean nothing:
     * whatever it kept elsewhere is lost.
     *
     * @throws DisagreementException if they differ
     */
    public void compareState() {
        compareState(state -> state);
    }

    /**
     * The same for a specification that represents its variables otherwise.
     *
     * @param plain what the variables are as the subject has them
     * @throws DisagreementException if they differ
     */
    public void compareState(UnaryOperator<Map<String, Value>> plain) {
        Map<String, Value> expected = plain.apply(oracle.values(state));
        compare(expected, "its state");
        if (bytes != null) {
            bytes.spoil(((Resident) subject).scratch());
            subject = attached();
            compare(expected, "the state of an object attached to its bytes");
        }
    }

    private void compare(Map<String, Value> expected, String what) {
        Map<String, Value> found = decoded();
        if (!found.equals(expected)) {
            List<String> changes = Story.changes(expected, found);
            throw new DisagreementException(new Disagreement("after calls=" + calls, "finds " + what + " to differ",
                    "expected -> actual: " + changes.stream().limit(3).collect(Collectors.joining("; "))
                            + (changes.size() > 3 ? "; and more" : "")));
        }
    }

    private Map<String, Value> decoded() {
        try {
            binding.encodeState(subject, encoder);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw memory;
            }
            throw new IllegalStateException(e);
        }
        ValueCodec.Reader reader = new ValueCodec.Reader(encoder.toByteArray(), 0);
        Map<String, Value> values = new TreeMap<>();
        binding.alphabet().variables().forEach(variable -> values.put(variable, reader.next()));
        return values;
    }

    private Object attached() {
        try {
            return (Resident) binding.attach().invokeExact(memory, BASE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static DisagreementException disagreement(ActionSignature action, Value[] arguments, String answer, String reason) {
        String name = action.name();
        return new DisagreementException(new Disagreement(Character.toLowerCase(name.charAt(0)) + name.substring(1)
                + Arrays.stream(arguments).map(Value::toString).collect(Collectors.joining(", ", "(", ")")), answer, reason));
    }
}
