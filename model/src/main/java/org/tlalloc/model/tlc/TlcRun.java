package org.tlalloc.model.tlc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tlalloc.model.value.ValueEncoder;
import tla2sany.semantic.FormalParamNode;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.tool.Action;
import tlc2.tool.ModelChecker;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.TLCStateInfo;
import tlc2.tool.fp.FPSetConfiguration;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.util.NoopStateWriter;
import tlc2.value.RandomEnumerableValues;
import util.UniqueString;

/**
 * One run of TLC. Called from outside by reflection: takes and returns maps of JDK
 * types.
 *
 * <pre>
 * request   module, config (String) libraries (String[]) workers (Integer) temp (String: an empty directory)
 *           capture (String or absent) spec (String or absent) refinement, strict, complete (Boolean)
 * answer    result ("passed", "violated", "error") message
 *           kind, name of the violation; steps, loopsBackTo, back (a step), stutters; of an error too, if it came after some steps
 *           generated, distinct, initial, captured (Long) variables, findings (List of String)
 *           contract (String: the module that each step is held against; or absent)
 * a step    name (String or null) kind; parameters (String[]) arguments (byte[][]) hasResult (Boolean) state (byte[])
 * </pre>
 */
public final class TlcRun {
    private final Map<String, Object> request;
    private final Consumer<long[]> progress;
    private final Map<String, Object> answer = new HashMap<>();
    private final Messages messages = Messages.redirect();
    private ModuleFinder finder;
    private FastTool tool;
    private NextForm form;
    private UniqueString[] variables;

