package org.tlalloc.conformance.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tlalloc.conformance.machine.Probe;
import org.tlalloc.conformance.machine.ProbeReader;
import org.tlalloc.conformance.machine.ProbeRun;
import org.tlalloc.conformance.machine.Qemu;
import org.tlalloc.conformance.machine.SecondOpinion;
import org.tlalloc.machine.ControlState;
import org.tlalloc.machine.PageFault;
import org.tlalloc.machine.PhysicalMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "probe", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Says for each access where it goes, or how it faults, in the page tables of an image.",
        footer = {"", "Accesses are read from the input, one a line: `linear,access,cpl,ac`, such as `0x400123,write,3`; access is read,"
                + " write or execute, and CPL and EFLAGS.AC are 0 where they are left out. Each is made in the image as it is.",
            "", "Each is answered by a line `linear,access,cpl,ac,result,physical,error_code`; result is ok or fault. With --qemu there is"
                + " one field more: same, or what QEMU says, or - where QEMU cannot be asked, such as a fetch from outside memory.",
            "", "Exit status: 0, or 1 if QEMU says otherwise, or 2 if misused."})
final class MachineProbeCommand implements Callable<Integer> {
    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The physical memory; offset is address.")
    private Path image;

    @Mixin
    private RegisterOptions registers;

    @Option(names = "--qemu", description = "Ask QEMU too, about accesses of four bytes, or of an instruction of one.")
    private boolean qemu;

    @Override
    public Integer call() throws IOException {
        try {
            return answer();
        } catch (IllegalArgumentException e) {
            throw new Misuse(e.getMessage());
        }
    }

    private int answer() throws IOException {
        ControlState control = registers.control();
        if (Files.isDirectory(image)) {
            throw new Misuse("file=" + image + " is a directory");
        }
        if (qemu && Qemu.missing() != null) {
            throw new Misuse(Qemu.missing());
        }
        if (qemu && control.physicalBits() != Qemu.PHYSICAL_BITS) {
            throw new Misuse("physicalBits=" + control.physicalBits() + ": QEMU has " + Qemu.PHYSICAL_BITS);
        }
        PhysicalMemory memory = PhysicalMemory.readFrom(image);
        ProbeRun run = new ProbeRun(memory, control);
        List<Probe> probes = ProbeReader.read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), control);
        // All is known before anything is printed: a wrong line in the middle spoils no output.
        List<String> lines = new ArrayList<>();
        for (Probe probe : probes) {
            lines.add(line(probe, run.physical(probe)));
        }
        List<SecondOpinion.Answer> answers = qemu && !probes.isEmpty() ? SecondOpinion.ask(registers.mode(), memory, probes) : List.of();
        boolean agreed = true;
        System.out.println("linear,access,cpl,ac,result,physical,error_code" + (qemu ? ",qemu" : ""));
        for (int i = 0; i < lines.size(); i++) {
            System.out.println(lines.get(i) + (qemu ? "," + opinion(answers.get(i)) : ""));
            agreed &= !qemu || answers.get(i).agreed();
        }
        return Exit.of(agreed);
    }

    private static String line(Probe probe, long answer) {
        boolean fault = PageFault.isFault(answer);
        return String.format(Locale.ROOT, "0x%x,%s,%d,%d,%s,%s,%s", probe.linear(), probe.access().name().toLowerCase(Locale.ROOT),
                probe.control().cpl(), (probe.control().eflags() & ControlState.EFLAGS_AC) == 0 ? 0 : 1, fault ? "fault" : "ok",
                fault ? "" : String.format(Locale.ROOT, "0x%x", answer),
                fault ? String.format(Locale.ROOT, "0x%x", PageFault.errorCode(answer)) : "");
    }

    private static String opinion(SecondOpinion.Answer answer) {
        return !answer.asked() ? "-" : answer.agreed() ? "same" : answer.theirs().toString();
    }
}
