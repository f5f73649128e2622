package org.tlalloc.conformance.machine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The programs that a second opinion takes: QEMU, and an assembler for what runs in it. The machine
 * is bare, with memory that is a file, and nothing else.
 */
public final class Qemu {
    /** What to say to a user who has not got them. */
    public static final String INSTALL = "apt-get install -y --no-install-recommends qemu-system-x86 nasm";

    /** How long its physical addresses are. */
    public static final int PHYSICAL_BITS = 40;

    private static final String PROGRAM = "qemu-system-x86_64";
    private static final String ASSEMBLER = "nasm";
    private static final int SECONDS = 60;

    private Qemu() {
    }

    /** What is missing; null if nothing is. */
    public static String missing() {
        for (String program : List.of(PROGRAM, ASSEMBLER)) {
            boolean found = false;
            for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                found |= !folder.isEmpty() && Files.isExecutable(Path.of(folder, program));
            }
            if (!found) {
                return program + " is not installed: " + INSTALL;
            }
        }
        return null;
    }

    /**
     * Runs a machine to its end.
     *
     * @param memory the file; offset is physical address
     * @param size   of the file in bytes
     * @param start  physical address of the first instruction, in real mode
     * @throws QemuException if it does not end, or not well
     */
    static void run(Path memory, long size, long start) throws IOException {
        // The processor starts with a code segment based at 0xffff0000, which the address is counted from.
        long counted = start + 0x10000 & 0xffff_ffffL;
        run(List.of(PROGRAM, "-M", "none,memory-backend=ram0", "-accel", "tcg", "-cpu", "max,apic-id=0", "-m", size + "B",
                "-object", "memory-backend-file,id=ram0,size=" + size + "B,mem-path=" + memory.toString().replace(",", ",,") + ",share=on",
                "-device", String.format(Locale.ROOT, "loader,addr=0x%x,cpu-num=0", counted), "-nodefaults", "-no-user-config",
                "-display", "none", "-no-reboot"));
    }

    /**
     * Assembles a source with definitions of the form {@code NAME=VALUE}.
     *
     * @throws QemuException if the assembler refuses
     */
    static byte[] assemble(byte[] source, List<String> definitions) throws IOException {
        Path folder = Files.createTempDirectory("tlalloc-guest");
        try {
            Path text = Files.write(folder.resolve("guest.asm"), source);
            Path program = folder.resolve("guest.bin");
            List<String> command = new ArrayList<>(List.of(ASSEMBLER, "-f", "bin", "-w+error", "-o", program.toString()));
            for (String definition : definitions) {
                command.add("-D" + definition);
            }
            command.add(text.toString());
            run(command);
            return Files.readAllBytes(program);
        } finally {
            for (String name : List.of("guest.asm", "guest.bin")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        try {
            // What it prints fits into the pipe, so nobody has to read it meanwhile.
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new QemuException(command.get(0) + " did not end within seconds=" + SECONDS);
            }
            // Before the process is destroyed, which closes the stream, though it has ended.
            if (process.exitValue() != 0) {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                throw new QemuException(command.get(0) + " failed with exit=" + process.exitValue() + ": " + said.replaceAll("\\s*\\R\\s*", " "));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QemuException("interrupted while " + command.get(0) + " ran");
        } finally {
            process.destroyForcibly();
        }
    }
}