    private TlcRun(Map<String, Object> request, Consumer<long[]> progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * @param progress is told {distinct, generated, waiting} twice a second, from a thread of its own, and at the end
     * @throws OutOfMemoryError if the Java machine has too little, which says nothing of the model
     */
    public static Map<String, Object> check(Map<String, Object> request, Consumer<long[]> progress) {
        try {
            return new TlcRun(request, progress).run();
        } finally {
            CleanSlate.wipe();
        }
    }

    private Map<String, Object> run() {
        try {
            prepare();
            if (tool != null) {
                explore();
            }
        } catch (Throwable e) {
            Messages.requireMemory(e);
            error(Complaint.ofRun(messages.text(), e));
        }
        // TLC catches what is thrown in its workers, and tells of it among its own errors.
        if ("error".equals(answer.get("result")) && messages.outOfMemory()) {
            throw new OutOfMemoryError("TLC ran out of memory");
        }
        answer.put("text", messages.text());
        return answer;
    }

    private void prepare() {
        Path module = Path.of((String) request.get("module"));
        Path temp = Path.of((String) request.get("temp"));
        List<Path> libraries = Arrays.stream((String[]) request.get("libraries")).map(Path::of).toList();
        Path config = Path.of((String) request.get("config"));
        finder = new ModuleFinder(module, config, libraries, temp);
        TLCGlobals.setNumWorkers((Integer) request.get("workers"));
        TLCGlobals.metaDir = temp + File.separator;
        FP64.Init(0);
        RandomEnumerableValues.setSeed(0);
        String root = module.getFileName().toString().replaceFirst("\\.tla$", "");
        try {
            tool = new FastTool(root, root, finder);
        } catch (RuntimeException | Error e) {
            Messages.requireMemory(e);
            error(Complaint.ofParser(messages.text(), finder, e));
            return;
        }
        variables = GraphCapture.sortedVariables();
        answer.put("variables", Arrays.stream(variables).map(UniqueString::toString).toList());
        form = new NextForm(tool);
    }

    private void explore() throws Exception {
        List<Finding> findings = new ArrayList<>(form.findings());
        Refinement refinement = findings.isEmpty() && Boolean.TRUE.equals(request.get("refinement"))
                ? Refinement.of(tool, form) : null;
        if (refinement != null) {
            findings.addAll(refinement.findings());
        }
        boolean named = findings.isEmpty();
        if (named && refinement != null) {
            answer.put("contract", refinement.contract());
        }
        findings.addAll(new Claims(tool, (String) request.get("spec")).findings(Boolean.TRUE.equals(request.get("complete"))));
        answer.put("findings", findings.stream().map(Finding::toString).toList());
        if (!findings.isEmpty() && Boolean.TRUE.equals(request.get("strict"))) {
            answer.put("result", "violated");
            answer.put("kind", "LINT");
            answer.put("name", findings.get(0).toString());
            return;
        }
        String file = named ? (String) request.get("capture") : null;
        GraphCapture capture = file == null ? null : new GraphCapture(tool, form, (String) request.get("spec"), Path.of(file));
        try {
            explore(capture, named ? refinement : null);
        } finally {
            if (capture != null) {
                capture.close();
            }
        }
    }

    private void explore(GraphCapture capture, Refinement refinement) throws Exception {
        Observer observer = capture == null && refinement == null ? null : new Observer(capture, refinement,
                refinement == null ? null : new Refusals(refinement, Arrays.asList(tool.getActions())));
        String metadir = request.get("temp") + File.separator + "states";
        new File(metadir).mkdirs();
        FPSetConfiguration configuration = new FPSetConfiguration();
        ModelChecker checker = new ModelChecker(tool, metadir, observer == null ? new NoopStateWriter() : observer,
                tool.getModelConfig().getCheckDeadlock(), null, configuration, System.currentTimeMillis());
        TLCGlobals.mainChecker = checker;
        if (observer != null) {
            observer.watch(checker);
        }
        Thread teller = tell(checker);
        int code;
        try {
            code = checker.modelCheck();
        } finally {
            teller.interrupt();
            teller.join();
            retire(checker);
        }
        tell(checker, progress);
        answer.put("generated", checker.getStatesGenerated());
        answer.put("distinct", checker.getDistinctStatesGenerated());
        answer.put("initial", messages.initial());
        if (observer != null && code == EC.NO_ERROR) {
            observer.end();
        }
        conclude(code, capture, observer);
    }

    /* TLC registers its tables for RMI, which would keep the program and these classes alive. */
    private static void retire(ModelChecker checker) {
        try {
            checker.theFPSet.unexportObject(true);
        } catch (NoSuchObjectException e) {
            // It went by itself, which is all that is wanted.
        }
    }

    private Thread tell(ModelChecker checker) {
        Thread teller = new Thread(() -> {
            try {
                while (true) {
                    Thread.sleep(500);
                    tell(checker, progress);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "progress");
        teller.setDaemon(true);
        teller.start();
        return teller;
    }

    private static void tell(ModelChecker checker, Consumer<long[]> progress) {
        progress.accept(new long[] {checker.getDistinctStatesGenerated(), checker.getStatesGenerated(),
                checker.getStateQueueSize()});
    }

    private void conclude(int code, GraphCapture capture, Observer observer) throws Exception {
        if (observer != null && observer.refused() != null) {
            violated(observer.refusesCall() ? "REFUSAL" : "REFINEMENT", observer.refused());
            answer.put("steps", refusedSteps(observer));
        } else if (messages.violation() != 0) {
            violated();
        } else if (code != EC.NO_ERROR) {
            error(Complaint.ofRun(messages.text(), null));
            evaluated();
        } else {
            answer.put("result", "passed");
            if (capture != null) {
                agree(capture);
            }
        }
    }

    /** What TLC generated must be what was captured, to the last transition. */
    private void agree(GraphCapture capture) throws IOException {
        long[] counts = capture.commit();
        answer.put("captured", counts[2]);
        // TLC counts an initial state as often as it finds it, and hands it over once.
        long initial = messages.initial();
        long generated = (Long) answer.get("generated");
        long distinct = (Long) answer.get("distinct");
        if (initial + counts[2] != generated || counts[0] > initial || counts[1] != distinct) {
            error("what TLC generated is not what was captured: generated=" + generated + " distinct=" + distinct
                    + " initial=" + counts[0] + " transitions=" + counts[2] + " states=" + counts[1]);
        }
    }

    private void violated() {
        int code = messages.violation();
        switch (code) {
            case EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_INVARIANT_VIOLATED_BEHAVIOR ->
                    violated("INVARIANT", messages.violated());
            case EC.TLC_DEADLOCK_REACHED -> violated("DEADLOCK", "Deadlock");
            case EC.TLC_ASSUMPTION_FALSE -> violated("ASSUMPTION", Complaint.assumption(tool, messages.violated()));
            case EC.TLC_TEMPORAL_PROPERTY_VIOLATED -> violated("PROPERTY", properties());
            default -> violated("PROPERTY", messages.violated());
        }
        List<TLCState> states = printed();
        if (states.isEmpty() && code == EC.TLC_INVARIANT_VIOLATED_INITIAL) {
            violatingInitialState(states);
        }
        answer.put("steps", steps(states));
        answer.put("loopsBackTo", messages.loopsBackTo());
        if (messages.loopsBackTo() >= 0 && messages.loopsBackTo() < states.size()) {
            TLCState begin = states.get(messages.loopsBackTo());
            answer.put("back", step(between(states.get(states.size() - 1), begin), begin));
        }
        answer.put("stutters", messages.stutters());
    }

    /** The states that TLC printed; one that lacks a variable's value ends them, since it is none. */
    private List<TLCState> printed() {
        List<TLCState> states = new ArrayList<>();
        for (TLCStateInfo info : messages.trace()) {
            if (info.state != null && !info.state.allAssigned()) {
                break;
            }
            if (info.state != null) {
                states.add(info.state);
            }
        }
        return states;
    }

    /* TLC prints the way to where it could not go on. */
    private void evaluated() {
        List<TLCState> states = printed();
        if (!states.isEmpty()) {
            answer.put("kind", "EVALUATION");
            answer.put("name", answer.get("message"));
            answer.put("steps", steps(states));
        }
    }

    private void violatingInitialState(List<TLCState> into) {
        StateVec initial = tool.getInitStates();
        Action[] invariants = tool.getInvariants();
        for (int i = 0; i < initial.size() && into.isEmpty(); i++) {
            for (Action invariant : invariants) {
                if (into.isEmpty() && !tool.isValid(invariant, initial.elementAt(i))) {
                    into.add(initial.elementAt(i));
                }
            }
        }
    }

    /* TLC does not say which of several temporal properties failed. */
    private String properties() {
        List<String> names = new ArrayList<>();
        tlc2.util.Vect<?> properties = tool.getModelConfig().getProperties();
        for (int i = 0; i < properties.size(); i++) {
            names.add(String.valueOf(properties.elementAt(i)));
        }
        return String.join(" or ", names);
    }

    private void violated(String kind, String name) {
        answer.put("result", "violated");
        answer.put("kind", kind);
        answer.put("name", name);
    }

    private void error(String message) {
        answer.put("result", "error");
        answer.put("message", message);
    }

    private List<Map<String, Object>> refusedSteps(Observer observer) {
        List<TLCState> states = new ArrayList<>();
        for (TLCStateInfo info : observer.path()) {
            states.add(info.state);
        }
        List<Map<String, Object>> steps = steps(states);
        steps.add(step(observer.lastAction(), observer.last()));
        return steps;
    }

    private List<Map<String, Object>> steps(List<TLCState> states) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            steps.add(step(i == 0 ? null : between(states.get(i - 1), states.get(i)), states.get(i)));
        }
        return steps;
    }

    /** The action that leads from one state to the other, or null for a stuttering step. */
    private Action between(TLCState from, TLCState to) {
        for (Action action : tool.getActions()) {
            StateVec successors = successors(action, from);
            for (int i = 0; i < successors.size(); i++) {
                if (successors.elementAt(i).fingerPrint() == to.fingerPrint()) {
                    return action;
                }
            }
        }
        return null;
    }

    /* Where evaluation fails, TLC may have come to a state by an action and have failed at the next action. */
    private StateVec successors(Action action, TLCState from) {
        try {
            return tool.getNextStates(action, from);
        } catch (RuntimeException e) {
            if (!"error".equals(answer.get("result"))) {
                throw e;
            }
            return new StateVec(0);
        }
    }

    private Map<String, Object> step(Action action, TLCState state) {
        ValueEncoder encoder = new ValueEncoder();
        GraphCapture.encode(state, variables, encoder);
        Map<String, Object> step = new HashMap<>();
        step.put("state", encoder.toByteArray());
        if (action != null) {
            NamedAction named = form.of(action);
            step.put("name", named == null ? action.getName().toString() : named.name());
            step.put("kind", named == null ? "CALL" : named.kind());
            step.put("hasResult", named != null && named.hasResult());
            FormalParamNode[] parameters = action.isDeclared() && action.getOpDef() != null
                    ? action.getOpDef().getParams() : new FormalParamNode[0];
            step.put("parameters", Arrays.stream(parameters).map(p -> p.getName().toString()).toArray(String[]::new));
            step.put("arguments", Arrays.stream(parameters)
                    .map(p -> TlcValues.encode(action.con.lookup(p))).toArray(byte[][]::new));
        }
        return step;
    }
}
