package org.tlalloc.conformance.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "machine", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Walks page tables in an image of physical memory as the simulated x86 machine does, and QEMU if asked.",
        footer = "`tlalloc machine COMMAND --help` says more.",
        subcommands = {MachineExportCommand.class, MachineProbeCommand.class})
final class MachineCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(new CommandLine(spec), "Missing required subcommand: export or probe");
    }
}
