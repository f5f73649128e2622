package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.replay.Divergence;
import org.tlalloc.conformance.replay.TraceReplay;
import org.tlalloc.conformance.report.DivergenceReport;
import org.tlalloc.conformance.report.OracleClauses;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.ModelEntry;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.trace.Step;
import org.tlalloc.model.trace.TraceReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Makes the Java implementation, or a class of yours, follow a behaviour as TLC prints it, an error trace"
                + " or a file written by -simulate file=..., or as `tlalloc check` tells it.",
        footer = {"", "Where the specification leaves a choice and the class makes another than the trace, it has done nothing"
                + " wrong, but the rest of the trace cannot be followed; that is said.",
            "", "Exit status: 0 if the class did what the specification allows, 1 if not, 2 if misused or if the trace is none of the model."})
final class ReplayCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model that the trace was printed for (`tlalloc list`).")
    private String model;

    @Parameters(index = "1", paramLabel = "TRACE", description = "A file with what TLC or `tlalloc check` printed.")
    private Path trace;

    @Mixin
    private SubjectOptions subject;

    @Override
    public Integer call() throws IOException {
        Project project = Project.open();
        ModelEntry entry = project.model(model);
        List<Step> steps = TraceReader.read(trace);
        Class<?> type = subject.given() ? subject.load(project) : project.ownSubject(entry);
        Catalogue catalogue = project.catalogue();
        try (SpecOracle oracle = catalogue.oracle(entry)) {
            Binding binding = Binding.of(type, Alphabet.of(entry.spec(), oracle));
            if (!entry.expect().passes()) {
                System.out.println("Note that " + entry.name() + " is broken on purpose, so that it " + entry.expect().result()
                        + ": where the class does otherwise, it may well be right.\n");
            }
            return tell(steps, follow(steps, oracle, binding), binding, oracle);
        }
    }

    private TraceReplay.Followed follow(List<Step> steps, SpecOracle oracle, Binding binding) {
        try {
            return TraceReplay.run(steps, oracle, binding);
        } catch (IllegalArgumentException e) {
            throw new Misuse("file=" + trace + " is no trace of model=" + model + ": " + e.getMessage());
        }
    }

    private static int tell(List<Step> steps, TraceReplay.Followed followed, Binding binding, SpecOracle oracle) {
        int number = 1;
        for (Divergence.Step call : followed.calls()) {
            System.out.printf("%4d  %s%n", number++, call);
        }
        String name = binding.type().getSimpleName();
        if (followed.divergence() != null) {
            System.out.println();
            System.out.println(new DivergenceReport(binding, new OracleClauses(oracle)).text(followed.divergence()));
            return Exit.DISAGREED;
        }
        System.out.println();
        System.out.println(followed.otherwise() != null ? name + " leaves the trace, as it may: " + followed.otherwise()
                : name + " follows the trace to its end, states=" + steps.size() + " calls=" + followed.calls().size());
        return Exit.AGREED;
    }
}
