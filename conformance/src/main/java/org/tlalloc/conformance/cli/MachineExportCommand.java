package org.tlalloc.conformance.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.machine.MappedMachine;
import org.tlalloc.conformance.machine.Numerals;
import org.tlalloc.conformance.machine.PagingMode;
import org.tlalloc.conformance.machine.RandomMachine;
import org.tlalloc.machine.PhysicalMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Builds page tables in physical memory, writes the memory into a file, and prints the registers as"
                + " options of `tlalloc machine probe`.",
        footer = {"", "The pages are read from the input, one a line: `linear,physical,size,rights`, such as `0x400000,0x5000,4K,wu`."
                + " Of the letters w (write), u (users), x (execute) and g (global) any may be there.",
            "", "With --seed nothing is read: tables and rights are random, the same for the same seed, with large pages,"
                + " reserved bits and tables that are entered at several levels.",
            "", "In the file, offset is physical address."})
final class MachineExportCommand implements Callable<Integer> {
    @Option(names = "--mode", required = true, paramLabel = "MODE",
            description = "Which page tables: ia32 (two levels), pae, 4-level or 5-level.")
    private String mode;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "Where the memory goes.")
    private Path image;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "16M", description = "Of the memory. Without it ${DEFAULT-VALUE}.")
    private String memory;

    @Option(names = "--tables", paramLabel = "ADDRESS", defaultValue = "1M",
            description = "Where the first table goes; the others follow. Without it ${DEFAULT-VALUE}.")
    private String tables;

    @Option(names = "--seed", paramLabel = "N", description = "A random machine of 8M instead.")
    private Long seed;

    @Override
    public Integer call() throws IOException {
        try {
            PagingMode paging = PagingMode.of(mode);
            if (seed != null) {
                RandomMachine machine = new RandomMachine(paging, seed);
                write(machine.memory(), paging, machine.roots().get(0));
            } else {
                MappedMachine machine = new MappedMachine(paging, Numerals.parse("memory", memory), Numerals.parse("tables", tables));
                machine.map(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
                write(machine.memory(), paging, machine.root());
            }
        } catch (IllegalArgumentException e) {
            throw new Misuse(e.getMessage());
        }
        return Exit.AGREED;
    }

    private void write(PhysicalMemory physical, PagingMode paging, long root) throws IOException {
        try {
            physical.writeTo(image);
        } catch (IOException e) {
            throw new Misuse("file=" + image + " cannot be written: " + e);
        }
        System.out.println("--image " + image + " " + RegisterOptions.of(paging, paging.control(root)));
    }
}
