package org.tlalloc.conformance.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
            "", "The JSON object has: command; agreed (null without --qemu); mode; cr0, cr3, cr4, efer; probes (linear, access, cpl, ac,"
                + " result, physical, errorCode, qemu); addresses and registers are strings of hexadecimal digits.",
            "", "Exit status: 0, or 1 if QEMU says otherwise, or 2 if misused."})
final class MachineProbeCommand implements Callable<Integer> {
    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The physical memory; offset is address.")
    private Path image;

    @Mixin
    private RegisterOptions registers;

    @Option(names = "--qemu", description = "Ask QEMU too, about accesses of four bytes, or of an instruction of one.")
    private boolean qemu;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what came out as a JSON object.")
    private Path json;

    /**
     * @param answer  see {@link ProbeRun#physical}
     * @param opinion QEMU's; null if it was not to be asked
     */
    private record Answered(Probe probe, long answer, String opinion) {
        boolean faulted() {
            return PageFault.isFault(answer);
        }

        String access() {
            return probe.access().name().toLowerCase(Locale.ROOT);
        }

        int ac() {
            return (probe.control().eflags() & ControlState.EFLAGS_AC) == 0 ? 0 : 1;
        }

        String line() {
            return String.format(Locale.ROOT, "0x%x,%s,%d,%d,%s,%s,%s", probe.linear(), access(), probe.control().cpl(), ac(),
                    faulted() ? "fault" : "ok", faulted() ? "" : hex(answer), faulted() ? hex(PageFault.errorCode(answer)) : "")
                    + (opinion == null ? "" : "," + opinion);
        }

        void into(ObjectNode node) {
            node.put("linear", hex(probe.linear())).put("access", access()).put("cpl", probe.control().cpl()).put("ac", ac())
                    .put("result", faulted() ? "fault" : "ok").put("physical", faulted() ? null : hex(answer));
            if (faulted()) {
                node.put("errorCode", PageFault.errorCode(answer));
            } else {
                node.putNull("errorCode");
            }
            node.put("qemu", opinion);
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            return answer();
        } catch (IllegalArgumentException e) {
            throw new Misuse(e.getMessage());
        }
    }

    private int answer() throws IOException {
        JsonFile result = new JsonFile(json);
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
        long[] physical = probes.stream().mapToLong(run::physical).toArray();
        List<SecondOpinion.Answer> opinions = qemu && !probes.isEmpty() ? SecondOpinion.ask(registers.mode(), memory, probes) : List.of();
        List<Answered> answered = new ArrayList<>();
        for (int i = 0; i < physical.length; i++) {
            answered.add(new Answered(probes.get(i), physical[i], qemu ? opinion(opinions.get(i)) : null));
        }
        boolean agreed = opinions.stream().allMatch(SecondOpinion.Answer::agreed);
        System.out.println("linear,access,cpl,ac,result,physical,error_code" + (qemu ? ",qemu" : ""));
        answered.forEach(line -> System.out.println(line.line()));
        result.write(json(control, answered, agreed));
        return Exit.of(agreed);
    }

    private ObjectNode json(ControlState control, List<Answered> answered, boolean agreed) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("command", "machine probe").put("agreed", qemu ? (Boolean) agreed : null).put("mode", registers.mode().toString())
                .put("cr0", hex(control.cr0() & 0xffff_ffffL)).put("cr3", hex(control.cr3())).put("cr4", hex(control.cr4()))
                .put("efer", hex(control.efer()));
        ArrayNode probes = root.putArray("probes");
        answered.forEach(line -> line.into(probes.addObject()));
        return root;
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static String opinion(SecondOpinion.Answer answer) {
        return !answer.asked() ? "-" : answer.agreed() ? "same" : answer.theirs().toString();
    }
}
