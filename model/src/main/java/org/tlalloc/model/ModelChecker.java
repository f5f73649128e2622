package org.tlalloc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.tlalloc.model.graph.ActionInstance;
import org.tlalloc.model.graph.ActionSignature;
import org.tlalloc.model.graph.StepKind;
import org.tlalloc.model.trace.Counterexample;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;

/**
 * Runs TLC in this process, in classes of its own, so that one program can
 * check many models. Nothing is printed; what TLC says comes back in the result.
 *
 * <p>TLC is made to check one model and to end: it keeps its state in static fields. So each
 * check has a fresh copy of it, or, where there are hundreds of small models, one that has been
 * {@linkplain #reusing used} and wiped. What a copy costs is less to load than to warm up: most
 * models take a tenth of a second in a warm copy, and four in a fresh one.
 *
 * <p>Any thread may ask, and several checks may run at once.
 */
public final class ModelChecker {
    private final boolean reuses;
    private final Queue<TlcLoader> idle = new ConcurrentLinkedQueue<>();

    /** Each check has a fresh copy of TLC. */
    public ModelChecker() {
        this(false);
    }

    private ModelChecker(boolean reuses) {
        this.reuses = reuses;
    }

    /**
     * One model after another is checked in the same copies of TLC, of which there are as many as checks run at once.
     * For models of which it is known what must come out: what does not is to be checked again
     * in a fresh copy, as {@link ModelRun} does. A copy that failed is not used again; and where a model asks for properties,
     * it has a copy of its own, since what TLC keeps while it follows behaviours without end cannot be wiped, and a copy
     * that does not find it as it was ends the program.
     */
    public static ModelChecker reusing() {
        return new ModelChecker(true);
    }

    boolean reuses() {
        return reuses;
    }

    /**
     * Checks a model.
     *
     * @throws IOException      if a file cannot be read, or the graph not be written, or the disk is full
     * @throws OutOfMemoryError if the Java machine has too little memory for it
     */
    public CheckResult check(CheckRequest request) throws IOException {
        requireReadable(request.module());
        requireReadable(request.config());
        long start = System.nanoTime();
        Map<String, Object> answer;
        try (TemporaryFolder temp = TemporaryFolder.make("tlalloc-")) {
            answer = run(request, temp.path());
            if (answer.get("result").equals("error") && temp.isFull(answer.get("message") + "\n" + answer.get("text"))) {
                throw TemporaryFolder.noSpace();
            }
        }
        return result(answer, (System.nanoTime() - start) / 1e9);
    }

    static void requireReadable(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("file=" + file + (Files.isDirectory(file) ? " is a folder" : " does not exist"));
        }
        if (!Files.isReadable(file)) {
            throw new IOException("file=" + file + " cannot be read");
        }
    }

    private Map<String, Object> run(CheckRequest request, Path temp) throws IOException {
        boolean reusable = reuses && Configuration.read(request.config()).properties().isEmpty();
        TlcLoader used = reusable ? idle.poll() : null;
        TlcLoader loader = used == null ? new TlcLoader() : used;
        boolean again = false;
        try {
            Map<String, Object> answer = run(loader, request, temp);
            again = reusable && !"error".equals(answer.get("result"));
            return answer;
        } finally {
            if (again) {
                idle.add(loader);
            } else {
                loader.close();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> run(TlcLoader loader, CheckRequest request, Path temp) {
        Map<String, Object> question = new HashMap<>();
        question.put("module", request.module().toAbsolutePath().toString());
        question.put("config", request.config().toAbsolutePath().toString());
        question.put("libraries", request.libraries().stream().map(Path::toString).toArray(String[]::new));
        question.put("workers", request.workers());
        question.put("temp", temp.toString());
        question.put("capture", request.capture() == null ? null : request.capture().toAbsolutePath().toString());
        question.put("spec", request.spec());
        question.put("refinement", request.refinement());
        question.put("strict", request.strict());
        question.put("complete", request.complete());
        Consumer<long[]> progress = counts -> request.progress().at(counts[0], counts[1], counts[2]);
        return (Map<String, Object>) loader.call("TlcRun", "check", new Class<?>[] {Map.class, Consumer.class},
                question, progress);
    }

    @SuppressWarnings("unchecked")
    private static CheckResult result(Map<String, Object> answer, double seconds) {
        List<String> findings = (List<String>) answer.getOrDefault("findings", List.of());
        long distinct = (Long) answer.getOrDefault("distinct", 0L);
        long initial = (Long) answer.getOrDefault("initial", 0L);
        long generated = (Long) answer.getOrDefault("generated", 0L);
        String contract = (String) answer.get("contract");
        String outcome = (String) answer.get("result");
        if (outcome.equals("passed")) {
            return new CheckResult(CheckResult.Outcome.PASSED, null, null, distinct, generated - initial, seconds,
                    null, findings, contract);
        }
        if (outcome.equals("violated")) {
            return new CheckResult(CheckResult.Outcome.VIOLATED, (String) answer.get("name"), null, distinct,
                    generated - initial, seconds, counterexample(answer), findings, contract);
        }
        return new CheckResult(CheckResult.Outcome.ERROR, null, (String) answer.get("message"), distinct,
                generated - initial, seconds, answer.get("steps") == null ? null : counterexample(answer), findings, contract);
    }

    @SuppressWarnings("unchecked")
    private static Counterexample counterexample(Map<String, Object> answer) {
        List<String> variables = (List<String>) answer.get("variables");
        List<Step> steps = new ArrayList<>();
        for (Map<String, Object> step : (List<Map<String, Object>>) answer.getOrDefault("steps", List.of())) {
            steps.add(step(step, variables));
        }
        return new Counterexample(Counterexample.Kind.valueOf((String) answer.get("kind")),
                (String) answer.get("name"), steps, (Integer) answer.getOrDefault("loopsBackTo", -1),
                answer.get("back") == null ? null : step((Map<String, Object>) answer.get("back"), variables),
                Boolean.TRUE.equals(answer.get("stutters")));
    }

    private static Step step(Map<String, Object> step, List<String> variables) {
        Map<String, Value> state = state((byte[]) step.get("state"), variables);
        String name = (String) step.get("name");
        if (name == null) {
            return Step.initial(state);
        }
        List<Value> arguments = new ArrayList<>();
        for (byte[] argument : (byte[][]) step.get("arguments")) {
            arguments.add(ValueCodec.decode(argument));
        }
        List<String> parameters = new ArrayList<>(Arrays.asList((String[]) step.get("parameters")));
        boolean hasResult = (Boolean) step.get("hasResult");
        Value result = hasResult ? arguments.remove(arguments.size() - 1) : null;
        if (hasResult) {
            parameters.remove(parameters.size() - 1);
        }
        ActionSignature signature = new ActionSignature(name, StepKind.valueOf((String) step.get("kind")),
                parameters, hasResult);
        return Step.of(new ActionInstance(signature, arguments, result), state);
    }

    static Map<String, Value> state(byte[] encoded, List<String> variables) {
        ValueCodec.Reader reader = new ValueCodec.Reader(encoded, 0);
        Map<String, Value> state = new TreeMap<>();
        for (String variable : variables) {
            state.put(variable, reader.next());
        }
        return state;
    }
}
