package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.judge.ArenaSize;
import org.tlalloc.conformance.judge.Judge;
import org.tlalloc.conformance.judge.Judgement;
import org.tlalloc.conformance.judge.JudgementJson;
import org.tlalloc.conformance.judge.JudgementText;
import org.tlalloc.conformance.judge.Workload;
import org.tlalloc.conformance.judge.WorkloadReader;
import org.tlalloc.conformance.subject.SubjectClasses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "judge", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Drives an allocator of blocks with a recorded workload, asks the contract BlockAllocation about every"
                + " answer, and shows how fragmented the arena becomes.",
        footer = {"", "FILE is text, compressed by gzip or not, with the first line `op,id,order,mobility,linux_pfn`; then `a,17,3,movable,99`"
                + " allocates 2^3 frames as block 17 (mobility and linux_pfn are not used), and `f,17` frees them.",
            "", "What is refused must be refused rightly: no block of the order may be free then. The later free of a refused block"
                + " is skipped. The first answer that the contract does not allow ends it.",
            "", "The JSON object has: command; agreed; disagreement (null, or event, line, call, answer, reason); workload (file, events,"
                + " allocations, frees, largestOrder, peakFrames); allocator; specification; frames; maxOrder; events; callsJudged;"
                + " allocations; frees; skippedFrees; peakLiveFrames; peakLiveBlocks; liveFrames; liveBlocks; refusals (a number an"
                + " order); free (frames, blocks, largestBlock, longestRun, externalFragmentation, buddyinfo); unusableFreeSpace"
                + " (events, index: a row an order, a number a sample); seconds; callsPerSecond.",
            "", "Exit status: 0 if the contract agrees, 1 if it does not, 2 if misused or if FILE is no workload."})
final class JudgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The workload, such as conformance/src/test/resources/traces/gcc.pages.csv.gz")
    private Path file;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "1048576",
            description = "The arena's size in frames, or in per cent of the most frames that the workload has live, such as 80%%."
                    + " Without it ${DEFAULT-VALUE}.")
    private String frames;

    @Option(names = "--max-order", paramLabel = "K",
            description = "The arena's largest order, 0 to 20. Without it 10, or less where the arena has no room for that."
                    + " Each order above 10 makes TLC twice as slow: with 16 it judges some 20 calls a second, with 20 about one.")
    private Integer maxOrder;

    @Option(names = "--allocator", paramLabel = "NAME", defaultValue = "BuddyLowestFirst",
            description = "One of ours by its simple name, BuddyLowestFirst or BuddyMostRecentFirst, or a class of yours by its"
                    + " full name. Without it ${DEFAULT-VALUE}.")
    private String allocator;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Where a class of yours is: folders and jars, as for java -cp.")
    private String classpath;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out as a JSON object.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        JsonFile result = new JsonFile(json);
        Project project = Project.open();
        Class<?> type = classpath == null && !allocator.contains(".") ? project.ownClass(allocator)
                : SubjectClasses.of(classpath).load(allocator);
        Workload workload = WorkloadReader.read(file);
        Judgement judgement;
        try (Judge judge = open(project, workload); Meter meter = Meter.of("judging", " events", workload.size())) {
            judgement = judge.judge(workload, type, meter::at);
        }
        JudgementText.of(judgement).forEach(System.out::println);
        result.write(JudgementJson.of(judgement));
        return Exit.of(judgement.agreed());
    }

    private int orderWithin(int frameCount) {
        if (maxOrder < 0 || maxOrder > Judge.MAX_ORDER) {
            throw new Misuse("maxOrder=" + maxOrder + " is not within 0.." + Judge.MAX_ORDER);
        }
        if (1 << maxOrder > frameCount) {
            throw new Misuse("maxOrder=" + maxOrder + " is larger than the arena, frames=" + frameCount);
        }
        return maxOrder;
    }

    private Judge open(Project project, Workload workload) throws IOException {
        try {
            int frameCount = ArenaSize.parse(frames).frames(workload);
            int largest = maxOrder == null ? ArenaSize.usualMaxOrder(frameCount) : orderWithin(frameCount);
            workload.requireOrders(largest);
            return Judge.open(project.catalogue(), frameCount, largest);
        } catch (IllegalArgumentException e) {
            throw new Misuse(e.getMessage());
        }
    }
}
