package org.tlalloc.conformance.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tlalloc.conformance.compare.ComparisonException;
import org.tlalloc.conformance.judge.WorkloadException;
import org.tlalloc.conformance.machine.QemuException;
import org.tlalloc.conformance.subject.SubjectException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: finds the command, and turns whatever goes wrong into one line. */
@Command(name = "tlalloc", mixinStandardHelpOptions = true, version = "tlalloc ${tlalloc.version}",
        synopsisSubcommandLabel = "COMMAND",
        description = "Model-checks specifications of memory management, and holds implementations to them.",
        footer = "Exit status: 0 agreed, 1 disagreed, 2 misused. `tlalloc COMMAND --help` says more.",
        subcommands = {VerifyCommand.class, CheckCommand.class, ConformCommand.class, ReplayCommand.class,
            JudgeCommand.class, CompareCommand.class, ListCommand.class, MachineCommand.class})
public final class Tlalloc {
    private Tlalloc() {
    }

    /** Runs a command and ends the Java machine with its exit status. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.watch();
        int exit = run(arguments);
        interruption.over();
        conclude(exit);
        // A subject may have left threads behind, one of them perhaps in a call that never returns.
        System.exit(exit);
    }

    /* Tells the shell script that it was not a subject that ended the Java machine. */
    private static void conclude(int exit) {
        String file = System.getProperty("tlalloc.concluded");
        if (file != null) {
            try {
                Files.writeString(Path.of(file), exit + "\n");
            } catch (IOException e) {
                complain("file=" + file + " cannot be written: " + e.getMessage());
            }
        }
    }

    /** Runs a command; returns its exit status. */
    static int run(String... arguments) {
        if (System.getProperty("tlalloc.version") == null) {
            String version = Tlalloc.class.getPackage().getImplementationVersion();
            System.setProperty("tlalloc.version", version == null ? "in development" : version);
        }
        CommandLine commandLine = new CommandLine(new Tlalloc())
                .setParameterExceptionHandler((e, args) -> complain(e.getMessage().lines().findFirst().orElse("")
                        + " (`" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help` says what is possible)"))
                .setExecutionExceptionHandler((e, command, parsed) -> complain(e));
        try {
            int exit = commandLine.execute(arguments);
            return !System.out.checkError() ? exit : readerHasLeft() ? Exit.MISUSED
                    : complain("standard output cannot be written, so what came out is lost");
        } catch (OutOfMemoryError e) {
            return complain("out of memory, since the Java machine may use MiB=" + (Runtime.getRuntime().maxMemory() >> 20)
                    + ": raise it, with TLALLOC_JAVA_OPTIONS=-Xmx6g for one");
        }
    }

    /* Whoever reads only the first lines, as `head` does, has what he wants. */
    private static boolean readerHasLeft() {
        try {
            new FileOutputStream(FileDescriptor.out).write('\n');
            return false;
        } catch (IOException e) {
            return "Broken pipe".equals(e.getMessage());
        }
    }

    private static int complain(Exception e) {
        if (e instanceof Misuse || e instanceof SubjectException || e instanceof WorkloadException
                || e instanceof QemuException || e instanceof ComparisonException) {
            return complain(e.getMessage());
        }
        if (e instanceof NoSuchFileException) {
            return complain("file=" + e.getMessage() + " does not exist");
        }
        if (e instanceof IOException) {
            return complain(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        StringBuilder place = new StringBuilder();
        for (StackTraceElement frame : e.getStackTrace()) {
            if (place.length() == 0 && frame.getClassName().startsWith("org.tlalloc.")) {
                place.append(" at ").append(frame);
            }
        }
        return complain("this is a mistake in tlalloc itself, please report it: " + e + place);
    }

    private static int complain(String line) {
        new PrintStream(System.err, true, StandardCharsets.UTF_8).println("tlalloc: " + line.replaceAll("\\s*\\R\\s*", " "));
        return Exit.MISUSED;
    }
}
